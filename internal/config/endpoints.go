// SPDX-License-Identifier: MPL-2.0

package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
)

// sites hold the host of the ticket service, which regions share (API reference, "Endpoints"), and the value of X-Site.
var sites = map[string]struct {
	host   string
	number *int
}{
	"china":         {"osm.cn-south-1.myhuaweicloud.com", new(0)},
	"international": {"osm.ap-southeast-3.myhuaweicloud.com", new(1)},
	"europe":        {"osm.eu-west-101.myhuaweicloud.eu", nil},
}

const (
	defaultCloud = "myhuaweicloud.com"
	europeCloud  = "myhuaweicloud.eu"
)

// vendorDomains are the domains of the vendor's hosts.
var vendorDomains = []string{defaultCloud, europeCloud, "huaweicloud.com"}

// address is the address of a service before it is checked; without text, it is unknown.
type address struct {
	text             string
	argument, source string // the setting that holds it, and its level; "" if it was built from other settings
	from             string // the settings that it comes from, for messages
	variable         string // the environment variable that decides the host, "" if none does
}

// endpoints finds the addresses of the services.
func (r *resolver) endpoints() error {
	m, login := r.merged, &r.config.Login
	if !m.Cloud.begun() {
		m.Cloud = fallback(defaultCloud)
		if strings.HasPrefix(m.Region.Value, "eu-west-1") {
			m.Cloud = fallback(europeCloud)
		}
	}
	osm := r.osm()
	var err error
	if r.config.OSM, err = r.check(osm); err != nil {
		return err
	}
	login.ServiceSource = osm.from
	identity := r.address("iam", "endpoints.iam", m.Endpoints.IAM)
	if !m.Endpoints.IAM.begun() && m.AuthURL.begun() {
		identity = r.address("iam", "auth_url", m.AuthURL)
	}
	text, err := r.check(identity)
	if err != nil {
		return err
	}
	if text != "" {
		if strings.HasPrefix(identity.source, "OS_") {
			r.warn("The login service is taken from %s (%s), which other OpenStack clouds use too. Set `auth_url` if this is "+
				"not intended.", identity.source, text)
		}
		if identity.argument == "" && m.Cloud.Source == byDefault {
			login.NearestRegion = nearestRegion(m.Region.Value)
		}
		login.AuthURL = iam.Param[string]{Value: strings.TrimRight(strings.TrimSuffix(text, "/v3"), "/") + "/v3",
			Source: identity.from}
	}
	sts := r.address("sts", "endpoints.sts", m.Endpoints.STS)
	login.STS = iam.Param[string]{Source: sts.from}
	login.STS.Value, err = r.check(sts)
	return err
}

// osm finds the ticket service and sets the site.
func (r *resolver) osm() address {
	m, name := r.merged, r.merged.Site.Value
	switch {
	case name == "" && strings.HasSuffix(m.Cloud.Value, ".eu"):
		name = "europe"
	case name == "":
		name = "china"
	}
	site := sites[name]
	r.config.Site, r.config.SiteName = site.number, name
	if m.Endpoints.OSM.begun() {
		return r.address("osm", "endpoints.osm", m.Endpoints.OSM)
	}
	return address{text: site.host, from: "`site` (" + name + ")"}
}

// address returns the address that an argument holds, or else the one built from region and cloud.
func (r *resolver) address(service, argument string, v Value[string]) address {
	region, cloud := r.merged.Region, r.merged.Cloud
	switch {
	case v.IsSet():
		return address{v.Value, argument, v.Source, fmt.Sprintf("%#q (from %s)", argument, v.Source), variable(v)}
	case v.Unknown || !region.IsSet() || !cloud.IsSet():
		return address{}
	}
	return address{
		text:     service + "." + region.Value + "." + cloud.Value,
		from:     fmt.Sprintf("`region` (from %s) and `cloud` (from %s)", region.Source, cloud.Source),
		variable: variable(cloud),
	}
}

// variable returns the environment variable that a setting was taken from, "" if it was not.
func variable(v Value[string]) string {
	if v.Source == block || v.Source == byDefault {
		return ""
	}
	return v.Source
}

// check returns the URL of an address without a slash at the end, "" for one that is not known.
func (r *resolver) check(a address) (string, error) {
	if a.text == "" {
		return "", nil
	}
	u, err := parseURL(a.text)
	if err != nil {
		return "", newError(a.source, a.argument, "%s can't be used: %v.", a.from, err)
	}
	host := u.Hostname()
	if u.Scheme == "http" && !IsLoopback(host) {
		r.warn("%s uses plain HTTP for %s: credentials and tickets are not encrypted. Use HTTPS.", a.from, host)
	}
	r.warnForeign(a.variable, host)
	return strings.TrimRight(u.String(), "/"), nil
}

func (r *resolver) warn(format string, args ...any) {
	r.config.Warnings = append(r.config.Warnings, fmt.Sprintf(format, args...))
}

// IsVendorHost reports whether a host is one of the vendor's.
func IsVendorHost(host string) bool {
	return slices.ContainsFunc(vendorDomains, func(d string) bool { return strings.HasSuffix(strings.ToLower(host), "."+d) })
}

// warnForeign warns once per environment variable that sets a host that is not the vendor's: anyone who can set a variable in a
// pipeline could redirect the credentials. Variables of other clouds have a separate warning.
func (r *resolver) warnForeign(variable, host string) {
	if variable == "" || strings.HasPrefix(variable, "OS_") || IsVendorHost(host) || IsLoopback(host) || r.foreign[variable] {
		return
	}
	r.foreign[variable] = true
	r.warn("%s sends credentials or tickets to %s, which is not a host of the vendor. Unset %[1]s, or, if this is intended, set "+
		"the address in the provider block.", variable, host)
}

// checkURLs rejects addresses to which no call can be sent.
func (s *Settings) checkURLs() error {
	var errs []error
	for _, name := range []string{"auth_url", "endpoints.osm", "endpoints.iam", "endpoints.sts"} {
		v, ok := s.field(name).value.(*Value[string])
		if !ok || !v.IsSet() {
			continue
		}
		if _, err := parseURL(v.Value); err != nil {
			errs = append(errs, newError(v.Source, name, "%#q (from %s) can't be used: %v. Set it to an address "+
				"such as https://osm.example.com.", name, v.Source, err))
		}
	}
	return errors.Join(errs...)
}

// parseURL returns the URL of an address; the scheme defaults to HTTPS. Its error never shows a password.
func parseURL(text string) (*url.URL, error) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("it is not a valid URL")
	case u.User != nil, u.RawQuery != "", u.Fragment != "":
		return nil, errors.New("it must have only a host and a path, without user, query or fragment")
	case u.Scheme != "https" && u.Scheme != "http", strings.Contains(u.Host+u.Path, "//"), strings.HasSuffix(u.Host, ":"):
		return nil, fmt.Errorf("%q must have the scheme http or https, and one host", u.Redacted())
	case slices.Contains(strings.Split(u.Hostname(), "."), ""), strings.ContainsAny(u.Hostname(), "/\\"):
		return nil, fmt.Errorf("the host of %q has an empty or invalid part", u.Redacted())
	}
	return u, nil
}

// IsLoopback reports whether a host is this machine.
func IsLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
