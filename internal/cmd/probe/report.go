// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/config"
)

// header is what the report says about the run itself.
type header struct {
	version, platform string
	cfg               *config.Config
	date              time.Time
	calls             int
}

const issues = "https://github.com/servicetickets/terraform-provider-osm/issues/new"

// report returns the report in Markdown.
func report(seen *observations, h header) string {
	var b strings.Builder
	failures := 0
	for _, r := range seen.all {
		if !r.isUsable() && !strings.HasPrefix(r.code, apierror.BusinessCodes) {
			failures++
		}
	}
	fmt.Fprintf(&b, "## Observed API Behavior\n\n")
	fmt.Fprintf(&b, "- Provider: %s (%s)\n", h.version, h.platform)
	fmt.Fprintf(&b, "- Service: site %s, %s\n", site(h.cfg), hostKind(h.cfg.OSM))
	fmt.Fprintf(&b, "- Login: %s\n", cmp.Or(h.cfg.Login.Method, "none"))
	fmt.Fprintf(&b, "- Language: %s\n", h.cfg.Settings.Language.Value)
	fmt.Fprintf(&b, "- Date: %s\n", h.date.UTC().Format(time.DateOnly))
	fmt.Fprintf(&b, "- Calls: %d, all of them reads; %d failed\n", h.calls, failures)
	fmt.Fprintf(&b, "\n| Question | Seen | Confidence | Evidence |\n|---|---|---|---|\n")
	for _, q := range questions {
		f := q.find(seen)
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", q.text, f.seen, f.sure, cmp.Or(f.evidence, none))
	}
	fmt.Fprintf(&b, "\nTo share these results, paste this text into an issue: %s\n", issues)
	return b.String()
}

// site returns the site that the settings select.
func site(cfg *config.Config) string {
	if !cfg.Settings.Site.IsSet() {
		return cfg.SiteName + " (default)"
	}
	return cfg.SiteName
}

// hostKind describes the host of the ticket service without naming it, since it may be private.
func hostKind(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "a host of another owner"
	}
	switch {
	case config.IsVendorHost(u.Hostname()):
		return "a host of the vendor"
	case config.IsLoopback(u.Hostname()):
		return "this machine"
	}
	return "a host of another owner"
}
