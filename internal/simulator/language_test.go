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

// inLanguage sets the language of the following calls; "" sends none.
func (c *client) inLanguage(language string) {
	c.header = http.Header{}
	if language != "" {
		c.header.Set("X-Language", language)
	}
}

func TestNamesFollowTheLanguage(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	id := c.call("POST", "/cases", createBody("question", `,"region_id":"cn-north-4","severity_id":"`+simulator.SeverityLow+
		`","product_category_id":"`+simulator.ProductServer+`"`)).ok().text("incident_id")
	chinese := []string{"使用咨询", "华北-北京四", "客户", "一般", "技术支持"}
	english := []string{"Usage question", "CN North-Beijing4", "Customer", "Low", "Technical"}
	for language, want := range map[string][]string{"": chinese, "zh-cn": chinese, "en-us": english, "EN-US": english,
		"fr-fr": chinese} {
		c.inLanguage(language)
		for i, name := range []string{"business_type_name", "dc_name", "source_name", "severity_name", "incident_type_name"} {
			if got := c.detail(id, name); got != want[i] {
				t.Errorf("%q: %s is %q, want %q", language, name, got, want[i])
			}
		}
	}
}

// lookUps are the lists with names in both languages.
var lookUps = map[string][2]string{
	"/config/categories":               {"incident_sub_type_list", "incident_sub_type_name"},
	"/config/product-categories":       {"incident_product_category_list", "incident_product_category_name"},
	"/config/problems":                 {"incident_business_type_list", "business_type_name"},
	"/config/regions":                  {"data_center_list", "region_name"},
	"/config/area-codes":               {"area_code_list", "area_name"},
	"/config/satisfaction-dimensions":  {"satisfaction_dimension_list", "satisfaction_name"},
	"/customers/regions":               {"region_infos", "region_name"},
	"/config/templates?" + ofProblem:   {"incident_template_list", "incident_template_name"},
	"/config/extends-map?" + ofQuota:   {"extends_params", "param_name"},
	"/config/severities?" + ofSeverity: {"severity_list", "severity_name"},
}

const (
	ofProblem  = "business_type_id=" + simulator.ProblemConsulting
	ofQuota    = "business_type_id=" + simulator.ProblemQuota
	ofSeverity = ofProblem + "&product_category_id=" + simulator.ProductServer
)

func TestLookUpsFollowTheLanguage(t *testing.T) {
	t.Parallel()
	for path, list := range lookUps {
		c := newClient(t, simulator.Options{})
		chinese := c.call("GET", path, "").names(list[0], list[1])
		c.inLanguage("en-us")
		english := c.call("GET", path, "").names(list[0], list[1])
		if english == "" || chinese == english || !ascii(english) || ascii(chinese) {
			t.Errorf("%s: %q and %q", path, english, chinese)
		}
	}
}

func ascii(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > 127 })
}

func TestErrorTexts_language(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	for language, want := range map[string]string{"": "该工单不存在。", "en-us": "This case does not exist."} {
		c.inLanguage(language)
		if got := c.call("GET", "/cases/TS-1", "").text("error_msg"); got != want {
			t.Errorf("%q: %s", language, got)
		}
	}
}

func TestTimesFollowTheZone(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{Now: noon, Behaviors: simulator.Behaviors{Times: simulator.TimesWithOffset}})
	id := c.sim.OpenCase("question")
	for zone, want := range map[string]string{
		"": "20:00:00+08:00", "GMT+8": "20:00:00+08:00", "GMT+0": "12:00:00Z", "UTC": "12:00:00Z", "gmt": "12:00:00Z",
		"GMT-3":     "09:00:00-03:00",
		"GMT+05:30": "17:30:00+05:30", "UTC+14": "02:00:00+14:00", "Mars": "20:00:00+08:00", "GMT8": "20:00:00+08:00",
		"GMT+15": "20:00:00+08:00",
		"GMT+x":  "20:00:00+08:00", "GMT+1:99": "20:00:00+08:00",
	} {
		c.header = http.Header{}
		if zone != "" {
			c.header.Set("X-Time-Zone", zone)
		}
		if got := c.detail(id, "create_time"); !strings.HasSuffix(got, "T"+want) {
			t.Errorf("%q: %s, want %s", zone, got, want)
		}
	}
}

func TestListsCanBeEmptyNullOrLong(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	c.sim.EmptyList(simulator.RegionList)
	c.sim.NullList(simulator.AreaCodeList)
	c.sim.Fill(simulator.ProductList, 150)
	if got := string(c.call("GET", "/config/regions", "").ok().body); got != `{"data_center_list":[],"total_count":0}` {
		t.Error(got)
	}
	if got := string(c.call("GET", "/config/area-codes", "").ok().body); got != `{"area_code_list":null}` {
		t.Error(got)
	}
	if got := len(c.call("GET", "/config/product-categories", "").ok().list("incident_product_category_list")); got != 150 {
		t.Errorf("%d products", got)
	}
}

func TestDuplicateList_sharedName(t *testing.T) {
	t.Parallel()
	for list, path := range map[simulator.List]string{
		simulator.ProductList: "/config/product-categories", simulator.ProblemList: "/config/problems",
		simulator.RegionList:   "/config/regions",
		simulator.AreaCodeList: "/config/area-codes", simulator.SeverityList: "/config/severities?" + ofSeverity,
		simulator.TemplateList: "/config/templates?" + ofProblem,
	} {
		c := newClient(t, simulator.Options{})
		names := lookUps[path]
		before := strings.Fields(c.call("GET", path, "").names(names[0], names[1])) // Chinese names contain no spaces
		id := c.sim.Duplicate(list)
		got := c.call("GET", path, "")
		after := strings.Fields(got.names(names[0], names[1]))
		if len(after) != len(before)+1 || strings.Count(fmt.Sprint(after), before[0]) < 2 ||
			!strings.Contains(string(got.body), id) {
			t.Errorf("%s: %q, id %s", list, after, id)
		}
	}
}

func TestContactsAreVerifiedByCode(t *testing.T) {
	t.Parallel()
	c := newClient(t,
		simulator.Options{Behaviors: simulator.Behaviors{UnregisteredContacts: simulator.UnregisteredNeedVerification}})
	const contact = `"contact_way":1,"contact_value":"new@example.com","area_code":"86"}`
	c.call("POST", "/verifycodes/send", "{"+contact).ok()
	c.call("POST", "/verifycodes/send", "{"+contact).expectError("again", http.StatusOK, "OSM.01010024")
	c.call("POST", "/verifycodes", `{"verify_code":"000000",`+contact).expectError("wrong code", http.StatusOK, "OSM.01010010")
	c.sim.Advance(6 * time.Minute)
	check := `{"verify_code":"` + simulator.VerifyCode + `",` + contact
	c.call("POST", "/verifycodes", check).expectError("old code", http.StatusOK, "OSM.01010010")
	c.call("POST", "/verifycodes/send", "{"+contact).ok()
	c.call("POST", "/verifycodes", check).ok()
	list := c.call("GET", "/verifycodes/has-verified?contact_way=1", "").ok().list("contact_list")
	if len(list) != 1 {
		t.Fatalf("contacts %v", list)
	}
	id := fmt.Sprint(list[0].(map[string]any)["verified_id"])
	open := func(value string) response {
		c.header = http.Header{"X-Email-Verifiedid": {value}}
		return c.call("POST", "/cases", createBody("question", `,"remind_mail":"new@example.com"`))
	}
	open("other").expectError("another id", http.StatusOK, "OSM.01010010")
	open(id).ok()
	c.sim.ForgetVerifiedContact(id)
	open(id).expectError("taken back", http.StatusOK, "OSM.01010010")
}
