// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/provider"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// moved returns the ID and the group of the identity that a state is moved to, or the error.
func moved(t *testing.T, typ, state string) (id, group, problem string) {
	t.Helper()
	return moveState(t, acctest.New(t, simulator.Options{}).Server(), typ, state)
}

func moveState(t *testing.T, server tfprotov6.ProviderServer, typ, state string) (id, group, problem string) {
	t.Helper()
	resp, err := server.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: "example.com/mirror/" + typ, SourceTypeName: typ, TargetTypeName: "osm_servicecase",
		SourceState: &tfprotov6.RawState{JSON: []byte(state)}, SourcePrivate: []byte(`{"schema_version":"1"}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(resp.Diagnostics) > 0 {
		return "", "", resp.Diagnostics[0].Summary + ": " + resp.Diagnostics[0].Detail
	}
	identity, err := resp.TargetIdentity.IdentityData.Unmarshal(tftypes.Object{
		AttributeTypes: map[string]tftypes.Type{"id": tftypes.String, "group_id": tftypes.String}})
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]tftypes.Value
	var known *string
	if err := identity.As(&fields); err != nil {
		t.Fatal(err)
	}
	for name, field := range map[string]*string{"id": &id, "group_id": &group} {
		if err := fields[name].As(&known); err != nil {
			t.Fatal(err)
		}
		if known != nil {
			*field = *known
		}
	}
	return id, group, ""
}

// encode returns attributes as a state holds them.
func encode(t *testing.T, attributes map[string]any) string {
	t.Helper()
	state, err := json.Marshal(attributes)
	if err != nil {
		t.Fatal(err)
	}
	return string(state)
}

// TestMoveState_id checks where the ID of a ticket is found, in each form of a state.
func TestMoveState_id(t *testing.T) {
	t.Parallel()
	const (
		path   = `"path": "/v2/servicerequest/cases"`
		ticket = `"id": "/v2/servicerequest/cases/TS-1", ` + path
	)
	for name, c := range map[string]struct{ typ, state, id, group string }{
		"restapi":        {"restapi_object", encode(t, restapiState("TS-1", nil)), "TS-1", ""},
		"restful":        {"restful_resource", encode(t, restfulState("TS-1", nil)), "TS-1", ""},
		"only an ID":     {"restapi_object", `{"id": "TS-1", ` + path + `}`, "TS-1", ""},
		"only object_id": {"restapi_object", `{"object_id": "TS-1", ` + path + `}`, "TS-1", ""},
		"path as ID":     {"restapi_object", `{"id": "cases/TS-1", ` + path + `}`, "TS-1", ""},
		"another attribute": {"restapi_object", `{"id": "web-1", ` + path +
			`, "create_response": "{\"incident_id\": \"TS-1\"}"}`, "TS-1", ""},
		"short path": {"restapi_object", `{"id": "TS-1", "path": "cases/"}`, "TS-1", ""},
		"create_path": {"restapi_object",
			`{"id": "TS-1", "path": "/tickets", "create_path": "/v2/servicerequest/cases?x=y"}`, "TS-1", ""},
		"address as path": {"restapi_object",
			`{"id": "TS-1", "path": "https://osm.example.com/v2/servicerequest/cases"}`, "TS-1", ""},
		"group in the query": {"restapi_object", `{"id": "TS-1", "query_string": "group_id=g", ` + path + `}`, "TS-1", "g"},
		"group in read_path": {"restapi_object",
			`{"id": "TS-1", "read_path": "/v2/servicerequest/cases/{id}?group_id=g", ` + path + `}`, "TS-1", "g"},
		"group in a map":  {"restful_resource", `{"read_query": {"group_id": ["g"]}, ` + ticket + `}`, "TS-1", "g"},
		"group in the ID": {"restful_resource", `{"id": "/v2/servicerequest/cases/TS-1?group_id=g", ` + path + `}`, "TS-1", "g"},
		"imported, by address": {"restful_resource",
			`{"id": "/v2/servicerequest/cases/TS-1", "path": "/v2/servicerequest/cases/TS-1"}`, "TS-1", ""},
		"selected response": {"restful_resource",
			`{"id": "/cases", "output": {"type": "x", "value": {"incident_id": "TS-1"}}, ` + path + `}`, "TS-1", ""},
		"sensitive response": {"restful_resource",
			`{"id": "x", "sensitive_output": {"type": "x", "value": {"incident_id": "TS-1"}}, ` + path + `}`, "TS-1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if id, group, problem := moved(t, c.typ, c.state); id != c.id || group != c.group || problem != "" {
				t.Errorf("got ticket %q of group %q and the error %q, want %q and %q", id, group, problem, c.id, c.group)
			}
		})
	}
}

// TestMoveState_errors checks that what can't be moved is an explained error that keeps the secrets of the state.
func TestMoveState_errors(t *testing.T) {
	t.Parallel()
	const (
		path     = `"path": "/v2/servicerequest/cases", "header": {"X-Auth-Token": "` + secret + `"}`
		noObject = "is not a JSON object"
		noTicket = "is not the path of tickets"
		noID     = "contains no ticket ID"
	)
	for name, c := range map[string]struct{ typ, state, want string }{
		"another resource": {"random_string", `{"id": "TS-1"}`, "from `restapi_object` or `restful_resource`"},
		"no state":         {"restapi_object", ``, "is not JSON"},
		"not JSON":         {"restapi_object", `{"id": `, noObject},
		"null":             {"restapi_object", `null`, noObject},
		"list":             {"restful_resource", `["TS-1"]`, noObject},
		"text":             {"restful_resource", `"TS-1"`, noObject},
		"two values":       {"restful_resource", `{} {}`, noObject},
		"empty":            {"restapi_object", `{}`, noTicket},
		"label": {"restapi_object", `{"id": "7", "path": "/v2/servicerequest/labels"}`,
			`"/v2/servicerequest/labels", is not the path of tickets`},
		"attachment": {"restapi_object",
			`{"id": "7", "path": "/v2/servicerequest/accessorys/json-format-content?token=` + secret + `"}`, noTicket},
		"message":             {"restful_resource", `{"id": "x", "path": "/v2/servicerequest/cases/TS-1/message"}`, noTicket},
		"path of a number":    {"restapi_object", `{"id": "TS-1", "path": 7}`, noTicket},
		"path with a control": {"restapi_object", `{"id": "TS-1", "path": "\u0000cases"}`, noTicket},
		"no ID":               {"restapi_object", `{"id": "", ` + path + `}`, noID},
		"ID of a number":      {"restapi_object", `{"id": {"a": 1}, ` + path + `}`, noID},
		"ID of the list":      {"restful_resource", `{"id": "/v2/servicerequest/cases", ` + path + `}`, noID},
		"ID that can't be":    {"restful_resource", `{"id": "/v2/servicerequest/cases/TS 1", ` + path + `}`, noID},
		"long ID":             {"restapi_object", `{"id": "` + strings.Repeat("x", 65) + `", ` + path + `}`, noID},
		"list as response": {"restful_resource",
			`{"output": {"type": "x", "value": [{"incident_id": "TS-1"}]}, ` + path + `}`, noID},
		"broken response": {"restapi_object",
			`{"create_response": "{\"incident_id\": \"TS-1\"", ` + path + `}`, noID},
		"two tickets": {"restapi_object", `{"create_response": "{\"incident_id\": \"TS-1\"}", ` +
			`"api_response": "{\"incident_detail_info\": {\"incident_id\": \"TS-2\"}}", ` + path + `}`,
			"two tickets, TS-1 and TS-2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id, _, problem := moved(t, c.typ, c.state)
			if id != "" || !strings.HasPrefix(problem, "Unable to move "+c.typ+": ") || !strings.Contains(problem, c.want) ||
				!strings.Contains(problem, "`moved`") || strings.Contains(problem, secret) {
				t.Errorf("got ticket %q and the error %q, want %q", id, problem, c.want)
			}
		})
	}
}

// FuzzMoveState moves arbitrary states: never a panic, and either an error or a ticket with an ID that an import accepts.
func FuzzMoveState(f *testing.F) {
	for _, seed := range []string{
		`{"id": "TS-1", "path": "/cases", "data": "{\"extends_map\": {\"a\": [1, null, {\"b\": 1e999999999}]}}"}`,
		`{"id": "/cases/TS-1", "path": "cases", "body": {"type": [], "value": {"extension_map": {"a": [[[{}]]]}}}}`,
		`{"id": "/cases/TS-1", "path": "cases", "body": "{\"accessory_ids\": [1, [], \"a\"]}"}`,
		`{"id": "TS-1", "path": "%zz/cases", "query_string": "%zz", "read_query": {"group_id": "g"}}`,
		`{"body": {"type": "x", "value": null}, "output": {"type": null, "value": 1}, "path": "//cases//"}`,
		`{"id": "TS-1", "path": "cases", "body": ` +
			`"{\"simple_description\": 1, \"accessory_ids\": {}, \"remind_mail\": \"t***\"}"}`,
		`[]`, `{`, `7`, "\xff",
	} {
		f.Add(true, seed)
		f.Add(false, seed)
	}
	server, err := providerserver.NewProtocol6WithError(provider.New("test")())()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, restapi bool, state string) {
		typ := map[bool]string{true: "restapi_object", false: "restful_resource"}[restapi]
		id, _, problem := moveState(t, server, typ, state)
		if isID := id != "" && !strings.ContainsAny(id, " /?#@,\n"); isID == (problem != "") {
			t.Errorf("%q is moved to ticket %q, error %q", state, id, problem)
		}
	})
}
