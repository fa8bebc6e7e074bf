// SPDX-License-Identifier: MPL-2.0

package config

import (
	"strings"
	"testing"
)

// TestForeignHostsOfTheEnvironment holds that an environment variable which has credentials sent to a host that is not the
// vendor's is warned of, once, and that nothing else is.
func TestForeignHostsOfTheEnvironment(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		settings  *Settings
		variables map[string]string
		// want are the variable and the host that the one warning names.
		want []string
	}{
		"login": {nil, map[string]string{"HW_AUTH_URL": "https://iam.example.com/v3"},
			[]string{"HW_AUTH_URL", "iam.example.com"}},
		"tickets": {nil, map[string]string{"HW_OSM_ENDPOINT": "osm.example.com"},
			[]string{"HW_OSM_ENDPOINT", "osm.example.com"}},
		"cloud": {given("region", "r-1"), map[string]string{"HW_CLOUD": "example.com"},
			[]string{"HW_CLOUD", "iam.r-1.example.com"}},
		"like the vendor's": {nil, map[string]string{"HW_OSM_ENDPOINT": "osm.myhuaweicloud.com.example.com"},
			[]string{"HW_OSM_ENDPOINT", "example.com"}},
		"like the vendor's, 2": {nil, map[string]string{"HW_OSM_ENDPOINT": "evilmyhuaweicloud.com"},
			[]string{"HW_OSM_ENDPOINT", "evilmyhuaweicloud.com"}},
		"another cloud's variable": {nil, map[string]string{"OS_AUTH_URL": "https://keystone.example.com/v3"},
			[]string{"OS_AUTH_URL", "other OpenStack clouds"}},
		"vendor's": {nil, map[string]string{"HW_AUTH_URL": "https://IAM.cn-north-4.MyHuaweiCloud.com",
			"HW_OSM_ENDPOINT": "osm.eu-west-101.myhuaweicloud.eu"}, nil},
		"loopback": {nil, map[string]string{"HW_AUTH_URL": "http://127.0.0.1:1",
			"HW_OSM_ENDPOINT": "http://localhost:2"}, nil},
		"block": {given("auth_url", "iam.example.com", "endpoints.osm", "osm.example.com", "endpoints.sts",
			"sts.example.com"), nil, nil},
		"cloud of the block": {given("cloud", "example.com"), map[string]string{"HW_REGION_NAME": "r-1"}, nil},
		"block goes before variables": {given("auth_url", "iam.example.com"),
			map[string]string{"HW_AUTH_URL": "other.example.com"},
			nil},
	} {
		r, err := resolve(c.settings, c.variables)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(r.Warnings) != min(len(c.want), 1) {
			t.Errorf("%s: warnings %q, want %d", name, r.Warnings, min(len(c.want), 1))
			continue
		}
		for _, text := range c.want {
			if !strings.Contains(r.Warnings[0], text) {
				t.Errorf("%s: %q is not in %q", name, text, r.Warnings[0])
			}
		}
	}
}
