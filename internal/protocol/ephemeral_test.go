// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// open validates and opens an ephemeral resource. It returns the values or the errors.
func (s *server) open(resource string, config map[string]any) (map[string]any, *tfprotov6.OpenEphemeralResourceResponse) {
	s.t.Helper()
	schema, ok := s.schemas.EphemeralResourceSchemas[resource]
	if !ok {
		s.t.Fatalf("no ephemeral resource %s", resource)
	}
	value := s.value(schema.ValueType(), config)
	valid, err := s.ValidateEphemeralResourceConfig(s.t.Context(),
		&tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: resource, Config: value})
	s.noErrors(err, valid.Diagnostics)
	resp, err := s.OpenEphemeralResource(s.t.Context(),
		&tfprotov6.OpenEphemeralResourceRequest{TypeName: resource, Config: value})
	if err != nil {
		s.t.Fatal(err)
	}
	if len(resp.Diagnostics) > 0 {
		return nil, resp
	}
	return s.plain(schema.ValueType(), resp.Result), resp
}

// closeEphemeral closes an ephemeral resource.
func (s *server) closeEphemeral(resource string, private []byte) {
	s.t.Helper()
	resp, err := s.CloseEphemeralResource(s.t.Context(),
		&tfprotov6.CloseEphemeralResourceRequest{TypeName: resource, Private: private})
	s.noErrors(err, resp.Diagnostics)
}

// sensitive returns the sensitive attributes of an ephemeral resource.
func (s *server) sensitive(resource string) map[string]bool {
	out := map[string]bool{}
	for _, a := range s.schemas.EphemeralResourceSchemas[resource].Block.Attributes {
		out[a.Name] = a.Sensitive
	}
	return out
}

// TestToken_lifecycle opens, renews and closes osm_token: the token is the one of the provider's calls, one login serves
// all, and Terraform is asked to renew it ten minutes before its end, which leads to a warning.
func TestToken_lifecycle(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{SeedCases: 1})
	s := start(t, env, nil)
	_, errors := s.list("osm_servicecase", query{})
	if len(errors) > 0 {
		t.Fatal(errors)
	}
	value, opened := s.open("osm_token", map[string]any{})
	if carried := env.RequestsFor("ListCases")[0].Header.Get("X-Auth-Token"); value["token"] != carried || carried == "" {
		t.Error("the token is not the one of the calls")
	}
	end, err := time.Parse(time.RFC3339, value["expires_at"].(string))
	if want := env.Now().Add(24 * time.Hour); err != nil || end.Sub(want).Abs() > time.Minute {
		t.Errorf("expires_at is %v, want %v", value["expires_at"], want)
	}
	if before := end.Sub(opened.RenewAt); (before - 10*time.Minute).Abs() > time.Second {
		t.Errorf("it is renewed %v before its end, want 10 minutes", before)
	}
	if strings.Contains(string(opened.Private), value["token"].(string)) {
		t.Error("the token is in the private data")
	}
	if marked := s.sensitive("osm_token"); !marked["token"] || marked["expires_at"] {
		t.Errorf("sensitive attributes: %v", marked)
	}
	renewed, err := s.RenewEphemeralResource(t.Context(),
		&tfprotov6.RenewEphemeralResourceRequest{TypeName: "osm_token", Private: opened.Private})
	s.noErrors(err, renewed.Diagnostics)
	if len(renewed.Diagnostics) != 1 || !strings.Contains(renewed.Diagnostics[0].Detail, value["expires_at"].(string)) ||
		!renewed.RenewAt.IsZero() {
		t.Errorf("renewing returns %v and is due again at %v, want one warning with the time of the end", renewed.Diagnostics,
			renewed.RenewAt)
	}
	s.closeEphemeral("osm_token", opened.Private)
	env.ExpectCounts(map[string]int{"CreateToken": 1})
}

// TestToken_renewedBeforeItsEnd checks that a token close to its end is renewed before it is returned.
func TestToken_renewedBeforeItsEnd(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	first, _ := s.open("osm_token", map[string]any{})
	again, _ := s.open("osm_token", map[string]any{})
	env.Advance(23*time.Hour + 55*time.Minute)
	young, opened := s.open("osm_token", map[string]any{})
	if first["token"] != again["token"] || young["token"] == first["token"] {
		t.Error("the token is not kept until ten minutes before its end, and then renewed")
	}
	if life := opened.RenewAt.Sub(env.Now()); life < 23*time.Hour {
		t.Errorf("the renewed token is good for %v", life)
	}
	env.ExpectCounts(map[string]int{"CreateToken": 2})
}

// TestToken_otherLogins checks the token if the provider does not log in with a password.
func TestToken_otherLogins(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	value, opened := start(t, env, map[string]any{"token": "issued-elsewhere"}).open("osm_token", map[string]any{})
	if value["token"] != "issued-elsewhere" || value["expires_at"] != nil || !opened.RenewAt.IsZero() {
		t.Errorf("a configured token returns %v, renewed at %v", value, opened.RenewAt)
	}
	_, opened = start(t, env, map[string]any{"user_name": unknown{}, "password": unknown{}, "domain_name": unknown{}}).
		open("osm_token", map[string]any{})
	if len(opened.Diagnostics) != 1 {
		t.Errorf("unknown credentials return %v, want one error", opened.Diagnostics)
	}
	s := start(t, env, map[string]any{"user_name": "somebody", "password": "wrong", "domain_name": "nowhere"})
	for range 2 {
		if _, opened = s.open("osm_token", map[string]any{}); len(opened.Diagnostics) != 1 {
			t.Errorf("a wrong password returns %v, want one error", opened.Diagnostics)
		}
	}
	// The wrong password is sent only once.
	env.ExpectCounts(map[string]int{"CreateToken": 1})
}

// TestAccessoryContent opens osm_accessory_content for text and for binary content.
func TestAccessoryContent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		bytes string
		text  any
	}{
		"text":  {"text of the file", "text of the file"},
		"bytes": {"\xff\x00\xfe", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			s := start(t, env, nil)
			encoded := base64.StdEncoding.EncodeToString([]byte(c.bytes))
			state, _ := s.create("osm_accessory", map[string]any{"accessory_name": "note.txt", "accessory_from": "incident",
				"upload_type": 0, "content_base64": encoded})
			env.ResetLog()
			value, opened := s.open("osm_accessory_content", map[string]any{"accessory_id": state["id"]})
			if value["content"] != c.text || value["content_base64"] != encoded || value["size"] != int64(len(c.bytes)) ||
				value["sha256"] != state["sha256"] {
				t.Errorf("got %v, want the bytes %q", value, c.bytes)
			}
			if marked := s.sensitive("osm_accessory_content"); !marked["content"] || !marked["content_base64"] {
				t.Errorf("sensitive attributes: %v", marked)
			}
			if len(opened.Private) > 0 || !opened.RenewAt.IsZero() {
				t.Errorf("private data %q, renewal at %v, want neither", opened.Private, opened.RenewAt)
			}
			s.closeEphemeral("osm_accessory_content", nil)
			if got := calls(env); len(got) != 1 || got[0] != "DownloadAccessories" {
				t.Errorf("calls %q, want only the download", got)
			}
		})
	}
}

// TestAccessoryContent_errors checks that an API error under HTTP 200 is not returned as content.
func TestAccessoryContent_errors(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	env.Inject(simulator.Fault{Operation: "DownloadAccessories", Kind: simulator.RejectUnder200, Code: "OSM.01010002"})
	_, opened := s.open("osm_accessory_content", map[string]any{"accessory_id": "a1"})
	if len(opened.Diagnostics) != 1 || !strings.Contains(opened.Diagnostics[0].Detail, "OSM.01010002") {
		t.Errorf("got %v, want the API error", opened.Diagnostics)
	}
}

// TestAccessoryURLs opens osm_accessory_urls: the URLs are those of the service, sensitive, and not kept for a renewal.
func TestAccessoryURLs(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	state, _ := s.create("osm_accessory", map[string]any{"accessory_name": "note.txt", "accessory_from": "incident",
		"upload_type": 0, "content": "text"})
	env.ResetLog()
	value, opened := s.open("osm_accessory_urls", map[string]any{"accessory_ids": []any{state["id"]}, "group_id": "group"})
	urls, ok := value["accessory_urls"].([]any)
	if !ok || len(urls) != 1 {
		t.Fatalf("got %v, %v", value, opened.Diagnostics)
	}
	url, _ := urls[0].(map[string]any)
	if url["accessory_id"] != state["id"] || url["accessory_name"] != "note.txt" ||
		!strings.HasPrefix(url["accessory_url"].(string), env.URL) {
		t.Errorf("got %v", url)
	}
	for _, a := range s.schemas.EphemeralResourceSchemas["osm_accessory_urls"].Block.Attributes {
		if a.NestedType == nil {
			continue
		}
		for _, nested := range a.NestedType.Attributes {
			if nested.Sensitive != (nested.Name == "accessory_url") {
				t.Errorf("%s: sensitive is %v", nested.Name, nested.Sensitive)
			}
		}
	}
	asked := env.RequestsFor("ListAccessoryAccessUrls")
	if len(asked) != 1 || asked[0].Query.Get("group_id") != "group" || len(opened.Private) > 0 || !opened.RenewAt.IsZero() {
		t.Errorf("%d calls, private data %q, renewal at %v", len(asked), opened.Private, opened.RenewAt)
	}
	s.closeEphemeral("osm_accessory_urls", nil)
	_, opened = s.open("osm_accessory_urls", map[string]any{"accessory_ids": []any{state["id"], "none"}})
	if len(opened.Diagnostics) != 1 || !strings.Contains(opened.Diagnostics[0].Detail, "no URL for the attachment none") {
		t.Errorf("got %v, want an error that names the attachment", opened.Diagnostics)
	}
}

// TestCasesExport opens osm_cases_export with every filter, and compares it with the file that the service sent.
func TestCasesExport(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	o := env.Options()
	id := env.OpenCase("The disk is full")
	s := start(t, env, nil)
	value, opened := s.open("osm_cases_export", map[string]any{
		"incident_ids": []any{id}, "tenant_source_id_list": []any{simulator.SourceID},
		"query_start_time": "2020-01-01 00:00:00", "query_end_time": "2100-01-01 00:00:00", "search_key": "disk",
		"status": "to_be_handled", "x_customer_name": o.User, "customer_id": o.DomainID, "sub_customer_id": o.UserID,
		"offset": 0, "limit": 10,
	})
	if opened.Diagnostics != nil {
		t.Fatal(opened.Diagnostics[0])
	}
	r := env.RequestsFor("DownloadCases")[0]
	if len(r.Query) != 13 || !strings.Contains(string(r.Response), id) {
		t.Errorf("query %v, response %s", r.Query, r.Response)
	}
	if value["content_base64"] != base64.StdEncoding.EncodeToString(r.Response) || value["size"] != int64(len(r.Response)) ||
		value["file_name"] != "cases.csv" || value["content_type"] != "application/octet-stream" || value["sha256"] == nil {
		t.Errorf("got %v", value)
	}
	if marked := s.sensitive("osm_cases_export"); !marked["content_base64"] || marked["sha256"] {
		t.Errorf("sensitive attributes: %v", marked)
	}
	s.closeEphemeral("osm_cases_export", nil)
	env.SetPrivilege("export", false)
	_, opened = s.open("osm_cases_export", map[string]any{})
	if len(opened.Diagnostics) != 1 || !strings.Contains(opened.Diagnostics[0].Detail, "privilege `export`") {
		t.Errorf("got %v, want an error that names the privilege", opened.Diagnostics)
	}
}
