// SPDX-License-Identifier: MPL-2.0

package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
)

// profile is one of the configuration file of the vendor's command line tool.
type profile struct {
	Name string `json:"name"`
	Mode string `json:"mode"`
	profileKeys
	Region           string `json:"region"`
	ProjectID        string `json:"projectId"`
	DomainID         string `json:"domainId"`
	AgencyName       string `json:"agencyName"`
	AgencyDomainName string `json:"agencyDomainName"`
	AgencyDomainID   string `json:"agencyDomainId"`
	SSO              struct {
		Keys profileKeys `json:"stsToken"`
	} `json:"ssoAuth"`
}

type profileKeys struct {
	AccessKey     string `json:"accessKeyId"`
	SecretKey     string `json:"secretAccessKey"`
	SecurityToken string `json:"securityToken"`
}

// defaultSharedFile is where the tool keeps its file.
const defaultSharedFile = "~/.hcloud/config.json"

// readProfile reads the shared configuration file if it or a profile is set.
func (r *resolver) readProfile() error {
	file, name := r.merged.SharedConfigFile, r.merged.Profile
	if file.Unknown || name.Unknown || !file.IsSet() && !name.IsSet() {
		return nil
	}
	if !file.IsSet() {
		file.Value, file.Source = defaultSharedFile, "the default, since `profile` is set by "+name.Source
	}
	fail := func(format string, args ...any) error {
		const argument = "shared_config_file"
		return newError(block, argument, "The shared configuration file %s (%#q, from %s) "+
			"%s", file.Value, argument, file.Source, fmt.Sprintf(format, args...))
	}
	data, err := iam.ReadFile(file.Value)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fail("does not exist.")
	case err != nil:
		return fail("%v.", err)
	}
	var content struct {
		Current  string    `json:"current"`
		Profiles []profile `json:"profiles"`
	}
	if err := json.Unmarshal(data, &content); err != nil {
		return fail("is not the JSON that the vendor's command-line tool writes.")
	}
	from := "`profile`, from " + name.Source
	if !name.IsSet() {
		name.Value, from = content.Current, "`current` in the file"
	}
	if name.Value == "" {
		return fail("has no current profile. Set `profile`.")
	}
	var names []string
	for _, p := range content.Profiles {
		if p.Name == name.Value {
			return r.takeProfile(p, fmt.Sprintf("profile %q of %s", p.Name, file.Value))
		}
		names = append(names, fmt.Sprintf("%q", p.Name))
	}
	return fail("has no profile %q (%s). It has: %s.", name.Value, from, strings.Join(names, ", "))
}

func (r *resolver) takeProfile(p profile, source string) error {
	if strings.EqualFold(p.Mode, "SSO") {
		p.profileKeys = p.SSO.Keys
	}
	if isEncrypted(p.AccessKey) || isEncrypted(p.SecretKey) {
		return newError(block, "profile", "The keys in %s are encrypted, as the vendor's command-line tool does by default. Only "+
			"that tool can read them. Turn off the encryption and enter the keys again:\n  hcloud configure set "+
			"--cli-auth-encrypt=false", source)
	}
	var role Role
	for _, f := range []struct {
		value value
		text  string
	}{
		{&r.profile.AccessKey, p.AccessKey},
		{&r.profile.SecretKey, p.SecretKey},
		{&r.profile.SecurityToken, p.SecurityToken},
		{&r.profile.Region, p.Region},
		{&r.profile.ProjectID, p.ProjectID},
		{&r.profile.DomainID, p.DomainID},
		{&role.AgencyName, p.AgencyName},
		{&role.DomainName, p.AgencyDomainName},
		{&role.DomainID, p.AgencyDomainID},
	} {
		f.value.parse(f.text, source)
	}
	if role.AgencyName.IsSet() {
		r.profile.AssumeRole = []Role{role}
	}
	return nil
}

// longestKey is far above the length of real keys (20 and 40 characters) and below that of encrypted ones.
const longestKey = 64

var keyAlphabet = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)

// isEncrypted reports whether a value of the file is too long for a key or has characters that keys never have.
func isEncrypted(v string) bool {
	v = strings.TrimSpace(v)
	return len(v) > longestKey || !keyAlphabet.MatchString(v)
}
