// SPDX-License-Identifier: MPL-2.0

package config

import (
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
)

// defaults returns the settings of the lowest level.
func defaults() *Settings {
	return &Settings{
		Language:       fallback("en-us"),
		TimeZone:       fallback("GMT+8"),
		MaxRetries:     fallback(5),
		RequestTimeout: fallback(60 * time.Second),
	}
}

// Config is the result of resolving the settings.
type Config struct {
	// Settings are those that apply, each with its source.
	Settings *Settings
	// Login is set even without credentials: its Problem is then reported at the first call, since a plan may make no call.
	Login iam.Config
	// OSM is the address of the ticket service, "" when it depends on a setting that is not known until apply.
	OSM string
	// Site is the value of the header X-Site; nil sends none.
	Site *int
	// Warnings are about settings that work but are probably not intended.
	Warnings []string
}

// resolver holds the settings level by level, and those that apply one by one.
type resolver struct {
	block, env, profile, merged *Settings
	config                      *Config
	// foreign holds the variables that a warning was issued for, because they set a host that is not the vendor's.
	foreign map[string]bool
}

// Resolve takes settings level by level: the provider block, the environment, the shared configuration file, and, if it is
// enabled, the metadata service. The login is taken whole from one level; other settings fall through one by one. Missing and
// unknown credentials are not an error here but at the first call. env is os.LookupEnv.
func Resolve(settings *Settings, env func(string) (string, bool)) (*Config, error) {
	if err := Check(settings); err != nil {
		return nil, err
	}
	r := &resolver{block: settings, env: fromEnvironment(env), profile: &Settings{}, foreign: map[string]bool{}}
	r.merged = merge(r.block, r.env)
	if err := r.readProfile(); err != nil {
		return nil, err
	}
	r.merged = merge(r.block, r.env, r.profile, defaults())
	m := r.merged
	r.config = &Config{Settings: m, Login: iam.Config{
		DomainName:  m.DomainName.Param,
		DomainID:    m.DomainID.Param,
		ProjectName: m.ProjectName.Param,
		ProjectID:   m.ProjectID.Param,
	}}
	if !m.ProjectID.IsSet() && !m.ProjectName.IsSet() {
		r.config.Login.ProjectName = m.Region.Param
	}
	for _, step := range []func() error{r.checkValues, r.checkCertificate, r.endpoints, r.login, r.roles} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if m.Insecure.Value {
		r.warn("`insecure` is true: TLS certificates are not verified, so credentials and tickets can be intercepted.")
	}
	r.checkUnknown()
	return r.config, nil
}

// checkValues rejects values of a wrong type or out of range.
func (r *resolver) checkValues() error {
	for _, f := range r.merged.fields() {
		if err := f.value.check(f.name); err != nil {
			return err
		}
	}
	return nil
}

// checkCertificate rejects half of a client certificate.
func (r *resolver) checkCertificate() error {
	cert, key := r.merged.Cert, r.merged.Key
	if cert.Unknown || key.Unknown || cert.IsSet() == key.IsSet() {
		return nil
	}
	half, other, source := "cert", "key", cert.Source
	if key.IsSet() {
		half, other, source = other, half, key.Source
	}
	return newError(source, half, "A client certificate requires both `cert` and `key`. %#q is set by %s. Set %s "+
		"too.", half, source, sources(other))
}

// checkUnknown reports settings that are unknown until apply at the first call: the environment never replaces them.
func (r *resolver) checkUnknown() {
	var unknown []string
	for _, f := range r.block.allFields() {
		if f.value.isUnknown() {
			unknown = append(unknown, "`"+f.name+"`")
		}
	}
	if len(unknown) == 0 {
		return
	}
	r.config.Login.Problem = &iam.LoginError{
		What: "start before all settings are known",
		Text: strings.Join(unknown, ", ") + " in the provider block depends on a value that is only known after apply. An " +
			"environment variable does not replace it. First apply what it depends on (-target), or set it to a known value.",
	}
}
