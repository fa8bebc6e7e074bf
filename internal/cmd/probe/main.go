// SPDX-License-Identifier: MPL-2.0

// Command probe reports which of the behaviors that the API reference leaves open the ticket service has for an account. It takes
// its settings from the environment, as the provider does, and only reads. Its report is a Markdown table without personal data.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/buildinfo"
	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// version is stamped by the linker (-X main.version=…).
var version = buildinfo.Unstamped

// maxDuration bounds the whole run.
const maxDuration = time.Minute

// options are the inputs of a run.
type options struct {
	// ended and deleted are the IDs of a ticket that has ended and of one that was deleted; "" if the user names none.
	ended, deleted string
	env            func(string) (string, bool)
	now            func() time.Time
	wait           func(context.Context, time.Duration) error
}

func main() {
	o := options{env: os.LookupEnv, now: time.Now, wait: transport.Wait}
	flag.StringVar(&o.ended, "ended", "", "ID of a ticket that has ended, if the list may not contain one")
	flag.StringVar(&o.deleted, "deleted", "", "ID of a ticket that was deleted")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Stdout, os.Stderr, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "probe:", err)
		os.Exit(1)
	}
}

// run writes the report to stdout and warnings about settings to stderr. Its error explains the cause and the next step.
func run(ctx context.Context, stdout, stderr io.Writer, o options) error {
	cfg, err := config.Resolve(&config.Settings{}, o.env)
	if err != nil {
		return err
	}
	for _, w := range cfg.Warnings {
		if _, err := fmt.Fprintln(stderr, "Warning:", w); err != nil {
			return err
		}
	}
	limited, cancel := context.WithTimeout(ctx, maxDuration)
	defer cancel()
	s, err := newService(cfg, o)
	if err != nil {
		return err
	}
	seen, err := observe(limited, s, o)
	switch {
	case ctx.Err() != nil:
		return errors.New("interrupted")
	case err != nil:
		return explained(err)
	}
	_, err = io.WriteString(stdout, report(seen, header{
		version:  version,
		platform: runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH,
		cfg:      cfg,
		date:     o.now(),
		calls:    s.attempts(),
	}))
	return err
}

// explained returns an error whose text is cause, next step and facts of a failed call or login.
func explained(err error) error {
	what := "Unable to read from the ticket service"
	if shared, ok := errors.AsType[apierror.Shared](err); ok {
		what = shared.Summary()
	}
	return errors.New(what + ": " + apierror.Detail(err))
}
