// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"
)

// Resolved is what the settings come to.
type Resolved struct {
	// AuthURL is the login service with /v3 and without a slash at the end; OSM is the ticket service; STS the service for agencies that are
	// named by account id. Each is empty when it can't be built, or when a setting that it hangs on is not known yet.
	AuthURL, OSM, STS string
	// Metadata is how the metadata service of a cloud server is reached.
	Metadata Metadata
	// Site is the value of the header X-Site; nil sends none.
	Site               *int
	Language, TimeZone string
	Insecure           bool
	CACert, Cert       string
	// Key may be PEM text, so it is a secret.
	Key                    Secret
	MaxRetries             int
	RequestTimeout         time.Duration
	UserName, UserID       string
	DomainName, DomainID   string
	ProjectName, ProjectID string
	Region                 string
	Password, Passcode     Secret
	Token                  Secret
	AccessKey, SecretKey   Secret
	SecurityToken, IDToken Secret
	IDPID, IDTokenFile     string
	UseMetadata            bool
	// Roles are taken over after the login, one after the other.
	Roles []Role
	// Method and Level say how the login is made and where it was found. Both are empty when there is no credential.
	Method, Level string
	// Warnings are for the user: things that work and are probably not meant.
	Warnings []string
	// foreign holds the variables that were warned of because they name a host that is not the vendor's.
	foreign map[string]bool

	// sources says where each setting that matters for the login came from.
	sources map[string]string
	// problem is why there is no credential; it is raised at the first call, since a plan may need none.
	problem error
}

// Defaults of settings.
const (
	defaultCloud      = "myhuaweicloud.com"
	europeCloud       = "myhuaweicloud.eu"
	defaultLanguage   = "en-us"
	defaultTimeZone   = "GMT+8"
	defaultMaxRetries = 5
	defaultTimeout    = 60 * time.Second
	metadataURL       = "http://169.254.169.254"
)

type resolver struct {
	block Settings
	env   func(string) (string, bool)
	// file holds the shared configuration file's profile.
	file       Settings
	fileSource string
}

// SettingError says which setting can't be used; Name is the attribute, "" when it came from elsewhere.
type SettingError struct{ Name, Problem string }

func (e *SettingError) Error() string { return e.Problem }

// Resolve takes settings level by level: the provider block, the environment, the shared configuration file, the metadata service if it is allowed.
// The login is taken whole from one level; other settings fall through one by one. Missing or unknown credentials are no error here but at the
// first call. env is os.LookupEnv.
func Resolve(settings Settings, env func(string) (string, bool)) (*Resolved, error) {
	r := &resolver{block: settings, env: env}
	if err := Check(settings); err != nil {
		return nil, err
	}
	if err := r.readShared(); err != nil {
		return nil, err
	}
	out := &Resolved{
		Region: r.text("region"), CACert: r.text("cacert_file"), Cert: r.text("cert"), Key: r.lookup("key").Text,
		Language: r.text("language"), TimeZone: r.text("time_zone"), MaxRetries: defaultMaxRetries, RequestTimeout: defaultTimeout,
		Metadata: Metadata{URL: metadataURL}, sources: map[string]string{},
	}
	r.account(out)
	if out.Language == "" {
		out.Language = defaultLanguage
	}
	if out.TimeZone == "" {
		out.TimeZone = defaultTimeZone
	}
	for _, step := range []func(*Resolved) error{r.parse, r.endpoints, r.method, r.roles} {
		if err := step(out); err != nil {
			return nil, err
		}
	}
	if out.ProjectID == "" && out.ProjectName == "" {
		out.ProjectName, out.sources["project_name"] = out.Region, r.lookup("region").source
	}
	r.unknown(out)
	return out, nil
}

// account reads who the account and the project are.
func (r *resolver) account(out *Resolved) {
	for name, to := range map[string]*string{
		"domain_name": &out.DomainName, "domain_id": &out.DomainID, "project_id": &out.ProjectID, "project_name": &out.ProjectName,
	} {
		if v := r.lookup(name); v.Set {
			*to, out.sources[name] = v.Text.Reveal(), v.source
		}
	}
}

func (r *resolver) text(name string) string { return r.lookup(name).Text.Reveal() }

// parse reads booleans, numbers and durations.
func (r *resolver) parse(out *Resolved) error {
	var err error
	for name, to := range map[string]*bool{"insecure": &out.Insecure, "use_ecs_metadata": &out.UseMetadata} {
		if v := r.lookup(name); v.Set {
			if *to, err = strconv.ParseBool(v.Text.Reveal()); err != nil {
				return wrong(name, v, "true or false")
			}
		}
	}
	if v := r.lookup("max_retries"); v.Set {
		if out.MaxRetries, err = strconv.Atoi(v.Text.Reveal()); err != nil || out.MaxRetries < 0 {
			return wrong("max_retries", v, "a whole number from 0")
		}
	}
	if v := r.lookup("request_timeout"); v.Set {
		if out.RequestTimeout, err = time.ParseDuration(v.Text.Reveal()); err != nil || out.RequestTimeout <= 0 {
			return wrong("request_timeout", v, "a duration such as 60s or 2m")
		}
	}
	cert, key := r.lookup("cert"), r.lookup("key")
	if cert.Set != key.Set && !cert.Unknown && !key.Unknown {
		half, other := cert, "key"
		if key.Set {
			half, other = key, "cert"
		}
		err := &SettingError{Problem: fmt.Sprintf("A client certificate needs both cert and key. One comes from %s; %s was not found.", half.source,
			where(other))}
		if half.source == block {
			err.Name = map[string]string{"key": "cert", "cert": "key"}[other]
		}
		return err
	}
	return nil
}

func wrong(name string, v found, allowed string) error {
	err := &SettingError{Problem: fmt.Sprintf("%s, from %s, is %q; it takes %s.", name, v.source, v.Text.Reveal(), allowed)}
	if v.source == block {
		err.Name = name
	}
	return err
}

// unknown raises settings that are not known yet at the first call: they are never replaced by the environment's.
func (r *resolver) unknown(out *Resolved) {
	var names []string
	for name, v := range r.block {
		if v.Unknown {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return
	}
	sort.Strings(names)
	out.problem = &LoginError{What: "use the provider before its settings are known",
		Text: fmt.Sprintf("%s in the provider block comes from something that is only known after apply. Nothing was taken from the environment instead. "+
			"Apply what it comes from first (-target), or give the value in another way.", strings.Join(names, ", "))}
}
