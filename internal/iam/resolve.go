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
	// AuthURL is the login service with /v3 and without a slash at the end; OSM is the ticket service. Either is empty when a setting that
	// it hangs on is not known yet.
	AuthURL, OSM string
	// Site is the value of the header X-Site; nil sends none.
	Site                   *int
	Language, TimeZone     string
	Insecure               bool
	CACert, Cert, Key      string
	MaxRetries             int
	RequestTimeout         time.Duration
	UserName, UserID       string
	DomainName, DomainID   string
	ProjectName, ProjectID string
	Password, Token        Secret
	AccessKey, SecretKey   Secret
	SecurityToken          Secret
	// Method is password, token or keys; Level says where it was found. Both are empty when there is no credential.
	Method, Level string
	// Warnings are for the user: things that work and are probably not meant.
	Warnings []string

	// problem is why there is no credential; it is raised at the first call, since a plan may need none.
	problem error
}

// Methods of login.
const (
	MethodKeys     = "keys"
	MethodToken    = "token"
	MethodPassword = "password"
)

// Defaults of settings.
const (
	defaultCloud      = "myhuaweicloud.com"
	europeCloud       = "myhuaweicloud.eu"
	defaultLanguage   = "en-us"
	defaultTimeZone   = "GMT+8"
	defaultMaxRetries = 5
	defaultTimeout    = 60 * time.Second
)

type resolver struct {
	block Settings
	env   func(string) (string, bool)
}

// SettingError says which setting can't be used; Name is the attribute, "" when it came from a variable.
type SettingError struct{ Name, Problem string }

func (e *SettingError) Error() string { return e.Problem }

// Resolve takes settings level by level: the provider block, then the environment. The login is taken whole from one level; other settings fall
// through one by one. Missing or unknown credentials are no error here but at the first call. env is os.LookupEnv.
func Resolve(settings Settings, env func(string) (string, bool)) (*Resolved, error) {
	r := &resolver{block: settings, env: env}
	out := &Resolved{
		DomainName: r.text("domain_name"), DomainID: r.text("domain_id"), ProjectID: r.text("project_id"), ProjectName: r.text("project_name"),
		CACert: r.text("cacert_file"), Cert: r.text("cert"), Key: r.text("key"),
		Language: r.text("language"), TimeZone: r.text("time_zone"), MaxRetries: defaultMaxRetries, RequestTimeout: defaultTimeout,
	}
	if out.Language == "" {
		out.Language = defaultLanguage
	}
	if out.TimeZone == "" {
		out.TimeZone = defaultTimeZone
	}
	if err := r.parse(out); err != nil {
		return nil, err
	}
	if err := r.endpoints(out); err != nil {
		return nil, err
	}
	if err := r.method(out); err != nil {
		return nil, err
	}
	if out.ProjectID == "" && out.ProjectName == "" {
		out.ProjectName = r.text("region")
	}
	r.unknown(out)
	return out, nil
}

func (r *resolver) text(name string) string { return r.lookup(name).Text.Reveal() }

// parse reads booleans, numbers and durations.
func (r *resolver) parse(out *Resolved) error {
	var err error
	if v := r.lookup("insecure"); v.Set {
		if out.Insecure, err = strconv.ParseBool(v.Text.Reveal()); err != nil {
			return wrong("insecure", v, "true or false")
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
	return nil
}

func wrong(name string, v found, allowed string) error {
	return &SettingError{Name: name, Problem: fmt.Sprintf("%s, from %s, is %q; it takes %s.", name, v.source, v.Text.Reveal(), allowed)}
}

// method finds the login: in the block, else in the environment; keys, then token, then password. Halves of a pair are never mixed.
func (r *resolver) method(out *Resolved) error {
	inBlock := r.complete(func(name string) found {
		v := r.block[name]
		return found{v, block}
	})
	if len(inBlock) > 1 {
		return &SettingError{Name: methodSetting[inBlock[1]], Problem: fmt.Sprintf("The provider block holds two logins: %s and %s. Keep one.",
			methodSetting[inBlock[0]], methodSetting[inBlock[1]])}
	}
	level, methods, get := block, inBlock, func(name string) found { return found{r.block[name], block} }
	if len(methods) == 0 && !r.blockBegun() {
		level, get = "the environment", r.fromEnv
		methods = r.complete(get)
	}
	if len(methods) == 0 {
		out.problem = r.missing()
		return nil
	}
	out.Method, out.Level = methods[0], level
	take := func(name string) Secret { return get(name).Text }
	switch out.Method {
	case MethodKeys:
		out.AccessKey, out.SecretKey, out.SecurityToken = take("access_key"), take("secret_key"), take("security_token")
	case MethodToken:
		out.Token = take("token")
	case MethodPassword:
		out.Password = take("password")
		out.UserName, out.UserID = r.user(get)
	}
	return nil
}

// methodSetting is the setting that stands for a method in texts.
var methodSetting = map[string]string{MethodKeys: "access_key", MethodToken: "token", MethodPassword: "password"}

// loginSettings are the settings that make a login.
var loginSettings = []string{"access_key", "secret_key", "token", "password"}

// blockBegun tells whether the block holds a part of a login: the environment then completes none.
func (r *resolver) blockBegun() bool {
	for _, name := range loginSettings {
		if v := r.block[name]; v.Set || v.Unknown {
			return true
		}
	}
	return false
}

// user gives name or id of the user, from the level of the password, else from any.
func (r *resolver) user(get func(string) found) (name, id string) {
	name, id = get("user_name").Text.Reveal(), get("user_id").Text.Reveal()
	if name == "" && id == "" {
		name, id = r.text("user_name"), r.text("user_id")
	}
	return name, id
}

// complete gives the methods that a level holds whole.
func (r *resolver) complete(get func(string) found) []string {
	has := func(name string) bool { return get(name).Set }
	var out []string
	if has("access_key") && has("secret_key") {
		out = append(out, MethodKeys)
	}
	if has("token") {
		out = append(out, MethodToken)
	}
	name, id := r.user(get)
	account := r.lookup("domain_name").Set || r.lookup("domain_id").Set
	if has("password") && (id != "" || name != "" && account) {
		out = append(out, MethodPassword)
	}
	return out
}

// missing says what was looked for, and which half of a login was found.
func (r *resolver) missing() error {
	var b strings.Builder
	b.WriteString("No complete login was found. Give one of:\n")
	for _, line := range []string{
		where("password") + ", with " + where("user_name") + " and " + where("domain_name"),
		where("access_key") + ", with " + where("secret_key"),
		where("token"),
	} {
		b.WriteString("  - " + line + "\n")
	}
	var halves []string
	for _, name := range append([]string{"user_name", "user_id", "domain_name", "domain_id"}, loginSettings...) {
		if v := r.lookup(name); v.Set {
			halves = append(halves, fmt.Sprintf("%s (from %s)", name, v.source))
		}
	}
	if len(halves) > 0 {
		b.WriteString("Found: " + strings.Join(halves, ", ") + ". A login is taken whole from one place, the block or the environment.")
	} else {
		b.WriteString("Nothing of these was found.")
	}
	return &LoginError{What: "log in: no credentials", Text: b.String()}
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
