// SPDX-License-Identifier: MPL-2.0

// Package config finds the settings that apply and where they come from: the provider block, the environment, the shared configuration
// file of the vendor's command line tool. It knows neither Terraform nor HTTP.
package config

import (
	"fmt"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
)

// Settings are the settings of one level, by the arguments of the provider block.
type Settings struct {
	Region           Value[string]
	AuthURL          Value[string]
	Cloud            Value[string]
	Site             Value[string]
	Endpoints        Endpoints
	UserName         Value[string]
	UserID           Value[string]
	Password         Value[iam.Secret]
	Passcode         Value[iam.Secret]
	DomainName       Value[string]
	DomainID         Value[string]
	ProjectName      Value[string]
	ProjectID        Value[string]
	Token            Value[iam.Secret]
	AccessKey        Value[iam.Secret]
	SecretKey        Value[iam.Secret]
	SecurityToken    Value[iam.Secret]
	SharedConfigFile Value[string]
	Profile          Value[string]
	UseECSMetadata   Value[bool]
	// AssumeRole are the agencies to assume after the login, one after the other.
	AssumeRole     []Role
	OIDC           OIDC
	Language       Value[string]
	TimeZone       Value[string]
	Insecure       Value[bool]
	CACertFile     Value[string]
	Cert           Value[string]
	Key            Value[iam.Secret]
	MaxRetries     Value[int]
	RequestTimeout Value[time.Duration]
}

// Endpoints are the entries of endpoints.
type Endpoints struct{ OSM, IAM, STS Value[string] }

// Role is a block assume_role, or the agency of assume_role_with_oidc.
type Role struct {
	AgencyName, DomainName, DomainID Value[string]
	// Duration is in seconds.
	Duration Value[int]
}

// OIDC is the block assume_role_with_oidc.
type OIDC struct {
	IDPID       Value[string]
	IDToken     Value[iam.Secret]
	IDTokenFile Value[string]
	Role        Role
}

// field is a setting with its argument and its environment variables, of which the first that is not empty wins. The official provider's
// names come first, so that its users need no new ones.
type field struct {
	name      string
	value     value
	variables []string
}

// fields returns the settings apart from agencies.
func (s *Settings) fields() []field {
	return []field{
		{"region", &s.Region, []string{"HW_REGION_NAME", "OS_REGION_NAME"}},
		{"auth_url", &s.AuthURL, []string{"HW_AUTH_URL", "OS_AUTH_URL"}},
		{"cloud", &s.Cloud, []string{"HW_CLOUD"}},
		{"site", &s.Site, []string{"HW_OSM_SITE"}},
		{"endpoints.osm", &s.Endpoints.OSM, []string{"HW_OSM_ENDPOINT"}},
		{"endpoints.iam", &s.Endpoints.IAM, nil},
		{"endpoints.sts", &s.Endpoints.STS, nil},
		{"user_name", &s.UserName, []string{"HW_USER_NAME", "OS_USERNAME"}},
		{"user_id", &s.UserID, []string{"HW_USER_ID", "OS_USER_ID"}},
		{"domain_name", &s.DomainName, []string{"HW_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_USER_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME"}},
		{"domain_id", &s.DomainID,
			[]string{"HW_DOMAIN_ID", "OS_DOMAIN_ID", "OS_USER_DOMAIN_ID", "OS_PROJECT_DOMAIN_ID", "HUAWEICLOUD_SDK_DOMAIN_ID"}},
		{"access_key", &s.AccessKey, []string{"HW_ACCESS_KEY", "OS_ACCESS_KEY", "HUAWEICLOUD_SDK_AK"}},
		{"secret_key", &s.SecretKey, []string{"HW_SECRET_KEY", "OS_SECRET_KEY", "HUAWEICLOUD_SDK_SK"}},
		{"security_token", &s.SecurityToken, []string{"HW_SECURITY_TOKEN", "HUAWEICLOUD_SDK_SECURITY_TOKEN"}},
		{"token", &s.Token, []string{"HW_AUTH_TOKEN", "OS_AUTH_TOKEN"}},
		{"password", &s.Password, []string{"HW_USER_PASSWORD", "OS_PASSWORD"}},
		{"passcode", &s.Passcode, []string{"HW_USER_PASSCODE", "OS_PASSCODE"}},
		{"project_id", &s.ProjectID, []string{"HW_PROJECT_ID", "OS_PROJECT_ID", "OS_TENANT_ID", "HUAWEICLOUD_SDK_PROJECT_ID"}},
		{"project_name", &s.ProjectName, []string{"HW_PROJECT_NAME", "OS_PROJECT_NAME", "OS_TENANT_NAME"}},
		{"shared_config_file", &s.SharedConfigFile, []string{"HW_SHARED_CONFIG_FILE"}},
		{"profile", &s.Profile, []string{"HW_PROFILE"}},
		{"use_ecs_metadata", &s.UseECSMetadata, []string{"HW_USE_ECS_METADATA"}},
		{"assume_role_with_oidc.idp_id", &s.OIDC.IDPID, []string{"HW_ASSUME_ROLE_IDP_ID"}},
		{"assume_role_with_oidc.id_token", &s.OIDC.IDToken, []string{"HW_ASSUME_ROLE_ID_TOKEN"}},
		{"assume_role_with_oidc.id_token_file", &s.OIDC.IDTokenFile, []string{"HW_ASSUME_ROLE_ID_TOKEN_FILE"}},
		{"language", &s.Language, []string{"HW_OSM_LANGUAGE"}},
		{"time_zone", &s.TimeZone, []string{"HW_OSM_TIME_ZONE"}},
		{"insecure", &s.Insecure, []string{"HW_INSECURE", "OS_INSECURE"}},
		{"cacert_file", &s.CACertFile, []string{"HW_CACERT", "OS_CACERT"}},
		{"cert", &s.Cert, []string{"OS_CERT"}},
		{"key", &s.Key, []string{"OS_KEY"}},
		{"max_retries", &s.MaxRetries, []string{"HW_MAX_RETRIES"}},
		{"request_timeout", &s.RequestTimeout, []string{"HW_OSM_REQUEST_TIMEOUT"}},
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
		{prefix + "agency_name", &r.AgencyName, []string{"HW_ASSUME_ROLE_AGENCY_NAME"}},
		{prefix + "domain_name", &r.DomainName, []string{"HW_ASSUME_ROLE_DOMAIN_NAME"}},
		{prefix + "domain_id", &r.DomainID, []string{"HW_ASSUME_ROLE_DOMAIN_ID"}},
		{prefix + "duration", &r.Duration, []string{"HW_ASSUME_ROLE_DURATION"}},
	}
}

// fromEnvironment returns the settings of the environment. env is os.LookupEnv.
func fromEnvironment(env func(string) (string, bool)) *Settings {
	s := &Settings{AssumeRole: make([]Role, 1)}
	for _, f := range s.allFields() {
		for _, variable := range f.variables {
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

// sources names an argument with its environment variables, for messages.
func sources(name string) string {
	for _, f := range (&Settings{}).fields() {
		if f.name == name && len(f.variables) > 0 {
			return fmt.Sprintf("`%s` (%s)", name, strings.Join(f.variables, ", "))
		}
	}
	return "`" + name + "`"
}

// source returns where an argument is set on this level, "" if it is not.
func (s *Settings) source(name string) string {
	for _, f := range s.fields() {
		if f.name == name {
			return f.value.source()
		}
	}
	return ""
}
