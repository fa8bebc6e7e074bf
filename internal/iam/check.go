// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"fmt"
	"slices"
	"strings"
)

// Check tells what is wrong with the provider block by itself, whatever the environment holds: it needs no call and no file, so that it is told when
// the configuration is validated. Settings that are not known yet are taken as right.
func Check(settings Settings) error {
	r := &resolver{block: settings, env: func(string) (string, bool) { return "", false }}
	for _, check := range []func() error{r.checkLogins, r.checkHalves, r.checkOIDC, r.checkRoles, r.checkEndpoints} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// begun gives the logins that the block begins: complete or not.
func (r *resolver) begun() []string {
	set := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return r.block[name].Set })
	}
	var out []string
	if set("access_key", "secret_key", "security_token") {
		out = append(out, MethodKeys)
	}
	if set("token") {
		out = append(out, MethodToken)
	}
	if set("password", "passcode") {
		out = append(out, MethodPassword)
	}
	if set("assume_role_with_oidc.idp_id", "assume_role_with_oidc.id_token", "assume_role_with_oidc.id_token_file") {
		out = append(out, MethodOIDC)
	}
	return out
}

func (r *resolver) checkLogins() error {
	methods := r.begun()
	if len(methods) < 2 {
		return nil
	}
	return &SettingError{Name: methodSetting[methods[1]], Problem: fmt.Sprintf("The provider block holds two logins: %s and %s. Keep one.",
		methodSetting[methods[0]], methodSetting[methods[1]])}
}

// checkHalves refuses one half of a pair: the other is never taken from the environment.
func (r *resolver) checkHalves() error {
	for _, pair := range [][2]string{{"access_key", "secret_key"}, {"secret_key", "access_key"}, {"security_token", "access_key"}, {"passcode",
		"password"}} {
		half, other := r.block[pair[0]], r.block[pair[1]]
		if half.Set && !other.Set && !other.Unknown {
			return &SettingError{Name: pair[0], Problem: fmt.Sprintf("The provider block has %s but no %s. Both are taken from one place, so %s was looked "+
				"for in the block only.",
				pair[0], pair[1], pair[1])}
		}
	}
	return nil
}

func (r *resolver) checkOIDC() error {
	const root = "assume_role_with_oidc"
	idp, token, file := r.block[root+".idp_id"], r.block[root+".id_token"], r.block[root+".id_token_file"]
	if !idp.Set && !token.Set && !file.Set || idp.Unknown || token.Unknown || file.Unknown {
		return nil
	}
	if !idp.Set {
		return &SettingError{Name: root, Problem: root + " has no idp_id, the identity provider's name at the login service."}
	}
	if token.Set == file.Set {
		return &SettingError{Name: root, Problem: root + " takes exactly one of id_token and id_token_file. A file is read again at each renewal."}
	}
	return nil
}

func (r *resolver) checkRoles() error {
	if err := r.roles(&Resolved{}); err != nil {
		return err
	}
	if r.block["assume_role_with_oidc.agency_name"].Set {
		return r.addRole(&Resolved{}, "assume_role_with_oidc", r.inBlock)
	}
	return nil
}

func (r *resolver) checkEndpoints() error {
	for name := range r.block {
		if key, ok := strings.CutPrefix(name, "endpoints."); ok && !slices.Contains(endpointKeys, key) {
			return &SettingError{Name: "endpoints", Problem: fmt.Sprintf("endpoints has the key %q; it takes %s.", key, strings.Join(endpointKeys, ", "))}
		}
	}
	return nil
}
