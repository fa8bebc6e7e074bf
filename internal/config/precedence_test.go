// SPDX-License-Identifier: MPL-2.0

package config

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
)

// precedence is one row: what each level holds, and what comes of it. A name in block that ends in "?" is not known yet; one in
// file is a key of a profile. want is "method level"; or "error: text", reported at once; or "later: text", reported at the first
// call.
type precedence struct{ block, env, file, want string }

const (
	blockPassword = "user_name password domain_name"
	envPassword   = "HW_USER_NAME HW_USER_PASSWORD HW_DOMAIN_NAME"
	envKeys       = "HW_ACCESS_KEY HW_SECRET_KEY"
	fileKeys      = "accessKeyId secretAccessKey"
	blockOIDC     = "assume_role_with_oidc.idp_id assume_role_with_oidc.id_token"
	envOIDC       = "HW_ASSUME_ROLE_IDP_ID HW_ASSUME_ROLE_ID_TOKEN"
)

func precedences() []precedence {
	return []precedence{
		// One level, one method.
		{"access_key secret_key", "", "", "keys block"},
		{"access_key secret_key security_token", "", "", "keys block"},
		{"token", "", "", "token block"},
		{blockPassword, "", "", "password block"},
		{"user_name password domain_id", "", "", "password block"},
		{"user_id password", "", "", "password block"},
		{"user_id password passcode", "", "", "password block"},
		{blockOIDC, "", "", "oidc block"},
		{"assume_role_with_oidc.idp_id assume_role_with_oidc.id_token_file", "", "", "oidc block"},
		{"", envKeys, "", "keys environment"},
		{"", "OS_ACCESS_KEY OS_SECRET_KEY", "", "keys environment"},
		{"", "HUAWEICLOUD_SDK_AK HUAWEICLOUD_SDK_SK", "", "keys environment"},
		{"", envKeys + " HW_SECURITY_TOKEN", "", "keys environment"},
		{"", "HW_AUTH_TOKEN", "", "token environment"},
		{"", "OS_AUTH_TOKEN", "", "token environment"},
		{"", envPassword, "", "password environment"},
		{"", "OS_USERNAME OS_PASSWORD OS_USER_DOMAIN_NAME", "", "password environment"},
		{"", "OS_USERNAME OS_PASSWORD OS_PROJECT_DOMAIN_NAME", "", "password environment"},
		{"", "HW_USER_ID HW_USER_PASSWORD", "", "password environment"},
		{"", "HW_USER_ID HW_USER_PASSWORD HW_USER_PASSCODE", "", "password environment"},
		{"", envOIDC, "", "oidc environment"},
		{"", "HW_ASSUME_ROLE_IDP_ID HW_ASSUME_ROLE_ID_TOKEN_FILE", "", "oidc environment"},
		{"", "", fileKeys, "keys shared config file"},
		{"", "", fileKeys + " securityToken", "keys shared config file"},
		{"use_ecs_metadata", "", "", "metadata metadata"},
		{"", "HW_USE_ECS_METADATA", "", "metadata metadata"},

		// The level goes before the method.
		{"access_key secret_key", "HW_AUTH_TOKEN", "", "keys block"},
		{blockPassword, envKeys, "", "password block"},
		{"token", envKeys, fileKeys, "token block"},
		{blockPassword, "HW_AUTH_TOKEN OS_AUTH_TOKEN", fileKeys, "password block"},
		{blockOIDC, envKeys, "", "oidc block"},
		{"access_key secret_key", envKeys, fileKeys, "keys block"},
		{"token use_ecs_metadata", "", "", "token block"},
		{"", envPassword, fileKeys, "password environment"},
		{"", "HW_AUTH_TOKEN", fileKeys, "token environment"},
		{"", envOIDC, fileKeys, "oidc environment"},
		{"use_ecs_metadata", envPassword, "", "password environment"},
		{"use_ecs_metadata", "", fileKeys, "keys shared config file"},
		{"access_key secret_key", "", "region", "keys block"},

		// Then the method: keys, token, password, identity token.
		{"", envKeys + " HW_AUTH_TOKEN", "", "keys environment"},
		{"", envKeys + " " + envPassword, "", "keys environment"},
		{"", "HW_AUTH_TOKEN " + envPassword, "", "token environment"},
		{"", envPassword + " " + envOIDC, "", "password environment"},
		{"", envKeys + " HW_AUTH_TOKEN " + envPassword + " " + envOIDC, "", "keys environment"},

		// Two in the block.
		{"access_key secret_key token", "", "", "error: has two logins: `access_key` and `token`"},
		{"access_key secret_key " + blockPassword, "", "", "error: has two logins: `access_key` and `password`"},
		{"token " + blockPassword, "", "", "error: has two logins: `token` and `password`"},
		{"token " + blockOIDC, "", "", "error: has two logins: `token` and `assume_role_with_oidc`"},
		{"access_key secret_key token " + blockPassword, "", "", "error: has two logins: `access_key` and `token`"},

		// Halves are never mixed.
		{"access_key", "HW_SECRET_KEY", "", "error: has `access_key` but no `secret_key`"},
		{"secret_key", "HW_ACCESS_KEY", "", "error: has `secret_key` but no `access_key`"},
		{"access_key", envKeys, "", "error: has `access_key` but no `secret_key`"},
		{"security_token", envKeys, "", "error: has `security_token` but no `access_key`"},
		{"passcode", envPassword, "", "error: has `passcode` but no `password`"},
		{"assume_role_with_oidc.idp_id", "HW_ASSUME_ROLE_ID_TOKEN", "", "error: exactly one of `id_token` and `id_token_file`"},
		{"assume_role_with_oidc.id_token", "HW_ASSUME_ROLE_IDP_ID", "", "error: has no `idp_id`"},
		{blockOIDC + " assume_role_with_oidc.id_token_file", "", "", "error: exactly one of `id_token` and `id_token_file`"},
		{"", "HW_ACCESS_KEY", "secretAccessKey",
			"later: `secret_key` is missing: `access_key` (from HW_ACCESS_KEY) needs it. Set HW_SECRET_KEY. `secret_key` " +
				"from profile"},
		{"", "HW_ACCESS_KEY", "",
			"later: `secret_key` is missing: `access_key` (from HW_ACCESS_KEY) needs it. Set HW_SECRET_KEY."},
		{"", "HW_SECRET_KEY HW_SECURITY_TOKEN", "",
			"later: `access_key` is missing: `secret_key` (from HW_SECRET_KEY) needs it. Set HW_ACCESS_KEY."},
		{"", "HW_ACCESS_KEY", fileKeys, "keys shared config file"},
		{"", "HW_USER_PASSWORD", "",
			"later: `user_name` is missing: `password` (from HW_USER_PASSWORD) needs it. Set `user_name` (HW_USER_NAME, "},
		{"", "HW_USER_NAME HW_USER_PASSWORD", "",
			"later: `domain_name` is missing: `password` (from HW_USER_PASSWORD) needs it. Set " +
				"`domain_name` (HW_DOMAIN_NAME, "},
		{"password", "HW_AUTH_TOKEN", "",
			"later: `user_name` is missing: `password` (from the provider block) needs it. Set `user_name` ("},
		{"password use_ecs_metadata", "", "",
			"later: `user_name` is missing: `password` (from the provider block) needs it."},
		{"user_id password", "HW_USER_PASSCODE", "", "password block"},
		{"user_name password passcode domain_name", "", "", "error: Set `user_id` (HW_USER_ID, OS_USER_ID)"},
		{"", envPassword + " HW_USER_PASSCODE", "", "error: Set `user_id` (HW_USER_ID, OS_USER_ID)"},
		{"", "", "", "later: No credentials are set"},
		{"", "", "region", "later: No credentials are set"},

		// Names that are not secret fall through one by one.
		{"password", "HW_USER_NAME HW_DOMAIN_NAME", "", "password block"},
		{"user_name domain_name", "HW_USER_PASSWORD", "", "password environment"},
		{"domain_name", "HW_USER_NAME HW_USER_PASSWORD", "", "password environment"},
		{"user_name password", "", "domainId", "password block"},

		// What is not known yet is said, never replaced.
		{"access_key? secret_key?", envKeys, fileKeys, "later: `access_key`, `secret_key` in the provider block"},
		{"access_key secret_key?", "HW_SECRET_KEY", "", "later: `secret_key` in the provider block"},
		{"token?", "HW_AUTH_TOKEN", "", "later: `token` in the provider block"},
		{"password? user_name domain_name", envPassword, "", "later: `password` in the provider block"},
		{blockPassword + " region?", "HW_REGION_NAME", "", "later: `region` in the provider block"},
		{"token endpoints.osm?", "HW_OSM_ENDPOINT", "", "later: `endpoints.osm` in the provider block"},
		{"profile?", envKeys, "", "later: `profile` in the provider block"},
		{"use_ecs_metadata?", envKeys, "", "later: `use_ecs_metadata` in the provider block"},
		{"assume_role.0.agency_name?", envKeys, "", "later: `assume_role.0.agency_name` in the provider block"},
		{"assume_role_with_oidc.idp_id assume_role_with_oidc.id_token?", envOIDC, "",
			"later: `assume_role_with_oidc.id_token` in " +
				"the provider block"},

		// Agencies.
		{"access_key secret_key assume_role.0.agency_name assume_role.0.domain_name", "HW_ASSUME_ROLE_AGENCY_NAME", "",
			"keys block, agency from `assume_role` in the provider block"},
		{"access_key secret_key", "HW_ASSUME_ROLE_AGENCY_NAME " +
			"HW_ASSUME_ROLE_DOMAIN_NAME", "", "keys block, agency from HW_ASSUME_ROLE_AGENCY_NAME"},
		{"", envKeys + " HW_ASSUME_ROLE_AGENCY_NAME HW_ASSUME_ROLE_DOMAIN_NAME", "", "keys environment, agency from " +
			"HW_ASSUME_ROLE_AGENCY_NAME"},
		{"", "HW_AUTH_TOKEN HW_ASSUME_ROLE_AGENCY_NAME " +
			"HW_ASSUME_ROLE_DOMAIN_ID", "", "token environment, agency from HW_ASSUME_ROLE_AGENCY_NAME"},
		{"", envOIDC + " HW_ASSUME_ROLE_AGENCY_NAME HW_ASSUME_ROLE_DOMAIN_ID", "", "oidc environment, agency from " +
			"HW_ASSUME_ROLE_AGENCY_NAME"},
		{blockOIDC, "HW_ASSUME_ROLE_AGENCY_NAME HW_ASSUME_ROLE_DOMAIN_ID", "", "oidc block"},
		{"", "", fileKeys + " agencyName agencyDomainName", "keys shared config file, agency from profile"},
		{"", envKeys, "agencyName agencyDomainName", "keys environment"},
		{"token assume_role.0.agency_name", "HW_ASSUME_ROLE_DOMAIN_NAME", "",
			"error: exactly one of `domain_name` and `domain_id`"},
		{"token assume_role.0.agency_name assume_role.0.domain_name " +
			"assume_role.0.domain_id", "", "", "error: exactly one of `domain_name` and `domain_id`"},
		{"token assume_role.0.domain_name", "", "", "error: `assume_role` has no `agency_name`"},
		{"", envKeys + " HW_ASSUME_ROLE_AGENCY_NAME", "", "error: from HW_ASSUME_ROLE_AGENCY_NAME) requires exactly one"},
	}
}

// values of settings that are not free text.
var words = map[string]string{
	"use_ecs_metadata": "true", "HW_USE_ECS_METADATA": "true", "endpoints.osm": "osm.example.com",
	"HW_OSM_ENDPOINT": "osm.example.com",
	"region":          "cn-north-4", "HW_REGION_NAME": "cn-north-4",
}

func word(name, level string) string {
	if w := words[name]; w != "" {
		return w
	}
	return "of-" + level
}

// build returns the levels of a row. Each value names its level.
func (p precedence) build(t *testing.T) (*Settings, map[string]string) {
	t.Helper()
	settings, variables := &Settings{}, map[string]string{}
	for name := range strings.FieldsSeq(p.block) {
		if unknown, ok := strings.CutSuffix(name, "?"); ok {
			settings.forget(unknown)
			continue
		}
		settings.set(name, word(name, "block"))
	}
	for name := range strings.FieldsSeq(p.env) {
		variables[name] = word(name, "environment")
	}
	if p.file != "" {
		entries := `"name":"main"`
		for name := range strings.FieldsSeq(p.file) {
			entries += fmt.Sprintf(",%q:%q", name, word(name, "file"))
		}
		variables["HW_SHARED_CONFIG_FILE"] = write(t, "config.json", `{"current":"main","profiles":[{`+entries+`}]}`)
	}
	return settings, variables
}

func TestPrecedence(t *testing.T) {
	t.Parallel()
	rows := precedences()
	if len(rows) < 60 {
		t.Errorf("only %d rows", len(rows))
	}
	for _, row := range rows {
		t.Run(fmt.Sprintf("%s|%s|%s", row.block, row.env, row.file), func(t *testing.T) {
			t.Parallel()
			settings, variables := row.build(t)
			cfg, err := resolve(settings, variables)
			if want, ok := strings.CutPrefix(row.want, "error: "); ok {
				var setting *Error
				if !errors.As(err, &setting) || !strings.Contains(setting.Problem, want) {
					t.Fatalf("got %v, want %q", err, want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if want, ok := strings.CutPrefix(row.want, "later: "); ok {
				err := iam.New(cfg.Login, nil, nil, nil).Authorize(&http.Request{Header: http.Header{}})
				if err == nil || !strings.Contains(apierror.Detail(err), want) {
					t.Fatalf("got %v, want %q", err, want)
				}
				return
			}
			expectLogin(t, &cfg.Login, row.want)
		})
	}
}

// expectLogin compares method and level, and checks that every part of the login is of that level.
func expectLogin(t *testing.T, login *iam.Config, want string) {
	t.Helper()
	got := login.Method + " " + login.Level
	for _, role := range login.Roles {
		got += ", agency from " + role.Source
	}
	if got != want && !strings.HasPrefix(got, want+" ") {
		t.Errorf("got %q, want %q", got, want)
	}
	of := map[string]string{iam.LevelBlock: "of-block", iam.LevelEnv: "of-environment", iam.LevelFile: "of-file"}[login.Level]
	for name, s := range map[string]iam.Secret{
		"access_key":     login.AccessKey.Value,
		"secret_key":     login.SecretKey.Value,
		"security_token": login.SecurityToken.Value,
		"token":          login.Token.Value,
		"password":       login.Password.Value,
		"passcode":       login.Passcode.Value,
		"id_token":       login.IDToken.Value,
		"id_token_file":  iam.NewSecret(login.IDTokenFile.Value),
		"idp_id":         iam.NewSecret(login.IDPID.Value),
	} {
		if !s.IsZero() && s.Reveal() != of {
			t.Errorf("%s is %s, of another level than the login", name, s.Reveal())
		}
	}
}
