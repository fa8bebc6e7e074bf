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

// open validates and opens an ephemeral resource. It gives the values, or the errors.
func (s *server) open(resource string, config map[string]any) (map[string]any, *tfprotov6.OpenEphemeralResourceResponse) {
	s.t.Helper()
	schema, ok := s.schemas.EphemeralResourceSchemas[resource]
	if !ok {
		s.t.Fatalf("there is no ephemeral resource %s", resource)
	}
	value := s.value(schema.ValueType(), config)
	valid, err := s.ValidateEphemeralResourceConfig(s.t.Context(), &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: resource, Config: value})
	s.good(err, valid.Diagnostics)
	resp, err := s.OpenEphemeralResource(s.t.Context(), &tfprotov6.OpenEphemeralResourceRequest{TypeName: resource, Config: value})
	if err != nil {
		s.t.Fatal(err)
	}
	if len(resp.Diagnostics) > 0 {
		return nil, resp
	}
	return s.plain(schema.ValueType(), resp.Result), resp
}

// shut closes an ephemeral resource.
func (s *server) shut(resource string, private []byte) {
	s.t.Helper()
	resp, err := s.CloseEphemeralResource(s.t.Context(), &tfprotov6.CloseEphemeralResourceRequest{TypeName: resource, Private: private})
	s.good(err, resp.Diagnostics)
}

// sensitive tells which attributes of an ephemeral resource are marked so.
func (s *server) sensitive(resource string) map[string]bool {
	out := map[string]bool{}
	for _, a := range s.schemas.EphemeralResourceSchemas[resource].Block.Attributes {
		out[a.Name] = a.Sensitive
	}
	return out
}

// TestTokenLife opens, renews and closes osm_token: the token is the one that the provider's calls carry, one login serves all, Terraform is told
// to come back ten minutes before its end, and is then warned.
func TestTokenLife(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{SeedCases: 1})
	s := start(t, env, nil)
	_, errors := s.list("osm_servicecase", query{})
	if len(errors) > 0 {
		t.Fatal(errors)
	}
	value, opened := s.open("osm_token", map[string]any{})
	if carried := env.RequestsFor("ListCases")[0].Header.Get("X-Auth-Token"); value["token"] != carried || carried == "" {
		t.Error("the token is not the one that calls carry")
	}
	end, err := time.Parse(time.RFC3339, value["expires_at"].(string))
	if want := env.Now().Add(24 * time.Hour); err != nil || end.Sub(want).Abs() > time.Minute {
		t.Errorf("expires_at is %v, want %v", value["expires_at"], want)
	}
	if before := end.Sub(opened.RenewAt); (before - 10*time.Minute).Abs() > time.Second {
		t.Errorf("it is renewed %v before its end, want 10 minutes", before)
	}
	if strings.Contains(string(opened.Private), value["token"].(string)) {
		t.Error("the token is in what Terraform keeps")
	}
	if marked := s.sensitive("osm_token"); !marked["token"] || marked["expires_at"] {
		t.Errorf("sensitive attributes: %v", marked)
	}
	renewed, err := s.RenewEphemeralResource(t.Context(), &tfprotov6.RenewEphemeralResourceRequest{TypeName: "osm_token", Private: opened.Private})
	s.good(err, renewed.Diagnostics)
	if len(renewed.Diagnostics) != 1 || !strings.Contains(renewed.Diagnostics[0].Detail, value["expires_at"].(string)) || !renewed.RenewAt.IsZero() {
		t.Errorf("renewing gives %v and comes back at %v, want one warning that names the end", renewed.Diagnostics, renewed.RenewAt)
	}
	s.shut("osm_token", opened.Private)
	env.ExpectCounts(map[string]int{"CreateToken": 1})
}

// TestTokenIsYoung holds that a token which is about to end is not handed out: it is renewed first.
func TestTokenIsYoung(t *testing.T) {
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

// TestTokenOfOthers holds what is handed out when the provider does not log in by password.
func TestTokenOfOthers(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	value, opened := start(t, env, map[string]any{"token": "issued-elsewhere"}).open("osm_token", map[string]any{})
	if value["token"] != "issued-elsewhere" || value["expires_at"] != nil || !opened.RenewAt.IsZero() {
		t.Errorf("a token that was issued elsewhere gives %v, renewed at %v", value, opened.RenewAt)
	}
	_, opened = start(t, env, map[string]any{"user_name": unknown{}, "password": unknown{}, "domain_name": unknown{}}).open("osm_token", map[string]any{})
	if len(opened.Diagnostics) != 1 {
		t.Errorf("credentials that are not known yet give %v, want one error", opened.Diagnostics)
	}
	s := start(t, env, map[string]any{"user_name": "somebody", "password": "wrong", "domain_name": "nowhere"})
	for range 2 {
		if _, opened = s.open("osm_token", map[string]any{}); len(opened.Diagnostics) != 1 {
			t.Errorf("a wrong password gives %v, want one error", opened.Diagnostics)
		}
	}
	// The wrong password is sent once, however often the token is asked for.
	env.ExpectCounts(map[string]int{"CreateToken": 1})
}

// TestAccessoryContent opens osm_accessory_content for text and for bytes that are none.
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
			state, _ := s.create("osm_accessory", map[string]any{"accessory_name": "note.txt", "accessory_from": "incident", "upload_type": 0, "content_base64": encoded})
			env.ResetLog()
			value, opened := s.open("osm_accessory_content", map[string]any{"accessory_id": state["id"]})
			if value["content"] != c.text || value["content_base64"] != encoded || value["size"] != int64(len(c.bytes)) || value["sha256"] != state["sha256"] {
				t.Errorf("got %v, want the bytes %q", value, c.bytes)
			}
			if marked := s.sensitive("osm_accessory_content"); !marked["content"] || !marked["content_base64"] {
				t.Errorf("sensitive attributes: %v", marked)
			}
			if len(opened.Private) > 0 || !opened.RenewAt.IsZero() {
				t.Errorf("Terraform keeps %q and comes back at %v, want neither", opened.Private, opened.RenewAt)
			}
			s.shut("osm_accessory_content", nil)
			if got := calls(env); len(got) != 1 || got[0] != "DownloadAccessories" {
				t.Errorf("calls %q, want the download alone", got)
			}
		})
	}
}

// TestAccessoryContentErrors holds that a refusal which comes as JSON under HTTP 200 is no content.
func TestAccessoryContentErrors(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	env.Inject(simulator.Fault{Operation: "DownloadAccessories", Kind: simulator.RejectUnder200, Code: "OSM.01010002"})
	_, opened := s.open("osm_accessory_content", map[string]any{"accessory_id": "a1"})
	if len(opened.Diagnostics) != 1 || !strings.Contains(opened.Diagnostics[0].Detail, "OSM.01010002") {
		t.Errorf("got %v, want the service's refusal", opened.Diagnostics)
	}
}
