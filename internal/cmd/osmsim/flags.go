// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator/console"
)

// settings are the settings from the command line.
type settings struct {
	addr    string
	verbose bool
	version bool
	options simulator.Options
}

// tokenLife is the default of -ttl, as in the real login service.
const tokenLife = 24 * time.Hour

// parse parses the command line. It writes usage and errors to stderr.
func parse(stderr io.Writer, args []string) (settings, error) {
	var set settings
	o := &set.options
	flags := flag.NewFlagSet("osmsim", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&set.addr, "addr", "127.0.0.1:0", "`address` to listen on; port 0 selects a free one")
	flags.BoolVar(&set.verbose, "verbose", false,
		"print one line per call: time, method, path, HTTP status, duration, API code, operation, fault")
	flags.BoolVar(&set.version, "version", false, "print version and commit, and exit")
	flags.DurationVar(&o.Latency, "latency", 0, "delay added to each request, such as 200ms")
	flags.DurationVar(&o.TokenTTL, "ttl", tokenLife, "lifetime of a token")
	flags.StringVar(&o.User, "user", simulator.DefaultUser, "`name` of the IAM user")
	flags.StringVar(&o.Password, "password", simulator.DefaultPassword, "the user's `password`")
	flags.StringVar(&o.Domain, "domain", simulator.DefaultDomain, "`name` of the account")
	flags.StringVar(&o.ProjectID, "project-id", simulator.DefaultProjectID, "`id` of the project")
	flags.StringVar(&o.AccessKey, "access-key", simulator.DefaultAccessKey, "the user's access `key`")
	flags.StringVar(&o.SecretKey, "secret-key", simulator.DefaultSecretKey, "the user's secret `key`")
	flags.IntVar(&o.SeedCases, "seed-cases", 0, "`number` of tickets at the start")
	flags.DurationVar(&o.AutoProgress.After, "reply-after", 0,
		"age at which support starts work on a ticket; at twice that age, it replies (never if 0)")
	flags.BoolVar(&o.HTTPErrors, "http-errors", false,
		"send business errors as HTTP 4xx instead of HTTP 200 with a code in the body")
	flags.Func("behavior", "`name=value` of a behavior that the API reference leaves open (see below); may be repeated",
		func(text string) error {
			name, value, _ := strings.Cut(text, "=")
			return o.Behaviors.Choose(name, value)
		})
	flags.Usage = func() {
		_, _ = io.WriteString(stderr, "Usage of osmsim:\n") // like the flag package, which ignores errors too
		flags.PrintDefaults()
		_, _ = io.WriteString(stderr, "\nThe page at the printed address shows tickets and calls, and lets you reply "+
			"as support.\n"+
			"The control API is under "+console.Prefix+".\n")
		_, _ = io.WriteString(stderr, behaviors())
	}
	if err := flags.Parse(args); err != nil {
		return set, fmt.Errorf("reading the command line: %w", err)
	}
	if flags.NArg() > 0 {
		return set, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	err := set.check()
	return set, err
}

// behaviors lists the behaviors and their values, one per line, the default first.
func behaviors() string {
	var b strings.Builder
	b.WriteString("\nBehaviors, the default first:\n")
	for _, behavior := range simulator.AllBehaviors() {
		fmt.Fprintf(&b, "  %-22s %s\n", behavior.Name, strings.Join(behavior.Values, " | "))
	}
	return b.String()
}

// check rejects invalid values, and empty credentials, which the simulator would replace with its defaults.
func (s *settings) check() error {
	o := s.options
	switch {
	case o.Latency < 0:
		return errors.New("-latency must not be negative")
	case o.TokenTTL <= 0:
		return errors.New("-ttl must be positive")
	case o.AutoProgress.After < 0:
		return errors.New("-reply-after must not be negative")
	case o.SeedCases < 0:
		return errors.New("-seed-cases must not be negative")
	}
	for name, value := range map[string]string{
		"user": o.User, "password": o.Password, "domain": o.Domain, "project-id": o.ProjectID,
		"access-key": o.AccessKey, "secret-key": o.SecretKey,
	} {
		if value == "" {
			return fmt.Errorf("-%s must not be empty", name)
		}
	}
	return nil
}
