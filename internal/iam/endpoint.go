// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
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

// Forms of region and cloud, the parts that hosts are built of.
var (
	regionForm = regexp.MustCompile(`^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$`)
	cloudForm  = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
)

// endpoints builds the hosts; each is checked before use.
func (r *resolver) endpoints(out *Resolved) error {
	region, cloud := r.lookup("region"), r.lookup("cloud")
	if region.Set && !regionForm.MatchString(region.Text.Reveal()) {
		return wrong("region", region, "a region's id, for example cn-north-4")
	}
	if cloud.Set && !cloudForm.MatchString(cloud.Text.Reveal()) {
		return wrong("cloud", cloud, "a domain without scheme and path, for example "+defaultCloud)
	}
	if !cloud.Set && !cloud.Unknown {
		cloud = found{Value: Known(defaultCloud), source: "its default"}
		if strings.HasPrefix(region.Text.Reveal(), "eu-west-1") {
			cloud.Value = Known(europeCloud)
		}
	}
	osm, err := r.osm(out, cloud.Text.Reveal())
	if err != nil {
		return err
	}
	if out.OSM, err = base("endpoints.osm", osm, out); err != nil {
		return err
	}
	if out.AuthURL, err = r.login(out, region, cloud); err != nil {
		return err
	}
	sts := r.lookup("endpoints.sts")
	if !sts.Set && !sts.Unknown {
		sts = built("sts", region, cloud)
	}
	out.sources["sts"] = sts.source
	out.STS, err = base("endpoints.sts", sts, out)
	return err
}

// osm finds the ticket service and sets the site.
func (r *resolver) osm(out *Resolved, cloud string) (found, error) {
	site := r.lookup("site")
	name := site.Text.Reveal()
	switch {
	case name != "" && osmHosts[name] == "":
		return found{}, wrong("site", site, "china, international or europe")
	case name == "" && strings.HasSuffix(cloud, ".eu"):
		name = siteEurope
	case name == "":
		name = siteChina
	}
	if number, ok := map[string]int{siteChina: 0, siteInternational: 1}[name]; ok {
		out.Site = &number
	}
	osm := r.lookup("endpoints.osm")
	if !osm.Set && !osm.Unknown {
		osm = found{Value: Known(osmHosts[name]), source: "site " + name}
	}
	out.sources["osm"] = osm.source
	return osm, nil
}

// login finds the login service.
func (r *resolver) login(out *Resolved, region, cloud found) (string, error) {
	login, name := r.lookup("endpoints.iam"), "endpoints.iam"
	if !login.Set && !login.Unknown {
		login, name = r.lookup("auth_url"), "auth_url"
	}
	if !login.Set && !login.Unknown {
		login = built("iam", region, cloud)
	}
	text, err := base(name, login, out)
	if err != nil || text == "" {
		return "", err
	}
	out.sources["auth_url"] = name + ", from " + login.source
	if strings.HasPrefix(login.source, "OS_") {
		out.Warnings = append(out.Warnings, fmt.Sprintf("The login service is taken from %s (%s), which other OpenStack clouds use too. "+
			"Set auth_url if this is not meant.", login.source, text))
	}
	return strings.TrimRight(strings.TrimSuffix(text, "/v3"), "/") + "/v3", nil
}

// built returns a service's host, made of region and cloud. The cloud decides whose it is.
func built(service string, region, cloud found) found {
	if !region.Set || !cloud.Set {
		return found{}
	}
	return found{
		Value:    Known(service + "." + region.Text.Reveal() + "." + cloud.Text.Reveal()),
		source:   fmt.Sprintf("region (%s) and cloud (%s)", region.source, cloud.source),
		variable: cloud.variable,
	}
}

// base checks an address and gives it with a scheme and without a slash at the end; "" for one that is not known or not set.
func base(name string, v found, out *Resolved) (string, error) {
	if !v.Set {
		return "", nil
	}
	text := v.Text.Reveal()
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err == nil {
		err = addressProblem(u)
	} else {
		err = errors.New("it is no address")
	}
	if err != nil {
		problem := &SettingError{Problem: fmt.Sprintf("%s, from %s, can't be used: %v.", name, v.source, err)}
		if v.source == block {
			problem.Name, _, _ = strings.Cut(name, ".")
		}
		return "", problem
	}
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		out.Warnings = append(out.Warnings, fmt.Sprintf("%s uses plain http to %s: credentials and tickets travel unprotected.", name, u.Hostname()))
	}
	warnForeign(v.variable, u.Hostname(), out)
	return strings.TrimRight(u.String(), "/"), nil
}

// vendorDomains are the domains of the vendor's hosts.
var vendorDomains = []string{defaultCloud, europeCloud, "huaweicloud.com"}

// warnForeign warns of a host that is not the vendor's and that an environment variable names, once for each variable: whoever
// can set a variable, as in a pipeline, could have the credentials sent to a host of theirs. Variables of other clouds have a
// warning of their own.
func warnForeign(variable, host string, out *Resolved) {
	lower := strings.ToLower(host)
	isVendor := slices.ContainsFunc(vendorDomains, func(domain string) bool { return strings.HasSuffix(lower, "."+domain) })
	if variable == "" || strings.HasPrefix(variable, "OS_") || isVendor || loopback(host) || out.foreign[variable] {
		return
	}
	if out.foreign == nil {
		out.foreign = map[string]bool{}
	}
	out.foreign[variable] = true
	out.Warnings = append(out.Warnings, fmt.Sprintf("%s has the provider send credentials or tickets to %s, which is not a host "+
		"of the vendor. Unset %[1]s, or set the address in the provider block if this is meant.", variable, host))
}

// addressProblem says what is wrong with an address. The address itself is not shown: it may hold a password.
func addressProblem(u *url.URL) error {
	host := u.Hostname()
	switch {
	case u.User != nil, u.RawQuery != "", u.Fragment != "":
		return errors.New("it takes a host and a path only, no user, query or fragment")
	case u.Scheme != "https" && u.Scheme != "http", strings.Contains(u.Host+u.Path, "//"), strings.HasSuffix(u.Host, ":"):
		return fmt.Errorf("%q takes one scheme, http or https, and one host", u.Redacted())
	case host == "", strings.HasPrefix(host, "."), strings.HasSuffix(host, "."), strings.Contains(host, ".."), strings.ContainsAny(host, "/\\"):
		return fmt.Errorf("the host of %q has an empty or odd part", u.Redacted())
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
