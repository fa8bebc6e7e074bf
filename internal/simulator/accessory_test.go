// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// put uploads a file for new tickets.
func (c *client) put(name, content string) response {
	c.t.Helper()
	return c.call("POST", "/accessorys/json-format-content",
		fmt.Sprintf(`{"accessory_name":%q,"accessory_from":"incident","accessory_data":%q}`,
			name, base64.StdEncoding.EncodeToString([]byte(content))))
}

func TestUploadsAreLimited(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{DailyVolume: 3 << 20, Now: noon})
	c.sim.SetLimits(2, 1, "txt")
	limits := c.call("GET", "/accessorys/limits", "").ok().object("accessory_limit")
	if limits["limit_count"] != "2" || limits["limit_size"] != "1" || limits["limit_file_type"] != "txt" {
		t.Errorf("limits %v", limits)
	}
	full := strings.Repeat("x", 1<<20)
	c.put("a.TXT", full).ok()
	c.put("a.log", "x").expectError("type", http.StatusOK, outOfRange)
	c.put("txt", "x").expectError("no type", http.StatusOK, outOfRange)
	c.put("a.txt", full+"x").expectError("size", http.StatusOK, outOfRange)
	c.put("a.txt", full).ok()
	c.put("a.txt", full).ok()
	c.put("a.txt", "x").expectError("volume of the day", http.StatusOK, "OSM.01010005")
	c.sim.Advance(12 * time.Hour)
	c.put("a.txt", "x").ok()
	for what, data := range map[string]string{"no Base64": "?", "URL's Base64": "_-8=", "padding": "QQ",
		"line break": "QUFB\\nQUFB",
		"bits":       "QR=="} {
		c.call("POST", "/accessorys/json-format-content",
			`{"accessory_name":"a.txt","accessory_from":"incident","accessory_data":"`+data+`"}`).
			expectError(what, http.StatusOK, outOfRange)
	}
	var ids []string
	for _, a := range c.sim.Accessories() {
		ids = append(ids, a.ID)
	}
	if len(ids) != 4 {
		t.Fatalf("%d uploads", len(ids))
	}
	body := func(n int) string {
		return createBody("question", `,"accessory_ids":["`+strings.Join(ids[:n], `","`)+`"]`)
	}
	c.call("POST", "/cases", body(3)).expectError("count", http.StatusOK, outOfRange)
	c.call("POST", "/cases", body(2)).ok()
}

func TestUploads_otherPurposeRejected(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	c.call("POST", "/cases", createBody("question", `,"accessory_ids":["`+c.upload("message")+`"]`)).
		expectError("message", http.StatusOK, outOfRange)
	id := c.open("")
	c.call("POST", "/cases/"+id+"/message", `{"message":{"content":"","accessory_ids":["`+c.upload("message")+`"]}}`).ok()
	c.call("POST", "/cases/"+id+"/message", `{"message":{"content":" "}}`).expectError("empty", http.StatusOK, outOfRange)
}

func TestDownloads(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	first, second := c.put("a.txt", "one").ok().text("accessory_id"), c.put("a.txt", "two").ok().text("accessory_id")
	got := c.call("GET", "/accessorys/"+first, "")
	if string(got.body) != "one" || got.header.Get("Content-Disposition") != `attachment; filename="a.txt"` {
		t.Errorf("%v %s", got.header, got.body)
	}
	archive := c.call("GET", "/accessorys/"+first+","+second, "").body
	reader, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	content := map[string]string{}
	for _, entry := range reader.File {
		file, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		content[entry.Name] = string(text)
	}
	if fmt.Sprint(content) != "map[2_a.txt:two a.txt:one]" {
		t.Errorf("archive %v", content)
	}
	c.call("GET", "/accessorys/x", "").expectError("unknown", http.StatusOK, outOfRange)
	c.call("GET", "/accessorys/"+first+",x", "").expectError("one unknown", http.StatusOK, outOfRange)
	c.call("GET", "/accessorys/"+strings.Repeat("a,", 10)+"a", "").expectError("eleven", http.StatusOK, outOfRange)
	c.call("GET", "/accessorys/"+first+"/image", "").expectError("no image", http.StatusOK, outOfRange)
	image := c.put("a.png", "\x89PNG").ok().text("accessory_id")
	if got := c.call("GET", "/accessorys/"+image+"/image", ""); string(got.body) != "\x89PNG" {
		t.Errorf("image %q", got.body)
	}
}

func TestAccessURLsNeedNoLoginAndEnd(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{FileLife: time.Minute})
	file := c.put("a.txt", "one").ok().text("accessory_id")
	id := c.open(`,"accessory_ids":["` + file + `"]`)
	path := "/accessorys/" + file + "/access-url?relation_type=INCIDENT&incident_id="
	c.call("GET", path+"TS-1", "").expectError("unknown ticket", http.StatusOK, "OSM.01010015")
	c.call("GET", path+c.sim.OpenCase("other"), "").expectError("another ticket", http.StatusOK, outOfRange)
	address := c.call("GET", path+id, "").ok().text("accessory_url")
	if !strings.HasPrefix(address, c.url+"/") {
		t.Fatalf("address %q", address)
	}
	c.token = ""
	if got := c.send("GET", address, "", http.NoBody); got.status != http.StatusOK || string(got.body) != "one" {
		t.Errorf("%d %s", got.status, got.body)
	}
	c.sim.Advance(2 * time.Minute)
	if got := c.send("GET", address, "", http.NoBody); got.status != http.StatusForbidden ||
		!strings.Contains(string(got.body), "AccessDenied") {
		t.Errorf("%d %s", got.status, got.body)
	}
	if n := c.sim.Count(simulator.OperationFileDownload); n != 2 {
		t.Errorf("%d downloads in the log", n)
	}
	c.login()
	list := c.call("GET", "/accessorys/access-urls?accessory_ids="+file, "")
	if got := list.names("accessory_urls", "accessory_name"); got != "a.txt" {
		t.Errorf("list %s", list.body)
	}
}

func TestUploadsOfNoTicketCanBeDeleted(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	file := c.put("a.txt", "one").ok().text("accessory_id")
	c.call("DELETE", "/accessorys/"+file, "").ok()
	c.call("DELETE", "/accessorys/"+file, "").expectError("again", http.StatusOK, outOfRange)
	c.call("POST", "/cases", createBody("question", `,"accessory_ids":["`+file+`"]`)).expectError("used", http.StatusOK,
		outOfRange)
}

func TestLabelsOfATicket(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{LabelsPerCase: 2})
	id, a, b, d := c.sim.OpenCase("question"), c.sim.AddLabel("a", "#000000"), c.sim.AddLabel("b", "#000000"),
		c.sim.AddLabel("d", "#000000")
	path := "/cases/" + id + "/labels"
	with := func(ids ...any) string {
		return path + "?" + url.Values{"label_ids": {strings.Trim(fmt.Sprint(ids...), " ")}}.Encode()
	}
	c.call("POST", with(a), "").ok()
	c.call("POST", with(a), "").ok()
	c.call("POST", with(b), "").ok()
	c.call("POST", with(d), "").expectError("a third", http.StatusOK, "OSM.01010042")
	c.call("POST", with(9999), "").expectError("unknown", http.StatusOK, "OSM.01010039")
	c.call("PUT", fmt.Sprint("/labels/", b), `{"name":"bb","color":"#ffffff"}`).ok()
	c.call("PUT", "/labels/9999", `{"name":"bb","color":"#ffffff"}`).expectError("unknown", http.StatusOK, "OSM.01010039")
	if got := c.call("GET", path, "").names("case_label_list", "name"); got != "a bb" {
		t.Errorf("labels %q", got)
	}
	c.call("DELETE", with(a), "").ok()
	c.call("DELETE", with(a), "").ok()
	c.call("DELETE", fmt.Sprint("/labels/", b), "").ok()
	if view, _ := c.sim.Case(id); len(view.LabelIDs) != 0 || len(c.sim.Labels()) != 2 {
		t.Errorf("labels %v, %v", view.LabelIDs, c.sim.Labels())
	}
	c.must(c.sim.SetCaseLabels(id, a, d))
	c.sim.RemoveLabel(d)
	if view, _ := c.sim.Case(id); fmt.Sprint(view.LabelIDs) != fmt.Sprint([]int{a}) {
		t.Errorf("labels %v", view.LabelIDs)
	}
}
