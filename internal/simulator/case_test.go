// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func TestCreateCases_checksCatalog(t *testing.T) {
	t.Parallel()
	fault := `"business_type_id":"` + simulator.ProblemFault + `"`
	quota := `"business_type_id":"` + simulator.ProblemQuota + `"`
	for what, c := range map[string]struct{ old, changed, code string }{
		"as it is":          {"", "", ""},
		"unknown problem":   {consulting, `"business_type_id":"x"`, "OSM.01010026"},
		"unknown source":    {simulator.SourceID, "x", outOfRange},
		"blank description": {`"question"`, `" \n"`, outOfRange},
		"unknown product":   {consulting, consulting + `,"product_category_id":"x"`, outOfRange},
		"product of another": {consulting, consulting + `,"product_category_id":"` + simulator.ProductStorage + `"`,
			"OSM.01010026"},
		"its product":          {consulting, consulting + `,"product_category_id":"` + simulator.ProductServer + `"`, ""},
		"unknown sub-type":     {consulting, consulting + `,"incident_sub_type_id":"9"`, "OSM.01010030"},
		"unknown region":       {consulting, consulting + `,"region_id":"mars-1"`, outOfRange},
		"unknown severity":     {consulting, consulting + `,"severity_id":"x"`, "OSM.01010006"},
		"a severity":           {consulting, consulting + `,"severity_id":"` + simulator.SeverityHigh + `"`, ""},
		"fault without region": {consulting, fault, outOfRange},
		"fault with region":    {consulting, fault + `,"region_id":"cn-north-4"`, ""},
		"required parameters":  {consulting, quota, outOfRange},
		"all parameters":       {consulting, quota + `,"extends_map":{"resource_type":"ram","target_quota":"10"}`, ""},
		"number as number":     {consulting, quota + `,"extends_map":{"resource_type":"ram","target_quota":10}`, ""},
		"number too large":     {consulting, quota + `,"extends_map":{"resource_type":"ram","target_quota":"10001"}`, outOfRange},
		"no number":            {consulting, quota + `,"extends_map":{"resource_type":"ram","target_quota":"ten"}`, outOfRange},
		"no choice":            {consulting, quota + `,"extends_map":{"resource_type":"disk","target_quota":"10"}`, outOfRange},
		"parameter too long": {
			consulting, quota + `,"extends_map":{"resource_type":"ram","target_quota":"10","reason":"` +
				strings.Repeat("r", 401) + `"}`,
			outOfRange,
		},
		"further parameter":       {consulting, consulting + `,"extends_map":{"other":"x"}`, ""},
		"unknown area code":       {consulting, consulting + `,"area_code":"0"`, outOfRange},
		"masked phone":            {consulting, consulting + `,"remind_mobile":"138****0000"`, outOfRange},
		"no mailbox":              {consulting, consulting + `,"remind_mail":"ann"`, outOfRange},
		"window":                  {consulting, consulting + `,"remind_time":"09:00-18:00"`, ""},
		"no window":               {consulting, consulting + `,"remind_time":"morning"`, outOfRange},
		"mailboxes for copies":    {consulting, consulting + `,"extension_map":{"remindCCEmail":"a@b.c,d@e.f"}`, ""},
		"no mailbox for copies":   {consulting, consulting + `,"extension_map":{"remindCCEmail":"a@b.c,d"}`, "OSM.01010008"},
		"unknown upload":          {consulting, consulting + `,"accessory_ids":["x"]`, outOfRange},
		"proof without a contact": {consulting, consulting + `,"verify_code":"123456"`, ""},
	} {
		client := newClient(t, simulator.Options{})
		got := client.call("POST", "/cases", strings.Replace(createBody("question", ""), c.old, c.changed, 1))
		got.expectError(what, http.StatusOK, c.code)
		if opened := len(client.sim.Cases()); (opened == 1) != (c.code == "") {
			t.Errorf("%s: %d tickets", what, opened)
		}
	}
}

const consulting = `"business_type_id":"` + simulator.ProblemConsulting + `"`

func TestCreateCases_limits(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{CreateLimit: 3, Now: noon})
	create := func(body string) response { return c.call("POST", "/cases", body) }
	plain := createBody("question", "")
	fault := strings.Replace(createBody("question", `,"region_id":"cn-north-4"`), simulator.ProblemConsulting,
		simulator.ProblemFault, 1)
	c.sim.SetQuota(simulator.ProblemConsulting, 5, 1)
	create(plain).ok()
	create(plain).expectError("quota", http.StatusOK, "OSM.01010037")
	if got := string(c.call("GET", "/quotas?"+ofProblem, "").ok().body); got != `{"total":5,"un_used":0}` {
		t.Error(got)
	}
	c.sim.SetQuota(simulator.ProblemConsulting, -1, -1)
	create(plain).ok()
	create(fault).ok()
	create(plain).expectError("tickets of the day", http.StatusOK, "OSM.01010037")
	c.sim.Advance(12 * time.Hour)
	create(plain).ok()
	c.sim.SetSupportPlan(false)
	create(fault).expectError("no support plan", http.StatusOK, "OSM.01010009")
	if got := string(c.call("GET", "/config/severities?"+ofSeverity, "").ok().body); got != `{"severity_list":[],"show":false}` {
		t.Error(got)
	}
	c.sim.SetCcLimit(1)
	create(createBody("question", `,"extension_map":{"remindCCEmail":"a@b.c,d@e.f"}`)).
		expectError("copies", http.StatusOK, "OSM.01010008")
	c.sim.SetPrivilege("createCase", false)
	create(plain).expectError("no privilege", http.StatusOK, "OSM.01010007")
	if got := string(c.call("GET", "/privileges?privilege=createCase", "").ok().body); got != `{"has_privilege":0}` {
		t.Error(got)
	}
	if got := string(c.call("GET", "/privileges/privilege-policy", "").ok().body); got != `{"policy_switch":true}` {
		t.Error(got)
	}
	c.call("POST", "/privileges", `{"operation":"create"}`).ok()
	create(plain).ok()
	c.sim.SetPrivilege("export", false)
	c.call("GET", "/cases/export?language=en-us&timezone=GMT%2B8", "").expectError("export", http.StatusOK, "OSM.01010002")
}

func TestCreateCases_storedAsSent(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	file := c.upload("incident")
	id := c.open(contactsOfCreation + `,"project_id":"p","region_id":"cn-north-4","extends_map":{"a":1},"accessory_ids":["` +
		file +
		`"]`)
	view, ok := c.sim.Case(id)
	if !ok || view.BusinessTypeID != simulator.ProblemConsulting || view.SourceID != simulator.SourceID ||
		view.ProjectID != "p" ||
		view.RegionID != "cn-north-4" || string(view.Extends["a"]) != "1" || fmt.Sprint(view.AccessoryIDs) != "["+file+"]" ||
		view.OwnerID != simulator.DefaultUserID || view.RemindMobile != simulator.RegisteredMobile ||
		view.CcEmail != "a@example.com" {
		t.Errorf("ticket %+v", view)
	}
	c.call("POST", "/cases/"+id+"/extends-param", `{"extends_map":{"b":"2"},"message_id":"`+view.Messages[0].ID+`"}`).ok()
	c.call("POST", "/cases/"+id+"/extends-param", `{"extends_map":{"b":"3"},"message_id":"x"}`).
		expectError("message", http.StatusOK, outOfRange)
	if view, _ = c.sim.Case(id); string(view.Extends["a"]) != "1" || string(view.Extends["b"]) != `"2"` {
		t.Errorf("parameters %s", view.Extends)
	}
	if kept, _ := c.sim.Accessory(file); kept.CaseID != id || kept.Origin != "incident" {
		t.Errorf("upload %+v", kept)
	}
}

func TestRemoveCase_goneForEveryCall(t *testing.T) {
	t.Parallel()
	tried := 0
	for _, o := range readContract(t) {
		if len(o.PathFields) == 0 || o.PathFields[0].Name != "case_id" {
			continue
		}
		tried++
		c := newClient(t, simulator.Options{})
		id := c.sim.OpenCase("question")
		c.must(c.sim.RemoveCase(id))
		o.Path = strings.ReplaceAll(o.Path, "{case_id}", id)
		var body any
		if o.Body != nil {
			body = sampleBody(o.Body)
		}
		query := o.required()
		if query.Has("action_id") {
			query.Set("action_id", "delete")
		}
		o.ask(c, query, body).expectError(o.ID, http.StatusOK, "OSM.01010015")
		if view, ok := c.sim.Case(id); !ok || !view.Removed {
			t.Errorf("%s: the store holds %+v", o.ID, view)
		}
	}
	if tried < 15 {
		t.Errorf("only %d operations are about a ticket", tried)
	}
}

func TestRelations_limit(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	var ids []string
	for range 5 {
		ids = append(ids, c.sim.OpenCase("question"))
	}
	path := "/cases/" + ids[0] + "/relations"
	relate := func(more ...string) response {
		return c.call("POST", path, `{"related_id_list":["`+strings.Join(more, `","`)+`"]}`)
	}
	relate(ids[1], ids[2]).ok()
	relate(ids[1], ids[3]).ok()
	relate(ids[4]).expectError("a fourth", http.StatusOK, "OSM.01010043")
	relate(ids[0]).expectError("itself", http.StatusOK, "OSM.01010044")
	relate("TS-1").expectError("unknown", http.StatusOK, "OSM.01010015")
	c.call("DELETE", path, `{"related_id":"`+ids[2]+`"}`).ok()
	c.call("DELETE", path, `{"related_id":"`+ids[2]+`"}`).expectError("again", http.StatusOK, outOfRange)
	if got := c.call("GET", path, "").names("case_relation_list", "case_id"); got != ids[1]+" "+ids[3] {
		t.Errorf("related %q", got)
	}
	c.must(c.sim.SetRelations(ids[0], ids[4]))
	if got := c.call("GET", path, "").names("case_relation_list", "case_id"); got != ids[4] {
		t.Errorf("related %q", got)
	}
}

func TestExportIsATable(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{Now: noon})
	id := c.sim.OpenCase("a, \"b\"")
	got := c.call("GET", "/cases/export?language=en-us&timezone=GMT%2B0", "")
	want := "incident_id,status,business_type_name,simple_description,create_time\n" + id +
		",0,Usage question,\"a, \"\"b\"\"\",2026-03-04T12:00:00Z\n"
	if string(got.body) != want || !strings.Contains(got.header.Get("Content-Disposition"), "cases.csv") {
		t.Errorf("%v\n%s", got.header, got.body)
	}
}
