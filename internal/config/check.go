// SPDX-License-Identifier: MPL-2.0

package config

// Check reports what is wrong with the provider block by itself. It reads neither environment nor files, so that it can run at
// validation. Settings that are not known until apply are taken as valid.
func Check(block *Settings) error {
	for _, check := range []func() error{block.checkLogins, block.checkPairs, block.OIDC.check, block.checkRoles} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// checkLogins rejects the parts of two logins.
func (s *Settings) checkLogins() error {
	var begun []string
	for _, login := range []struct {
		argument string
		isSet    bool
	}{
		{"access_key", s.AccessKey.IsSet() || s.SecretKey.IsSet() || s.SecurityToken.IsSet()},
		{"token", s.Token.IsSet()},
		{"password", s.Password.IsSet() || s.Passcode.IsSet()},
		{assumeRoleWithOIDC, s.OIDC.IDPID.IsSet() || s.OIDC.IDToken.IsSet() || s.OIDC.IDTokenFile.IsSet()},
	} {
		if login.isSet {
			begun = append(begun, login.argument)
		}
	}
	if len(begun) < 2 {
		return nil
	}
	return newError(block, begun[1], "The provider block has two logins: %#q and %#q. Remove one.", begun[0], begun[1])
}

// checkPairs rejects one half of a pair: the other is never taken from the environment.
func (s *Settings) checkPairs() error {
	for _, pair := range []struct {
		half, other    string
		isSet, isBegun bool
	}{
		{"access_key", "secret_key", s.AccessKey.IsSet(), s.SecretKey.begun()},
		{"secret_key", "access_key", s.SecretKey.IsSet(), s.AccessKey.begun()},
		{"security_token", "access_key", s.SecurityToken.IsSet(), s.AccessKey.begun()},
		{"passcode", "password", s.Passcode.IsSet(), s.Password.begun()},
	} {
		if pair.isSet && !pair.isBegun {
			return newError(block, pair.half, "The provider block has %#q but no %#q. Both must come from the same source. Set %#[2]q "+
				"too.",
				pair.half, pair.other)
		}
	}
	return nil
}

func (o *OIDC) check() error {
	const argument = assumeRoleWithOIDC
	switch {
	case o.IDPID.Unknown || o.IDToken.Unknown || o.IDTokenFile.Unknown || !o.begun():
		return nil
	case !o.IDPID.IsSet():
		return newError(block, argument, "%#q has no `idp_id`. Set it to the name of the identity provider in the "+
			"login service.", argument)
	case o.IDToken.IsSet() == o.IDTokenFile.IsSet():
		return newError(block, argument, "%#q requires exactly one of `id_token` and `id_token_file`. A file is read again at each "+
			"renewal.", argument)
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
