// SPDX-License-Identifier: MPL-2.0

package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
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
	Settings *Settings // those that apply, each with its source
	// Login is set even without credentials: its Problem is then reported at the first call, since a plan may make no call.
	Login iam.Config
	// OSM is the address of the ticket service, "" when it depends on a setting that is not known until apply.
	OSM      string
	Site     *int     // the value of the header X-Site; nil sends none
	SiteName string   // the site that applies, by its name in the argument `site`
	Warnings []string // about settings that work but are probably not intended
}

// resolver holds the settings level by level, and those that apply one by one.
type resolver struct {
	block, env, profile, merged *Settings
	config                      *Config
	// foreign holds the variables that a warning was issued for, because they set a host that is not the vendor's.
	foreign map[string]bool
}

// Resolve takes the login whole from one level: the provider block, the environment, the shared configuration file, or, if
// enabled, the metadata service. Other settings fall through one by one. Missing and unknown credentials are not an
// error here but at the first call. env is os.LookupEnv.
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
		CACert:      m.CACertFile.Param,
	}}
	if !m.ProjectID.IsSet() && !m.ProjectName.IsSet() {
		r.config.Login.ProjectName = m.Region.Param
	}
	for _, step := range []func() error{m.checkValues, r.checkCertificate, r.endpoints, r.login, r.roles} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if m.Insecure.Value {
		r.warn("`insecure` is true: TLS certificates are not verified, so credentials and tickets can be intercepted. Set " +
			"`cacert_file` instead.")
	}
	r.checkUnknown()
	return r.config, nil
}

// checkCertificate rejects half of a client certificate.
func (r *resolver) checkCertificate() error {
	half, other := r.merged.findHalf([][2]string{{"cert", "key"}, {"key", "cert"}})
	if half == "" {
		return nil
	}
	source := r.merged.field(half).value.source()
	return newError(source, half, "A client certificate requires both `cert` and `key`. %#q is set by %s. Set %s "+
		"too.", half, source, sources(other))
}

// checkUnknown reports settings that are unknown until apply at the first call: the environment never replaces them.
func (r *resolver) checkUnknown() {
	var unknown []string
	for _, f := range r.block.allFields() {
		if f.value.begun() && f.value.source() == "" {
			unknown = append(unknown, "`"+f.name+"`")
		}
	}
	if len(unknown) == 0 {
		return
	}
	r.config.Login.Problem = &iam.LoginError{
		What:     "log in",
		Deferred: true,
		Text: strings.Join(unknown, ", ") + " in the provider block depends on a value that is only known after apply. An " +
			"environment variable does not replace it. First apply what it depends on (-target), or set it to a known value.",
	}
}

// profile is one of the configuration file of the vendor's command line tool.
type profile struct {
	Name string `json:"name"`
	Mode string `json:"mode"`
	profileKeys
	Region           string `json:"region"`
	ProjectID        string `json:"projectId"`
	DomainID         string `json:"domainId"`
	AgencyName       string `json:"agencyName"`
	AgencyDomainName string `json:"agencyDomainName"`
	AgencyDomainID   string `json:"agencyDomainId"`
	SSO              struct {
		Keys profileKeys `json:"stsToken"`
	} `json:"ssoAuth"`
}

type profileKeys struct {
	AccessKey     string `json:"accessKeyId"`
	SecretKey     string `json:"secretAccessKey"`
	SecurityToken string `json:"securityToken"`
}

// readProfile reads the shared configuration file if it or a profile is set.
func (r *resolver) readProfile() error {
	file, name := r.merged.SharedConfigFile, r.merged.Profile
	if file.Unknown || name.Unknown || !file.IsSet() && !name.IsSet() {
		return nil
	}
	if !file.IsSet() {
		file.Value, file.Source = "~/.hcloud/config.json", "the default, since `profile` is set by "+name.Source
	}
	fail := func(format string, args ...any) error {
		const argument = "shared_config_file"
		return newError(block, argument, "The shared configuration file %s (%#q, from %s) "+
			"%s", file.Value, argument, file.Source, fmt.Sprintf(format, args...))
	}
	data, err := iam.ReadFile(file.Value)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fail("does not exist.")
	case err != nil:
		return fail("%v.", err)
	}
	var content struct {
		Current  string    `json:"current"`
		Profiles []profile `json:"profiles"`
	}
	if err := json.Unmarshal(data, &content); err != nil {
		return fail("is not the JSON that the vendor's command-line tool writes.")
	}
	from := "`profile`, from " + name.Source
	if !name.IsSet() {
		name.Value, from = content.Current, "`current` in the file"
	}
	if name.Value == "" {
		return fail("has no current profile. Set `profile`.")
	}
	var names []string
	for _, p := range content.Profiles {
		if p.Name == name.Value {
			return r.takeProfile(p, fmt.Sprintf("profile %q of %s", p.Name, file.Value))
		}
		names = append(names, fmt.Sprintf("%q", p.Name))
	}
	return fail("has no profile %q (%s). Set `profile` to one of: %s.", name.Value, from, strings.Join(names, ", "))
}

func (r *resolver) takeProfile(p profile, source string) error {
	if strings.EqualFold(p.Mode, "SSO") {
		p.profileKeys = p.SSO.Keys
	}
	if isEncrypted(p.AccessKey) || isEncrypted(p.SecretKey) {
		return newError(block, "profile", "The keys in %s are encrypted, as the vendor's command-line tool does by default. "+
			"Only that tool can read them. Turn off the encryption and enter the keys again:\n  hcloud configure set "+
			"--cli-auth-encrypt=false", source)
	}
	var role Role
	for _, f := range []struct {
		value value
		text  string
	}{
		{&r.profile.AccessKey, p.AccessKey},
		{&r.profile.SecretKey, p.SecretKey},
		{&r.profile.SecurityToken, p.SecurityToken},
		{&r.profile.Region, p.Region},
		{&r.profile.ProjectID, p.ProjectID},
		{&r.profile.DomainID, p.DomainID},
		{&role.AgencyName, p.AgencyName},
		{&role.DomainName, p.AgencyDomainName},
		{&role.DomainID, p.AgencyDomainID},
	} {
		f.value.parse(f.text, source)
	}
	if role.AgencyName.IsSet() {
		r.profile.AssumeRole = []Role{role}
	}
	return nil
}

// keyForm has a length far above that of real keys (20 and 40 characters) and below that of encrypted ones.
const keyForm = `^[A-Za-z0-9_-]{0,64}$`

func isEncrypted(v string) bool {
	return !regexp.MustCompile(keyForm).MatchString(strings.TrimSpace(v))
}
