// SPDX-License-Identifier: MPL-2.0

package iam

import "strings"

// Value is a setting of the provider block: not set, not known yet, or a text. Its text is a secret until it is known to be none.
type Value struct {
	Text    Secret
	Set     bool
	Unknown bool
}

// Known makes a Value of a text. White space at both ends is taken off: pasted credentials often have it.
func Known(text string) Value {
	text = strings.TrimSpace(text)
	return Value{Text: NewSecret(text), Set: text != ""}
}

// Unknown makes the Value of a setting that is not known at plan.
func Unknown() Value { return Value{Unknown: true} }

// Settings are the provider block's settings by the names of the attributes, endpoints as "endpoints.osm" and so on.
type Settings map[string]Value

// variables are the environment variables of each setting in their order of precedence: the official provider's names first, so that whoever runs
// that one needs no new ones.
var variables = map[string][]string{
	"region":          {"HW_REGION_NAME", "OS_REGION_NAME"},
	"access_key":      {"HW_ACCESS_KEY", "OS_ACCESS_KEY", "HUAWEICLOUD_SDK_AK"},
	"secret_key":      {"HW_SECRET_KEY", "OS_SECRET_KEY", "HUAWEICLOUD_SDK_SK"},
	"security_token":  {"HW_SECURITY_TOKEN", "HUAWEICLOUD_SDK_SECURITY_TOKEN"},
	"token":           {"HW_AUTH_TOKEN", "OS_AUTH_TOKEN"},
	"user_name":       {"HW_USER_NAME", "OS_USERNAME"},
	"user_id":         {"HW_USER_ID", "OS_USER_ID"},
	"password":        {"HW_USER_PASSWORD", "OS_PASSWORD"},
	"passcode":        {"HW_USER_PASSCODE", "OS_PASSCODE"},
	"domain_name":     {"HW_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_USER_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME"},
	"domain_id":       {"HW_DOMAIN_ID", "OS_DOMAIN_ID", "OS_USER_DOMAIN_ID", "OS_PROJECT_DOMAIN_ID", "HUAWEICLOUD_SDK_DOMAIN_ID"},
	"project_id":      {"HW_PROJECT_ID", "OS_PROJECT_ID", "OS_TENANT_ID", "HUAWEICLOUD_SDK_PROJECT_ID"},
	"project_name":    {"HW_PROJECT_NAME", "OS_PROJECT_NAME", "OS_TENANT_NAME"},
	"auth_url":        {"HW_AUTH_URL", "OS_AUTH_URL"},
	"cloud":           {"HW_CLOUD"},
	"endpoints.osm":   {"HW_OSM_ENDPOINT"},
	"insecure":        {"HW_INSECURE", "OS_INSECURE"},
	"cacert_file":     {"HW_CACERT", "OS_CACERT"},
	"cert":            {"OS_CERT"},
	"key":             {"OS_KEY"},
	"max_retries":     {"HW_MAX_RETRIES"},
	"site":            {"HW_OSM_SITE"},
	"language":        {"HW_OSM_LANGUAGE"},
	"time_zone":       {"HW_OSM_TIME_ZONE"},
	"request_timeout": {"HW_OSM_REQUEST_TIMEOUT"},

	"shared_config_file": {"HW_SHARED_CONFIG_FILE"},
	"profile":            {"HW_PROFILE"},
	"use_ecs_metadata":   {"HW_USE_ECS_METADATA"},

	"assume_role.0.agency_name": {"HW_ASSUME_ROLE_AGENCY_NAME"},
	"assume_role.0.domain_name": {"HW_ASSUME_ROLE_DOMAIN_NAME"},
	"assume_role.0.domain_id":   {"HW_ASSUME_ROLE_DOMAIN_ID"},
	"assume_role.0.duration":    {"HW_ASSUME_ROLE_DURATION"},

	"assume_role_with_oidc.idp_id":        {"HW_ASSUME_ROLE_IDP_ID"},
	"assume_role_with_oidc.id_token":      {"HW_ASSUME_ROLE_ID_TOKEN"},
	"assume_role_with_oidc.id_token_file": {"HW_ASSUME_ROLE_ID_TOKEN_FILE"},
	"assume_role_with_oidc.agency_name":   {"HW_ASSUME_ROLE_AGENCY_NAME"},
	"assume_role_with_oidc.domain_name":   {"HW_ASSUME_ROLE_DOMAIN_NAME"},
	"assume_role_with_oidc.domain_id":     {"HW_ASSUME_ROLE_DOMAIN_ID"},
	"assume_role_with_oidc.duration":      {"HW_ASSUME_ROLE_DURATION"},
}

// found is a setting with where it came from.
type found struct {
	Value
	// source is "the provider block", the variable's name, or profile and file.
	source string
	// variable is the environment variable that decides the value, "" if none does.
	variable string
}

const block = "the provider block"

// lookup gives a setting from the first level that has it.
func (r *resolver) lookup(name string) found {
	for _, l := range r.levels() {
		if v := l.get(name); v.Set || v.Unknown {
			return v
		}
	}
	return found{}
}

func (r *resolver) inBlock(name string) found { return found{Value: r.block[name], source: block} }

func (r *resolver) fromEnv(name string) found {
	for _, variable := range variables[name] {
		if text, ok := r.env(variable); ok {
			if v := Known(text); v.Set {
				return found{v, variable, variable}
			}
		}
	}
	return found{}
}

func (r *resolver) fromFile(name string) found {
	return found{Value: r.file[name], source: r.fileSource}
}

// where says in which places a setting is looked for.
func where(name string) string {
	if len(variables[name]) == 0 {
		return name + " (in the block)"
	}
	return name + " (in the block, or " + strings.Join(variables[name], ", ") + ")"
}
