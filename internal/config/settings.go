// SPDX-License-Identifier: MPL-2.0

// Package config determines the settings that apply and their sources: the provider block, the environment, and the shared
// configuration file of the vendor's command line tool. It must not know Terraform or HTTP.
package config

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
)

// Settings are the settings of one level, by the arguments of the provider block.
type Settings struct {
	Region, AuthURL, Cloud, Site                                   Value[string]
	Endpoints                                                      Endpoints
	UserName, UserID, DomainName, DomainID, ProjectName, ProjectID Value[string]
	Password, Passcode, Token, AccessKey, SecretKey, SecurityToken Value[iam.Secret]
	SharedConfigFile, Profile                                      Value[string]
	UseECSMetadata                                                 Value[bool]
	// AssumeRole are the agencies to assume after the login, one after the other.
	AssumeRole         []Role
	OIDC               OIDC
	Language, TimeZone Value[string]
	Insecure           Value[bool]
	CACertFile, Cert   Value[string]
	Key                Value[iam.Secret]
	MaxRetries         Value[int]
	RequestTimeout     Value[time.Duration]
}

// Endpoints are the entries of endpoints.
type Endpoints struct{ OSM, IAM, STS Value[string] }

// Role is a block assume_role, or the agency of assume_role_with_oidc.
type Role struct {
	AgencyName, DomainName, DomainID Value[string]
	Duration                         Value[int] // in seconds
}

// OIDC is the block assume_role_with_oidc.
type OIDC struct {
	IDPID, IDTokenFile Value[string]
	IDToken            Value[iam.Secret]
	Role               Role
}

// field is a setting with its argument and its environment variables: the first that is not empty wins. The official provider's
// names come first, so that its users need no new ones.
type field struct {
	name      string
	value     value
	variables string
}

// fields returns the settings apart from agencies.
func (s *Settings) fields() []field {
	return []field{
		{"region", &s.Region, "HW_REGION_NAME OS_REGION_NAME"},
		{"auth_url", &s.AuthURL, "HW_AUTH_URL OS_AUTH_URL"},
		{"cloud", &s.Cloud, "HW_CLOUD"},
		{"site", &s.Site, "HW_OSM_SITE"},
		{"endpoints.osm", &s.Endpoints.OSM, "HW_OSM_ENDPOINT"},
		{"endpoints.iam", &s.Endpoints.IAM, ""},
		{"endpoints.sts", &s.Endpoints.STS, ""},
		{"user_name", &s.UserName, "HW_USER_NAME OS_USERNAME"},
		{"user_id", &s.UserID, "HW_USER_ID OS_USER_ID"},
		{"domain_name", &s.DomainName, "HW_DOMAIN_NAME OS_DOMAIN_NAME OS_USER_DOMAIN_NAME OS_PROJECT_DOMAIN_NAME"},
		{"domain_id", &s.DomainID, "HW_DOMAIN_ID OS_DOMAIN_ID OS_USER_DOMAIN_ID OS_PROJECT_DOMAIN_ID HUAWEICLOUD_SDK_DOMAIN_ID"},
		{"access_key", &s.AccessKey, "HW_ACCESS_KEY OS_ACCESS_KEY HUAWEICLOUD_SDK_AK"},
		{"secret_key", &s.SecretKey, "HW_SECRET_KEY OS_SECRET_KEY HUAWEICLOUD_SDK_SK"},
		{"security_token", &s.SecurityToken, "HW_SECURITY_TOKEN HUAWEICLOUD_SDK_SECURITY_TOKEN"},
		{"token", &s.Token, "HW_AUTH_TOKEN OS_AUTH_TOKEN"},
		{"password", &s.Password, "HW_USER_PASSWORD OS_PASSWORD"},
		{"passcode", &s.Passcode, "HW_USER_PASSCODE OS_PASSCODE"},
		{"project_id", &s.ProjectID, "HW_PROJECT_ID OS_PROJECT_ID OS_TENANT_ID HUAWEICLOUD_SDK_PROJECT_ID"},
		{"project_name", &s.ProjectName, "HW_PROJECT_NAME OS_PROJECT_NAME OS_TENANT_NAME"},
		{"shared_config_file", &s.SharedConfigFile, "HW_SHARED_CONFIG_FILE"},
		{"profile", &s.Profile, "HW_PROFILE"},
		{"use_ecs_metadata", &s.UseECSMetadata, "HW_USE_ECS_METADATA"},
		{"assume_role_with_oidc.idp_id", &s.OIDC.IDPID, "HW_ASSUME_ROLE_IDP_ID"},
		{"assume_role_with_oidc.id_token", &s.OIDC.IDToken, "HW_ASSUME_ROLE_ID_TOKEN"},
		{"assume_role_with_oidc.id_token_file", &s.OIDC.IDTokenFile, "HW_ASSUME_ROLE_ID_TOKEN_FILE"},
		{"language", &s.Language, "HW_OSM_LANGUAGE"},
		{"time_zone", &s.TimeZone, "HW_OSM_TIME_ZONE"},
		{"insecure", &s.Insecure, "HW_INSECURE OS_INSECURE"},
		{"cacert_file", &s.CACertFile, "HW_CACERT OS_CACERT"},
		{"cert", &s.Cert, "OS_CERT"},
		{"key", &s.Key, "OS_KEY"},
		{"max_retries", &s.MaxRetries, "HW_MAX_RETRIES"},
		{"request_timeout", &s.RequestTimeout, "HW_OSM_REQUEST_TIMEOUT"},
	}
}

// allFields returns the settings and the agencies.
func (s *Settings) allFields() []field {
	fields := append(s.fields(), s.OIDC.Role.fields("assume_role_with_oidc.")...)
	for i := range s.AssumeRole {
		fields = append(fields, s.AssumeRole[i].fields(fmt.Sprintf("assume_role.%d.", i))...)
	}
	return fields
}

func (r *Role) fields(prefix string) []field {
	return []field{
		{prefix + "agency_name", &r.AgencyName, "HW_ASSUME_ROLE_AGENCY_NAME"},
		{prefix + "domain_name", &r.DomainName, "HW_ASSUME_ROLE_DOMAIN_NAME"},
		{prefix + "domain_id", &r.DomainID, "HW_ASSUME_ROLE_DOMAIN_ID"},
		{prefix + "duration", &r.Duration, "HW_ASSUME_ROLE_DURATION"},
	}
}

// FromBlock returns the settings of a provider block. argument returns the text of an argument, "" if it is not set, and whether
// it is known before apply.
func FromBlock(agencies int, argument func(name string) (text string, isKnown bool)) *Settings {
	s := &Settings{AssumeRole: make([]Role, agencies)}
	for _, f := range s.allFields() {
		if text, isKnown := argument(f.name); isKnown {
			f.value.parse(text, block)
		} else {
			f.value.setUnknown()
		}
	}
	return s
}

// fromEnvironment returns the settings of the environment. env is os.LookupEnv.
func fromEnvironment(env func(string) (string, bool)) *Settings {
	s := &Settings{AssumeRole: make([]Role, 1)}
	for _, f := range s.allFields() {
		for variable := range strings.FieldsSeq(f.variables) {
			if text, _ := env(variable); f.value.source() == "" {
				f.value.parse(text, variable)
			}
		}
	}
	return s
}

// merge returns the settings that apply one by one: each is taken from the first level that has it, agencies aside.
func merge(levels ...*Settings) *Settings {
	merged := &Settings{}
	for _, level := range levels {
		from := level.fields()
		for i, f := range merged.fields() {
			f.value.inherit(from[i].value)
		}
	}
	return merged
}

// field returns the field of an argument, the zero field if there is none.
func (s *Settings) field(name string) field {
	for _, f := range s.allFields() {
		if f.name == name {
			return f
		}
	}
	return field{}
}

// arguments holds the fields of empty settings by argument.
var arguments = sync.OnceValue(func() map[string]field {
	byName := map[string]field{}
	for _, f := range new(Settings).allFields() {
		byName[f.name] = f
	}
	return byName
})

// Argument returns the environment variables of an argument of the provider block, and reports whether it is a secret.
func Argument(name string) (variables []string, isSecret bool) {
	f := arguments()[name]
	_, isSecret = f.value.(*Value[iam.Secret])
	return strings.Fields(f.variables), isSecret
}

// sources names an argument with its environment variables, for messages.
func sources(name string) string {
	if variables, _ := Argument(name); len(variables) > 0 {
		return fmt.Sprintf("%#q (%s)", name, strings.Join(variables, ", "))
	}
	return "`" + name + "`"
}

// Sources of values, beside environment variables and profiles.
const (
	block     = "the provider block"
	byDefault = "the default"
)

// Value is a setting on one level: a value with its source, or not set, or not known until apply.
type Value[T any] struct {
	iam.Param[T]
	Unknown bool
	// invalid is a text that is not a T. It is an error only if the setting is not overridden.
	invalid string
}

// Known returns a setting of the provider block.
func Known[T any](v T) Value[T] { return Value[T]{Param: iam.Param[T]{Value: v, Source: block}} }

// fallback returns the default of a setting.
func fallback[T any](v T) Value[T] { return Value[T]{Param: iam.Param[T]{Value: v, Source: byDefault}} }

// value is a Value of any type.
type value interface {
	parse(text, source string)
	source() string
	begun() bool
	setUnknown()
	inherit(from value)
	check(name string) error
}

func (v *Value[T]) source() string { return v.Source }
func (v *Value[T]) setUnknown()    { *v = Value[T]{Unknown: true} }

// text returns the value as it was written.
func (v *Value[T]) text() string {
	if v.invalid != "" {
		return v.invalid
	}
	return fmt.Sprint(v.Value)
}

// begun reports whether the level holds the setting, known or not.
func (v *Value[T]) begun() bool { return v.IsSet() || v.Unknown }

// parse sets the value to what text means. Blank is not set; surrounding white space, common in pasted text, is removed.
func (v *Value[T]) parse(text, source string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	var err error
	switch to := any(&v.Value).(type) {
	case *string:
		*to = text
	case *iam.Secret:
		*to = iam.NewSecret(text)
	case *bool:
		*to, err = strconv.ParseBool(text)
	case *int:
		*to, err = strconv.Atoi(text)
	case *time.Duration:
		*to, err = time.ParseDuration(text)
	}
	if v.Source = source; err != nil {
		v.invalid = text
	}
}

// inherit takes the value of a lower level if no higher one has set it.
func (v *Value[T]) inherit(from value) {
	if lower, ok := from.(*Value[T]); ok && !v.begun() {
		*v = *lower
	}
}

// check rejects a text of another type, numbers and durations out of range, and texts that break a rule.
func (v *Value[T]) check(name string) error {
	if !v.IsSet() {
		return nil
	}
	valid, allowed := true, ""
	switch value := any(v.Value).(type) {
	case string:
		valid, allowed = rules[name].check(value)
	case bool:
		allowed = "true or false"
	case int:
		valid, allowed = value >= 0, "0 or a positive whole number"
	case time.Duration:
		valid, allowed = value > 0, "a duration such as 60s or 2m"
	}
	if valid && v.invalid == "" {
		return nil
	}
	return newValueError(name, v.Source, v.text(), allowed)
}

// Error reports a setting that can't be used.
type Error struct {
	// Attribute is the argument of the provider block, "" when the setting came from elsewhere.
	Attribute string
	Problem   string
}

func (e *Error) Error() string { return e.Problem }

func newError(source, attribute, format string, args ...any) *Error {
	e := &Error{Problem: fmt.Sprintf(format, args...)}
	if source == block {
		e.Attribute = attribute
	}
	return e
}

// Invalid returns the error for a setting whose problem only its use shows. problem completes a sentence that begins with it.
func (s *Settings) Invalid(name, problem string) error {
	source := s.field(name).value.source()
	return newError(source, name, "%#q (from %s) %s", name, source, problem)
}

func newValueError(name, source, text, allowed string) *Error {
	return newError(source, name, "%#q (from %s) is %q. Set it to %s.", name, source, text, allowed)
}
