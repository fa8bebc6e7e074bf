// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// sharedFile is the configuration file of the vendor's command line tool.
type sharedFile struct {
	Current  string          `json:"current"`
	Profiles []sharedProfile `json:"profiles"`
}

type sharedProfile struct {
	Name             string `json:"name"`
	Mode             string `json:"mode"`
	AccessKey        string `json:"accessKeyId"`
	SecretKey        string `json:"secretAccessKey"`
	SecurityToken    string `json:"securityToken"`
	Region           string `json:"region"`
	ProjectID        string `json:"projectId"`
	DomainID         string `json:"domainId"`
	AgencyName       string `json:"agencyName"`
	AgencyDomainName string `json:"agencyDomainName"`
	AgencyDomainID   string `json:"agencyDomainId"`
	SSO              struct {
		STS struct {
			AccessKey     string `json:"accessKeyId"`
			SecretKey     string `json:"secretAccessKey"`
			SecurityToken string `json:"securityToken"`
		} `json:"stsToken"`
	} `json:"ssoAuth"`
}

// defaultSharedFile is where the tool keeps its file, below the home directory.
const defaultSharedFile = ".hcloud/config.json"

// readShared reads the shared configuration file. It is read only when it or a profile is asked for.
func (r *resolver) readShared() error {
	file, profile := r.lookup("shared_config_file"), r.lookup("profile")
	if file.Unknown || profile.Unknown || !file.Set && !profile.Set {
		return nil
	}
	if !file.Set {
		file = found{Value: Known("~/" + defaultSharedFile), source: "the default, since profile comes from " + profile.source}
	}
	bad := func(format string, args ...any) error {
		name := "shared_config_file"
		return &SettingError{Name: name, Problem: fmt.Sprintf("The shared configuration file %s (%s, from %s) ", file.Text.Reveal(), name, file.source) +
			fmt.Sprintf(format, args...)}
	}
	path, err := expand(file.Text.Reveal())
	if err != nil {
		return bad("can't be found: the home directory is not known.")
	}
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return bad("does not exist.")
	case err != nil:
		return bad("can't be read: %v.", errors.Unwrap(err))
	}
	var content sharedFile
	if err := json.Unmarshal(data, &content); err != nil {
		return bad("is not the JSON that the vendor's command line tool writes.")
	}
	name, from := profile.Text.Reveal(), "profile, from "+profile.source
	if !profile.Set {
		name, from = content.Current, "the file's entry current"
	}
	if name == "" {
		return bad("names no current profile. Set profile.")
	}
	for _, p := range content.Profiles {
		if p.Name == name {
			r.fileSource = fmt.Sprintf("profile %q of %s", name, file.Text.Reveal())
			return r.take(p)
		}
	}
	return bad("has no profile %q (%s). It has: %s.", name, from, strings.Join(names(content.Profiles), ", "))
}

func names(profiles []sharedProfile) []string {
	out := make([]string, len(profiles))
	for i, p := range profiles {
		out[i] = fmt.Sprintf("%q", p.Name)
	}
	return out
}

// expand replaces "~" at the beginning of a path.
func expand(path string) (string, error) {
	rest, ok := strings.CutPrefix(path, "~/")
	if !ok {
		return path, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, rest), err
}

// take makes settings of a profile.
func (r *resolver) take(p sharedProfile) error {
	access, secret, token := p.AccessKey, p.SecretKey, p.SecurityToken
	if strings.EqualFold(p.Mode, "SSO") {
		access, secret, token = p.SSO.STS.AccessKey, p.SSO.STS.SecretKey, p.SSO.STS.SecurityToken
	}
	if encrypted(access) || encrypted(secret) {
		return &SettingError{Name: "profile", Problem: fmt.Sprintf("The keys in %s are encrypted, which the vendor's command line tool does by default. "+
			"Nobody else can read them. Switch that off and enter the keys again:\n  hcloud configure set --cli-auth-encrypt=false", r.fileSource)}
	}
	r.file = Settings{}
	for name, text := range map[string]string{
		"access_key": access, "secret_key": secret, "security_token": token,
		"region": p.Region, "project_id": p.ProjectID, "domain_id": p.DomainID,
		"assume_role.0.agency_name": p.AgencyName, "assume_role.0.domain_name": p.AgencyDomainName, "assume_role.0.domain_id": p.AgencyDomainID,
	} {
		if v := Known(text); v.Set {
			r.file[name] = v
		}
	}
	return nil
}

// longestKey is far above the length of real keys (20 and 40 characters) and below that of encrypted ones.
const longestKey = 64

var keyAlphabet = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)

// encrypted tells whether a value of the file can be no key: it is much longer, or has characters that keys have not.
func encrypted(v string) bool {
	v = strings.TrimSpace(v)
	return len(v) > longestKey || !keyAlphabet.MatchString(v)
}
