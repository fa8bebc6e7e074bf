// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"fmt"
	"slices"
	"strings"
)

// Methods of login.
const (
	MethodKeys     = "keys"
	MethodToken    = "token"
	MethodPassword = "password"
	MethodOIDC     = "oidc"
	MethodMetadata = "metadata"
)

// Levels on which settings are looked for, the highest first.
const (
	LevelBlock    = "block"
	LevelEnv      = "environment"
	LevelFile     = "shared config file"
	LevelMetadata = "metadata"
)

type level struct {
	name string
	get  func(name string) found
}

func (r *resolver) levels() []level {
	return []level{{LevelBlock, r.inBlock}, {LevelEnv, r.fromEnv}, {LevelFile, r.fromFile}}
}

// methodSetting is the setting that stands for a method in texts.
var methodSetting = map[string]string{
	MethodKeys: "access_key", MethodToken: "token", MethodPassword: "password", MethodOIDC: "assume_role_with_oidc",
}

// loginSettings are the settings that begin a login.
var loginSettings = []string{
	"access_key", "secret_key", "token", "password",
	"assume_role_with_oidc.idp_id", "assume_role_with_oidc.id_token", "assume_role_with_oidc.id_token_file",
}

// method finds the login on the highest level that holds a complete one; on it keys go before a token, a password and an identity token. A login
// that the block begins is not replaced by one of a lower level: that would act for whom the configuration does not name.
func (r *resolver) method(out *Resolved) error {
	for _, l := range r.levels() {
		methods := r.complete(l.get)
		if l.name == LevelBlock && len(methods) > 1 {
			return &SettingError{Name: methodSetting[methods[1]], Problem: fmt.Sprintf("The provider block holds two logins: %s and %s. Keep one.",
				methodSetting[methods[0]], methodSetting[methods[1]])}
		}
		if len(methods) > 0 {
			out.Method, out.Level = methods[0], l.name
			return r.takeLogin(out, l.get)
		}
		if l.name == LevelBlock && r.blockBegun() {
			break
		}
	}
	switch {
	case out.Method == "" && out.UseMetadata && !r.blockBegun():
		out.Method, out.Level = MethodMetadata, LevelMetadata
		out.sources["use_ecs_metadata"] = r.lookup("use_ecs_metadata").source
	case out.Method == "":
		out.problem = r.missing()
	}
	return nil
}

// takeLogin takes the login whole from one level.
func (r *resolver) takeLogin(out *Resolved, get func(string) found) error {
	take := func(name string) Secret {
		v := get(name)
		if v.Set {
			out.sources[name] = v.source
		}
		return v.Text
	}
	switch out.Method {
	case MethodKeys:
		out.AccessKey, out.SecretKey, out.SecurityToken = take("access_key"), take("secret_key"), take("security_token")
	case MethodToken:
		out.Token = take("token")
	case MethodPassword:
		out.Password, out.Passcode = take("password"), take("passcode")
		r.user(out, get)
		if !out.Passcode.IsZero() && out.UserID == "" {
			return &SettingError{Problem: "A login with passcode needs user_id: the login service takes the code with the user's id only. It was looked for " +
				"as " +
				where("user_id") + "."}
		}
	case MethodOIDC:
		for _, name := range []string{"idp_id", "id_token", "id_token_file"} {
			take("assume_role_with_oidc." + name)
		}
		return r.oidc(out, get)
	}
	return nil
}

// blockBegun tells whether the block holds a part of a login.
func (r *resolver) blockBegun() bool {
	return slices.ContainsFunc(loginSettings, func(name string) bool {
		v := r.block[name]
		return v.Set || v.Unknown
	})
}

// user takes name and id of the user from the level of the password, else from the first level that has one of them: they are no secret.
func (r *resolver) user(out *Resolved, get func(string) found) {
	name, id := get("user_name"), get("user_id")
	if !name.Set && !id.Set {
		name, id = r.lookup("user_name"), r.lookup("user_id")
	}
	out.UserName, out.UserID = name.Text.Reveal(), id.Text.Reveal()
	out.sources["user_name"], out.sources["user_id"] = name.source, id.source
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
	named := has("user_name") || !has("user_id") && r.lookup("user_name").Set
	byID := has("user_id") || !has("user_name") && r.lookup("user_id").Set
	account := r.lookup("domain_name").Set || r.lookup("domain_id").Set
	if has("password") && (byID || named && account) {
		out = append(out, MethodPassword)
	}
	if has("assume_role_with_oidc.idp_id") && (has("assume_role_with_oidc.id_token") || has("assume_role_with_oidc.id_token_file")) {
		out = append(out, MethodOIDC)
	}
	return out
}

// missing says what was looked for, and which half of a login was found.
func (r *resolver) missing() error {
	var b strings.Builder
	b.WriteString("No complete login was found. Give one of:\n")
	for _, line := range []string{
		where("password") + ", with " + where("user_name") + " or " + where("user_id") + ", and " + where("domain_name"),
		where("access_key") + ", with " + where("secret_key"),
		where("token"),
		"the block assume_role_with_oidc (or HW_ASSUME_ROLE_IDP_ID with HW_ASSUME_ROLE_ID_TOKEN or HW_ASSUME_ROLE_ID_TOKEN_FILE)",
		where("profile") + ", of the vendor's command line tool",
		where("use_ecs_metadata") + ", on a cloud server with an agency",
	} {
		b.WriteString("  - " + line + "\n")
	}
	var halves []string
	for _, name := range append([]string{"user_name", "user_id", "domain_name", "domain_id"}, loginSettings...) {
		for _, l := range r.levels() {
			if v := l.get(name); v.Set {
				halves = append(halves, fmt.Sprintf("%s (from %s)", name, v.source))
			}
		}
	}
	if len(halves) > 0 {
		b.WriteString("Found: " + strings.Join(halves, ", ") + ". A login is taken whole from one place: the block, the environment or a profile.")
	} else {
		b.WriteString("Nothing of these was found.")
	}
	return &LoginError{What: "log in: no credentials", Text: b.String()}
}
