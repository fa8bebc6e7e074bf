// SPDX-License-Identifier: MPL-2.0

package config

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
)

const (
	assumeRole         = "assume_role"
	assumeRoleWithOIDC = "assume_role_with_oidc"
)

type level struct {
	name     string
	settings *Settings
}

// levels returns the levels at which a login is looked for, highest first.
func (r *resolver) levels() []level {
	return []level{{iam.LevelBlock, r.block}, {iam.LevelEnv, r.env}, {iam.LevelFile, r.profile}}
}

// login takes the login from the highest level that has a complete one. An incomplete login in the block is not replaced by one
// of a lower level, which may act for an account that the configuration does not name.
func (r *resolver) login() error {
	login := &r.config.Login
	for _, l := range r.levels() {
		if method := r.complete(l.settings); method != "" {
			login.Method, login.Level = method, l.name
			return r.takeLogin(l.settings)
		}
		if l.settings == r.block && r.block.beginsLogin() {
			login.Problem = r.missing()
			return nil
		}
	}
	if !r.merged.UseECSMetadata.Value {
		login.Problem = r.missing()
		return nil
	}
	login.Method, login.Level, login.UseMetadata = iam.MethodMetadata, iam.LevelMetadata, r.merged.UseECSMetadata.Param
	return nil
}

// beginsLogin reports whether the level holds a part of a login, known or not.
func (s *Settings) beginsLogin() bool {
	return s.AccessKey.begun() || s.SecretKey.begun() || s.Token.begun() || s.Password.begun() || s.OIDC.begun()
}

func (o *OIDC) begun() bool { return o.IDPID.begun() || o.IDToken.begun() || o.IDTokenFile.begun() }

// complete returns the complete login of a level, or "": access keys, else a token, a password or an identity token.
func (r *resolver) complete(s *Settings) string {
	m := r.merged
	named := s.UserName.IsSet() || !s.UserID.IsSet() && m.UserName.IsSet()
	byID := s.UserID.IsSet() || !s.UserName.IsSet() && m.UserID.IsSet()
	account := m.DomainName.IsSet() || m.DomainID.IsSet()
	switch {
	case s.AccessKey.IsSet() && s.SecretKey.IsSet():
		return iam.MethodKeys
	case s.Token.IsSet():
		return iam.MethodToken
	case s.Password.IsSet() && (byID || named && account):
		return iam.MethodPassword
	case s.OIDC.IDPID.IsSet() && (s.OIDC.IDToken.IsSet() || s.OIDC.IDTokenFile.IsSet()):
		return iam.MethodOIDC
	}
	return ""
}

// takeLogin takes the whole login from one level.
func (r *resolver) takeLogin(s *Settings) error {
	login := &r.config.Login
	switch login.Method {
	case iam.MethodKeys:
		login.AccessKey, login.SecretKey, login.SecurityToken = s.AccessKey.Param, s.SecretKey.Param, s.SecurityToken.Param
	case iam.MethodToken:
		login.Token = s.Token.Param
	case iam.MethodPassword:
		login.Password, login.Passcode = s.Password.Param, s.Passcode.Param
		// Name and ID of the user are not secret: they may come from another level than the password.
		if !s.UserName.IsSet() && !s.UserID.IsSet() {
			s = r.merged
		}
		login.UserName, login.UserID = s.UserName.Param, s.UserID.Param
		if login.Passcode.IsSet() && !login.UserID.IsSet() {
			return newError("", "", "`passcode` requires the ID of the user: the login service does not accept it with "+
				"a name. Set %s.", sources("user_id"))
		}
	case iam.MethodOIDC:
		login.IDPID, login.IDToken, login.IDTokenFile = s.OIDC.IDPID.Param, s.OIDC.IDToken.Param, s.OIDC.IDTokenFile.Param
		if s.OIDC.Role.AgencyName.IsSet() {
			return r.addRole(assumeRoleWithOIDC, s.OIDC.Role)
		}
	}
	return nil
}

// missing returns the error for a configuration without a complete login: what an incomplete one lacks, or else the logins that
// there are.
func (r *resolver) missing() error {
	const what = "log in"
	for _, l := range r.levels() {
		if begun, lacks := r.findIncomplete(l.settings); begun != "" {
			return &iam.LoginError{What: what, Text: r.describe(l, begun, lacks)}
		}
	}
	return &iam.LoginError{What: what, Text: strings.Join([]string{
		"No credentials are set. Set one of:",
		sources("password") + ", with " + sources("user_name") + " or " + sources("user_id") + ", and " + sources("domain_name"),
		sources("access_key") + ", with " + sources("secret_key"),
		sources("token"),
		"the block `assume_role_with_oidc` (HW_ASSUME_ROLE_IDP_ID with HW_ASSUME_ROLE_ID_TOKEN or HW_ASSUME_ROLE_ID_TOKEN_FILE)",
		sources("profile") + ", of the vendor's command-line tool",
		sources("use_ecs_metadata") + ", on a cloud server with an agency",
	}, "\n  - ")}
}

// findIncomplete returns an argument of a login that a level has begun, and the one that the login lacks; "" if it has begun
// none.
func (r *resolver) findIncomplete(s *Settings) (begun, lacks string) {
	m := r.merged
	switch {
	case s.AccessKey.IsSet():
		return "access_key", "secret_key"
	case s.SecretKey.IsSet():
		return "secret_key", "access_key"
	case s.Password.IsSet() && !m.UserName.IsSet() && !m.UserID.IsSet():
		return "password", "user_name"
	case s.Password.IsSet():
		return "password", "domain_name"
	case s.OIDC.IDPID.IsSet():
		return "assume_role_with_oidc.idp_id", "assume_role_with_oidc.id_token"
	case s.OIDC.IDToken.IsSet():
		return "assume_role_with_oidc.id_token", "assume_role_with_oidc.idp_id"
	case s.OIDC.IDTokenFile.IsSet():
		return "assume_role_with_oidc.id_token_file", "assume_role_with_oidc.idp_id"
	case s.UserName.IsSet():
		return "user_name", "password"
	case s.UserID.IsSet():
		return "user_id", "password"
	}
	return "", ""
}

// describe returns an error text that leads with what a login lacks and where to set it: a pair of secrets must come from one
// source.
func (r *resolver) describe(l level, begun, lacks string) string {
	fix := sources(lacks)
	isPair := slices.Contains([]string{"access_key", "secret_key"}, begun) || slices.Contains(oidcArguments, begun)
	if variables, _ := Argument(lacks); isPair && l.name == iam.LevelEnv && len(variables) > 0 {
		fix = variables[0]
	} else if isPair {
		fix = "it in the same place"
	}
	source := l.settings.field(begun).value.source()
	text := fmt.Sprintf("%#q is missing: %#q (from %s) needs it. Set %s.", lacks, begun, source, fix)
	for _, other := range r.levels() {
		if source := other.settings.field(lacks).value.source(); source != "" {
			text += fmt.Sprintf(" %#q from %s is ignored, since both must come from the same source.", lacks, source)
		}
	}
	return text
}

var oidcArguments = []string{
	"assume_role_with_oidc.idp_id", "assume_role_with_oidc.id_token", "assume_role_with_oidc.id_token_file",
}

// roles adds the agencies to assume after the login, all from one level: the block, else the environment, else the profile if the
// login comes from it, too.
func (r *resolver) roles() error {
	var roles []Role
	switch login := r.config.Login; {
	case len(r.block.AssumeRole) > 0:
		roles = r.block.AssumeRole
	case login.Method == iam.MethodOIDC:
		// The environment's agency is part of such a login only if the login comes from the environment.
	case r.env.AssumeRole[0].AgencyName.IsSet():
		roles = r.env.AssumeRole
	case login.Level == iam.LevelFile:
		roles = r.profile.AssumeRole
	}
	for _, role := range roles {
		if err := r.addRole(assumeRole, role); err != nil {
			return err
		}
	}
	return nil
}

func (r *resolver) addRole(argument string, from Role) error {
	role, err := from.resolve(argument)
	if role != nil {
		r.config.Login.Roles = append(r.config.Login.Roles, *role)
	}
	return err
}

// resolve checks an agency; nil is one that is not known until apply.
func (r Role) resolve(argument string) (*iam.Role, error) {
	source := r.AgencyName.Source
	role := &iam.Role{
		Agency:     r.AgencyName.Value,
		DomainName: r.DomainName.Value,
		DomainID:   r.DomainID.Value,
		Duration:   iam.DefaultDuration,
		Source:     source,
	}
	if source == "" || source == block {
		source, role.Source = block, "`"+argument+"` in "+block
	}
	switch {
	case r.AgencyName.Unknown || r.DomainName.Unknown || r.DomainID.Unknown:
		return nil, nil
	case !r.AgencyName.IsSet():
		return nil, newError(source, argument, "%#q has no `agency_name`. Set it.", argument)
	case r.DomainName.IsSet() == r.DomainID.IsSet():
		return nil, newError(source, argument, "%#q (agency %q, from %s) requires exactly one of `domain_name` and "+
			"`domain_id`, the delegating account, from the same source.", argument, role.Agency, r.AgencyName.Source)
	}
	if d := r.Duration; d.IsSet() {
		role.Duration = time.Duration(d.Value) * time.Second
		// The bounds are those of the IAM API reference, "Obtaining a Temporary AK/SK of an Agency".
		if d.invalid != "" || d.Value < 900 || d.Value > 86400 {
			return nil, newError(d.Source, argument, "`duration` of %#q (from %s) is %q. Set it to a number of seconds from "+
				"900 to 86400.", argument, d.Source, d.text())
		}
	}
	return role, nil
}

// Check reports what is wrong with the provider block by itself, without environment and files, so that it can run at validation.
// Settings that are not known until apply are taken as valid.
func Check(block *Settings) error {
	login := cmp.Or(block.checkLogins(), block.checkPairs(), block.OIDC.check(), block.checkRoles())
	return errors.Join(block.checkValues(), block.checkURLs(), login)
}

// checkValues rejects values that are not allowed.
func (s *Settings) checkValues() error {
	var errs []error
	for _, f := range s.fields() {
		errs = append(errs, f.value.check(f.name))
	}
	return errors.Join(errs...)
}

// checkLogins rejects the parts of two logins.
func (s *Settings) checkLogins() error {
	var begun []string
	logins := [][]string{{"access_key", "secret_key", "security_token"}, {"token"}, {"password", "passcode"}, oidcArguments}
	for _, parts := range logins {
		if slices.ContainsFunc(parts, func(name string) bool { return s.field(name).value.source() != "" }) {
			argument, _, _ := strings.Cut(parts[0], ".")
			begun = append(begun, argument)
		}
	}
	if len(begun) < 2 {
		return nil
	}
	return newError(block, begun[1], "The provider block has two logins: %#q and %#q. Remove one.", begun[0], begun[1])
}

// checkPairs rejects one half of a pair: the other is never taken from the environment.
func (s *Settings) checkPairs() error {
	half, other := s.findHalf([][2]string{
		{"access_key", "secret_key"},
		{"secret_key", "access_key"},
		{"security_token", "access_key"},
		{"passcode", "password"},
	})
	if half == "" {
		return nil
	}
	return newError(block, half, "The provider block has %#q but no %#q. Both must come from the same source. Set %#[2]q "+
		"too.", half, other)
}

// findHalf returns the first pair of which only the first half is set, or "". An unknown half may be set later.
func (s *Settings) findHalf(pairs [][2]string) (half, other string) {
	for _, p := range pairs {
		if s.field(p[0]).value.source() != "" && !s.field(p[1]).value.begun() {
			return p[0], p[1]
		}
	}
	return "", ""
}

func (o *OIDC) check() error {
	const argument = assumeRoleWithOIDC
	switch {
	case o.IDPID.Unknown || o.IDToken.Unknown || o.IDTokenFile.Unknown || !o.begun():
		return nil
	case !o.IDPID.IsSet():
		return newError(block, argument, "%#q has no `idp_id`. Set it to the name of the identity provider in the login "+
			"service.", argument)
	case o.IDToken.IsSet() == o.IDTokenFile.IsSet():
		return newError(block, argument, "%#q requires exactly one of `id_token` and `id_token_file`. A file is read again at "+
			"each renewal.", argument)
	}
	return nil
}

func (s *Settings) checkRoles() error {
	for _, role := range s.AssumeRole {
		if _, err := role.resolve(assumeRole); err != nil {
			return err
		}
	}
	if !s.OIDC.Role.AgencyName.IsSet() {
		return nil
	}
	_, err := s.OIDC.Role.resolve(assumeRoleWithOIDC)
	return err
}
