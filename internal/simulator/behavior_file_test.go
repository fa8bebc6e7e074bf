// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func TestBehaviors_files(t *testing.T) {
	t.Parallel()
	checkValues(t, map[string]behaviorCase{
		"FormUploads": {
			func(r *simulator.Behaviors, v int) { r.FormUploads = simulator.FormUpload(v) },
			func(c *client) string {
				got := c.send("POST", c.url+"/v2/servicerequest/accessorys", formType, strings.NewReader(form("a.txt", "x")))
				return fmt.Sprint(got.status, " ", got.code(), " ", len(c.sim.Accessories()))
			},
			[]string{"200  1", "404 APIGW.0101 0", "400 OSM.0001 0"},
		},
		"UnknownFiles": {
			func(r *simulator.Behaviors, v int) { r.UnknownFiles = simulator.UnknownFile(v) },
			func(c *client) string {
				got := c.call("GET", "/accessorys/access-urls?accessory_ids="+c.upload("incident")+",none", "")
				if got.code() != "" {
					return got.code()
				}
				return got.names("accessory_urls", "accessory_name")
			},
			[]string{"OSM.01010001", "a.txt", "a.txt <nil>"},
		},
		"ExportNames": {
			func(r *simulator.Behaviors, v int) { r.ExportNames = simulator.ExportName(v) },
			func(c *client) string {
				header := c.call("GET", "/cases/export?language=en-us&timezone=GMT%2B8", "").header
				return header.Get("Content-Type") + " " + header.Get("Content-Disposition")
			},
			[]string{
				`application/octet-stream attachment; filename="cases.csv"`,
				"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet " +
					"attachment; filename*=UTF-8''%E5%B7%A5%E5%8D%95.xlsx",
				"application/octet-stream ",
			},
		},
	})
}

// TestExport_filters checks the filters that only exports have.
func TestExport_filters(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	first, second, third := c.open(""), c.open(""), c.open("")
	for filter, want := range map[string]string{
		"": third + " " + second + " " + first, "&incident_id=" + first + "," + third: third + " " + first,
		"&offset=1&limit=1": second, "&customer_id=x": "", "&customer_id=" + simulator.DefaultDomainID + "&limit=1": third,
		"&sub_customer_id=x": "", "&tenant_source_id_list=x": "", "&status=3": "",
		"&tenant_source_id_list=x&tenant_source_id_list=" + simulator.SourceID + "&limit=1": third,
	} {
		lines := strings.Split(string(c.call("GET", "/cases/export?language=en-us&timezone=GMT%2B8"+filter, "").body), "\n")
		var ids []string
		for _, line := range lines[1:] {
			if id, _, found := strings.Cut(line, ","); found {
				ids = append(ids, id)
			}
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%q: %s, want %s", filter, got, want)
		}
	}
}
