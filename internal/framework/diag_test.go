// SPDX-License-Identifier: MPL-2.0

package framework_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

func TestErrorsSayCauseNextStepAndFacts(t *testing.T) {
	t.Parallel()
	rejected := func(status int, code string) *apierror.Error {
		return &apierror.Error{Op: "CreateCases", Method: "POST", Host: "osm.example", Status: status, Code: code,
			Message:   "said so",
			RequestID: "r-1", Sent: true}
	}
	unanswered := func(kind apierror.Kind, method string) *apierror.Error {
		return &apierror.Error{Op: "X", Method: method, Host: "osm.example", Kind: kind, Sent: true, Err: errors.New("why")}
	}
	for name, c := range map[string]struct {
		err  error
		want []string
	}{
		"service's code": {rejected(200, "OSM.01010006"),
			[]string{"no such severity", "osm_severities", "said so", "HTTP 200", "OSM.01010006", "r-1", "osm.example"}},
		"permission":             {rejected(200, "OSM.01010007"), []string{"Ticket Administrator"}},
		"gateway, APIGW":         {rejected(401, "APIGW.0301"), []string{"did not accept the login", "clock"}},
		"gateway, APIG":          {rejected(404, "APIG.0101"), []string{"endpoints.osm"}},
		"throttled":              {rejected(429, "APIG.0308"), []string{"-parallelism"}},
		"code that is not known": {rejected(400, "OSM.99"), []string{"rejected", "said so", "OSM.99"}},
		"redirect":               {rejected(302, ""), []string{"redirect", "endpoints.osm"}},
		"plain 404":              {rejected(404, ""), []string{"does not mean"}},
		"other site":             {rejected(403, "CBC.0150"), []string{"different site", "`site`"}},
		"large":                  {rejected(413, ""), []string{"12 MB"}},
		"gateway fault":          {rejected(502, ""), []string{"IDs below", "request ID r-1"}},
		"no address":             {unanswered(apierror.Unresolved, "GET"), []string{"can't be resolved", "why", "endpoints"}},
		"certificate":            {unanswered(apierror.Untrusted, "GET"), []string{"cacert_file"}},
		"no connection":          {unanswered(apierror.Unreachable, "GET"), []string{"Unable to connect", "proxy"}},
		"broken write":           {unanswered(apierror.Interrupted, "POST"), []string{"lost", "Check before you try again"}},
		"cancelled":              {unanswered(apierror.Cancelled, "GET"), []string{"cancelled"}},
		"foreign":                {errors.New("odd thing"), []string{"Odd thing."}},
		"unknown outcome, candidates": {&osm.UnknownOutcomeError{Op: "CreateCases",
			Candidates: []osm.Candidate{{ID: "TS-1", CreateTime: "then"}, {ID: "TS-2"}}, Err: unanswered(apierror.TimedOut,
				"POST")},
			[]string{"TS-1, created then", "TS-2", "terraform import", "did not respond in time"}},
		"unknown outcome, no look-up": {&osm.UnknownOutcomeError{Op: "CreateCases", Err: unanswered(apierror.TimedOut, "POST"),
			Look: rejected(503, "")},
			[]string{"console", "terraform import", "HTTP 503"}},
		"attachments": {&osm.AttachmentRejectedError{IDs: []string{"a"}, Err: rejected(200, "OSM.01010001")},
			[]string{"accessory_from = \"message\"", "OSM.01010001"}},
	} {
		var diags diag.Diagnostics
		framework.AddError(&diags, "open the ticket", c.err)
		if got := diags[0].Summary(); got != "Unable to open the ticket" {
			t.Errorf("%s: summary %q", name, got)
		}
		for _, want := range c.want {
			if !strings.Contains(diags[0].Detail(), want) {
				t.Errorf("%s: %q is not in %q", name, want, diags[0].Detail())
			}
		}
	}
	if strings.Contains(framework.Explain(unanswered(apierror.Interrupted, "GET")), "Check before") {
		t.Error("a broken read needs no check")
	}
}
