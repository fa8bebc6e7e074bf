// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Role is an agency to take over: the login then acts for another account.
type Role struct {
	// Agency is its name; the delegating account is given by name or by id.
	Agency, DomainName, DomainID string
	// Duration is how long the keys are asked to live.
	Duration time.Duration
	// Source says where the agency was given, for texts.
	Source string
}

func (r Role) String() string {
	if r.DomainID != "" {
		return fmt.Sprintf("agency %q of the account with id %q", r.Agency, r.DomainID)
	}
	return fmt.Sprintf("agency %q of account %q", r.Agency, r.DomainName)
}

// Bounds of a role's duration (IAM API reference, "Obtaining a Temporary AK/SK of an Agency"). The default is shorter than the vendor's other
// clients take, since keys are renewed here.
const (
	minDuration     = 15 * time.Minute
	maxDuration     = 24 * time.Hour
	defaultDuration = time.Hour
)

// roles finds the agencies to take over after the login: those of the block, else the one of the environment, else the profile's, the latter only
// when the login is the profile's too. Parts of an agency are never taken from different levels.
func (r *resolver) roles(out *Resolved) error {
	switch {
	case r.present(0):
		for i := 0; r.present(i); i++ {
			if err := r.addRole(out, fmt.Sprintf("assume_role.%d", i), r.inBlock); err != nil {
				return err
			}
		}
	case out.Method == MethodOIDC:
		// The environment's agency is a part of such a login when it comes from there, and stays out of it when it does not.
	case r.fromEnv("assume_role.0.agency_name").Set:
		return r.addRole(out, "assume_role.0", r.fromEnv)
	case out.Level == LevelFile && r.fromFile("assume_role.0.agency_name").Set:
		return r.addRole(out, "assume_role.0", r.fromFile)
	}
	return nil
}

// present tells whether the block holds the assume_role block of that number.
func (r *resolver) present(number int) bool {
	prefix := fmt.Sprintf("assume_role.%d.", number)
	for name, v := range r.block {
		if strings.HasPrefix(name, prefix) && (v.Set || v.Unknown) {
			return true
		}
	}
	return false
}

// addRole reads one agency from one level and checks it. A part that is not known yet is raised elsewhere.
func (r *resolver) addRole(out *Resolved, prefix string, get func(string) found) error {
	part := func(name string) found { return get(prefix + "." + name) }
	agency, domain, id := part("agency_name"), part("domain_name"), part("domain_id")
	root, _, _ := strings.Cut(prefix, ".")
	source := agency.source
	if source == block {
		source = root + " in " + block
	}
	fail := func(v found, problem string) error {
		err := &SettingError{Problem: problem}
		if v.source == "" || v.source == block {
			err.Name = root
		}
		return err
	}
	role := Role{Agency: agency.Text.Reveal(), DomainName: domain.Text.Reveal(), DomainID: id.Text.Reveal(), Duration: defaultDuration, Source: source}
	switch {
	case agency.Unknown || domain.Unknown || id.Unknown:
		return nil
	case !agency.Set:
		return fail(agency, root+" has no agency_name.")
	case domain.Set == id.Set:
		return fail(agency, fmt.Sprintf("%s (agency %q, from %s) takes exactly one of domain_name and domain_id, the delegating account, from the same "+
			"place.",
			root, role.Agency, agency.source))
	}
	if v := part("duration"); v.Set {
		seconds, err := strconv.Atoi(v.Text.Reveal())
		role.Duration = time.Duration(seconds) * time.Second
		if err != nil || role.Duration < minDuration || role.Duration > maxDuration {
			return fail(v, fmt.Sprintf("duration of %s, from %s, is %q; it takes a number of seconds from 900 to 86400.", root, v.source, v.Text.Reveal()))
		}
	}
	out.Roles = append(out.Roles, role)
	return nil
}

// oidc reads the login with an identity token from one level, with the agency that belongs to it.
func (r *resolver) oidc(out *Resolved, get func(string) found) error {
	const prefix = "assume_role_with_oidc"
	part := func(name string) found { return get(prefix + "." + name) }
	out.IDPID, out.IDToken, out.IDTokenFile = part("idp_id").Text.Reveal(), part("id_token").Text, part("id_token_file").Text.Reveal()
	if part("agency_name").Set {
		return r.addRole(out, prefix, get)
	}
	return nil
}
