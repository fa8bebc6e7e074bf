// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"fmt"
	"net"
	"net/url"
	"strings"
)

// Sites of the vendor.
const (
	siteChina         = "china"
	siteInternational = "international"
	siteEurope        = "europe"
)

// osmHosts are the ticket service's hosts: one for a site, not for a region (API reference, "Endpoints").
var osmHosts = map[string]string{
	siteChina:         "osm.cn-south-1.myhuaweicloud.com",
	siteInternational: "osm.ap-southeast-3.myhuaweicloud.com",
	siteEurope:        "osm.eu-west-101.myhuaweicloud.eu",
}

// endpointKeys are the keys of endpoints.
var endpointKeys = []string{"osm", "iam", "sts"}

// endpoints builds the hosts; each is checked before use.
func (r *resolver) endpoints(out *Resolved) error {
	for name := range r.block {
		if key, ok := strings.CutPrefix(name, "endpoints."); ok && key != endpointKeys[0] && key != endpointKeys[1] && key != endpointKeys[2] {
			return &SettingError{Name: "endpoints", Problem: fmt.Sprintf("endpoints has the key %q; it takes %s.", key, strings.Join(endpointKeys, ", "))}
		}
	}
	region := r.text("region")
	cloud := r.text("cloud")
	if cloud == "" {
		cloud = defaultCloud
		if strings.HasPrefix(region, "eu-west-1") {
			cloud = europeCloud
		}
	}
	site := r.text("site")
	switch {
	case site != "" && osmHosts[site] == "":
		return wrong("site", r.lookup("site"), "china, international or europe")
	case site == "" && strings.HasSuffix(cloud, ".eu"):
		site = siteEurope
	case site == "":
		site = siteChina
	}
	if number, ok := map[string]int{siteChina: 0, siteInternational: 1}[site]; ok {
		out.Site = &number
	}
	osm := r.lookup("endpoints.osm")
	if !osm.Set && !osm.Unknown {
		osm = found{Known(osmHosts[site]), "site"}
	}
	login := r.lookup("endpoints.iam")
	name := "endpoints.iam"
	if !login.Set && !login.Unknown {
		login, name = r.lookup("auth_url"), "auth_url"
	}
	if !login.Set && !login.Unknown && region != "" {
		login, name = found{Known("iam." + region + "." + cloud), "region and cloud"}, "region"
	}
	if strings.HasPrefix(login.source, "OS_") {
		out.Warnings = append(out.Warnings, fmt.Sprintf("The login service is taken from %s (%s), which other OpenStack clouds use too. "+
			"Set auth_url if this is not meant.", login.source, login.Text.Reveal()))
	}
	var err error
	if out.OSM, err = base("endpoints", osm, out); err != nil {
		return err
	}
	if out.AuthURL, err = base(name, login, out); err != nil {
		return err
	}
	if out.AuthURL != "" {
		out.AuthURL = strings.TrimSuffix(out.AuthURL, "/v3") + "/v3"
	}
	return nil
}

// base checks an address and gives it with a scheme and without a slash at the end; "" for one that is not known or not set.
func base(name string, v found, out *Resolved) (string, error) {
	text := v.Text.Reveal()
	if !v.Set {
		return "", nil
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	bad := func(why string) error {
		return &SettingError{Name: strings.SplitN(name, ".", 2)[0], Problem: fmt.Sprintf("%s, from %s, is %q: %s.", name, v.source, v.Text.Reveal(), why)}
	}
	switch {
	case err != nil:
		return "", bad("it is no address")
	case u.Scheme != "https" && u.Scheme != "http", strings.Contains(u.Host+u.Path, "://"), strings.HasPrefix(u.Path, "//"):
		return "", bad("it takes one scheme, http or https")
	case u.Hostname() == "", strings.HasPrefix(u.Hostname(), "."), strings.HasSuffix(u.Hostname(), "."), strings.Contains(u.Hostname(), ".."):
		return "", bad("its host has an empty part")
	case u.User != nil, u.RawQuery != "", u.Fragment != "":
		return "", bad("it takes a host and a path only")
	}
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		out.Warnings = append(out.Warnings, fmt.Sprintf("%s uses plain http to %s: credentials and tickets travel unprotected.", name, u.Hostname()))
	}
	return strings.TrimRight(u.String(), "/"), nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
