// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func export(lines ...string) string {
	return "data \"osm_cases_export\" \"this\" {\n  " + strings.Join(lines, "\n  ") + "\n}\n"
}

// TestAccExport exports tickets while the service fails once. Hash, size, name and type are those of the file that the service
// sent, the content is not in the state, and the next plan is empty.
func TestAccExport(t *testing.T) {
	t.Parallel()
	for status, form := range acctest.ErrorForms {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: form}})
			env.OpenCase("a-personal-description")
			for _, fault := range []simulator.Fault{{Kind: simulator.RejectBefore}, {Kind: simulator.DropAfter},
				{Kind: simulator.HTMLBefore}, {Kind: simulator.RejectBefore, Status: 401}} {
				fault.Operation, fault.Times = "DownloadCases", 1
				env.Inject(fault)
			}
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider(`language = "en-us"`)+export())
			cli.Apply()
			sent := env.RequestsFor("DownloadCases")
			file := sent[len(sent)-1].Response
			if !strings.Contains(string(file), "a-personal-description") {
				t.Fatalf("the file is %q", file)
			}
			this := "data.osm_cases_export.this"
			for attribute, want := range map[string]knownvalue.Check{
				"sha256":       knownvalue.StringExact(fmt.Sprintf("%x", sha256.Sum256(file))),
				"size":         knownvalue.Int64Exact(int64(len(file))),
				"file_name":    knownvalue.StringExact("cases.csv"),
				"content_type": knownvalue.StringExact("application/octet-stream"),
			} {
				cli.CheckState(statecheck.ExpectKnownValue(this, tfjsonpath.New(attribute), want))
			}
			state := cli.Read("terraform.tfstate")
			for _, secret := range []string{"a-personal-description", base64.StdEncoding.EncodeToString(file)} {
				if strings.Contains(state, secret) {
					t.Errorf("%s is in the state", secret)
				}
			}
			cli.ExpectEmptyPlan()
		})
	}
}

// TestAccExport_filters sets each filter, sees it sent and work.
func TestAccExport_filters(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	first, second := env.OpenCase("The disk is full"), env.OpenCase("The node does not answer")
	env.SetStatus(second, simulator.StatusInProcess)
	o := env.Options()
	day := func(days int) string { return env.Now().AddDate(0, 0, days).UTC().Format(time.DateTime) }
	for parameter, c := range map[string]struct {
		line, sent string
		want       []string
	}{
		"incident_id":      {fmt.Sprintf("incident_ids = [%q, %q]", first, "TS-1"), "TS-1," + first, []string{first}},
		"query_start_time": {fmt.Sprintf("query_start_time = %q", day(2)), day(2), nil},
		"query_end_time": {fmt.Sprintf("query_end_time = %q", day(2)), day(2),
			[]string{second, first}},
		"search_key":            {`search_key = "disk full"`, "disk full", []string{first}},
		"status":                {`status = "in_process"`, "1", []string{second}},
		"x_customer_name":       {`x_customer_name = "nobody"`, "nobody", nil},
		"customer_id":           {fmt.Sprintf("customer_id = %q", o.DomainID), o.DomainID, []string{second, first}},
		"sub_customer_id":       {`sub_customer_id = "nobody"`, "nobody", nil},
		"tenant_source_id_list": {`tenant_source_id_list = ["other"]`, "other", nil},
		"offset":                {"offset = 1", "1", []string{first}},
		"limit":                 {"limit = 1", "1", []string{second}},
	} {
		env.ResetLog()
		env.InProcess(resource.TestStep{Config: env.Provider(`time_zone = "GMT+0"`) + export(c.line)})
		r := env.RequestsFor("DownloadCases")[0]
		var got []string
		for _, line := range strings.Split(string(r.Response), "\n")[1:] {
			if id, _, found := strings.Cut(line, ","); found {
				got = append(got, id)
			}
		}
		if sent := r.Query.Get(parameter); sent != c.sent || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q was sent, and %q returned", c.line, sent, got)
		}
	}
}

// TestAccExport_errors checks what is invalid, and the error for a user without the privilege, under both HTTP statuses.
func TestAccExport_errors(t *testing.T) {
	t.Parallel()
	for status, form := range acctest.ErrorForms {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: form}})
			fails := func(want string, lines ...string) resource.TestStep {
				return resource.TestStep{Config: env.Provider() + export(lines...),
					ExpectError: regexp.MustCompile("(?s)" + strings.ReplaceAll(want, " ", `[\s│]+`))}
			}
			env.InProcess(
				fails("query_start_time.*must be a time as", `query_start_time = "2026-01-01"`),
				fails("query_end_time.*must not be earlier", `query_start_time = "2026-01-02 00:00:00"`,
					`query_end_time = "2026-01-01 00:00:00"`),
				fails("search_key.*at least one visible character", `search_key = " "`),
				fails("status.*must be one of", `status = "30"`),
				fails("must not be empty", "incident_ids = []"),
				fails("incident_ids.*must not be empty", `incident_ids = [""]`),
				fails("must have 1 to 100 elements", fmt.Sprintf("tenant_source_id_list = [%s]", manyIDs(101))),
				fails("x_customer_name.*must have 1 to 64", fmt.Sprintf("x_customer_name = %q", strings.Repeat("a", 65))),
				fails("customer_id.*must not be empty", `customer_id = ""`),
				fails("sub_customer_id.*must not be empty", `sub_customer_id = ""`),
				fails("offset.*between 0 and 65535", "offset = -1"),
				fails("limit.*between 1 and 100", "limit = 101"),
			)
			env.ExpectCounts(map[string]int{"DownloadCases": 0})
			env.SetPrivilege("export", false)
			env.InProcess(fails("Unable to export tickets.*Grant the privilege `export`.*OSM.01010002"))
		})
	}
}

// manyIDs returns the elements of a list of n IDs.
func manyIDs(n int) string {
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprintf("\"id-%d\"", i))
	}
	return strings.Join(ids, ", ")
}
