// SPDX-License-Identifier: MPL-2.0

package config

import (
	"regexp"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// rule restricts a text to a few values or to a form. The zero rule allows any text.
type rule struct {
	values []string
	form   string
	// allowed describes the form, a regular expression, in messages.
	allowed string
}

// rules holds the rule of each setting by argument (API reference, "X-Language", "X-Time-Zone"). The service ignores an unknown
// language or time zone and returns names in Chinese, or times of its own zone.
var rules = map[string]rule{
	"site":     {values: []string{"china", "international", "europe"}},
	"language": {values: []string{"en-us", "zh-cn"}},
	"time_zone": {form: `^GMT[+-](?:0?[0-9]|1[0-4])(?::[0-5][0-9])?$`,
		allowed: "an offset from GMT, for example GMT+8, GMT-3 or GMT+5:30"},
	"region": {form: `^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$`, allowed: "a region ID, for example cn-north-4"},
	"cloud": {form: `^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`,
		allowed: "a domain without scheme and path, for example " + defaultCloud},
}

// check reports whether a text is allowed, and describes what is, with the most likely value first.
func (r rule) check(text string) (valid bool, allowed string) {
	switch {
	case r.values != nil:
		return slices.Contains(r.values, text), apierror.OneOf(apierror.Nearest(text, r.values))
	case r.form != "":
		return regexp.MustCompile(r.form).MatchString(text), r.allowed
	}
	return true, ""
}

// regions are the vendor's known regions. They only serve a hint about a host that can't be resolved; others work, too.
const regions = `
	cn-north-1 cn-north-2 cn-north-4 cn-north-9 cn-north-11 cn-north-12 cn-east-2 cn-east-3 cn-east-4 cn-east-5
	cn-south-1 cn-south-2 cn-south-4 cn-southwest-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4
	ap-southeast-5 af-south-1 af-north-1 la-north-2 la-south-2 sa-brazil-1 na-mexico-1 tr-west-1 ae-ad-1 me-east-1
	eu-west-0 eu-west-101
`

// nearestRegion returns the most likely correction of a mistyped region, or "" for a known one.
func nearestRegion(region string) string {
	known := strings.Fields(regions)
	if region == "" || slices.Contains(known, region) {
		return ""
	}
	return apierror.Likely(region, known)
}
