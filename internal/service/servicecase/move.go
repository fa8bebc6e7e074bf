// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// importInstead ends the errors of a move that is not possible.
const importInstead = " To keep the ticket, replace the `moved` block with a `removed` block and an `import` block."

// movable are the resources of generic REST providers that may hold a ticket, by type. The address of the provider does not
// matter, since providers are mirrored.
var movable = map[string]func(attributes) foreignCase{"restapi_object": fromRestapi, "restful_resource": fromRestful}

// MoveState lets a moved block turn a resource of a generic REST provider into the ticket that it manages.
func (*caseResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: moveState}}
}

func moveState(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	summary := "Unable to move " + req.SourceTypeName
	read, ok := movable[req.SourceTypeName]
	if !ok {
		resp.Diagnostics.AddError(
			summary,
			"A ticket can only be moved from `restapi_object` or `restful_resource`."+importInstead,
		)
		return
	}
	source, err := decodeAttributes(req)
	if err != nil {
		resp.Diagnostics.AddError(summary, "The state of the old resource can't be read: "+err.Error()+"."+importInstead)
		return
	}
	ticket := read(source)
	id, problem := ticket.id()
	if problem != "" {
		resp.Diagnostics.AddError(summary, problem)
		return
	}
	var m caseModel
	if framework.Failed(&resp.Diagnostics, resp.TargetState.SetAttribute(ctx, path.Root("id"), id),
		resp.TargetState.Get(ctx, &m)) {
		return
	}
	m.GroupID = framework.Text(&ticket.group)
	m.SourceID, m.OnDestroy = types.StringValue(defaultSourceID), types.StringValue(onDestroyClose)
	m.setOpenedWith(ctx, ticket.body)
	resp.Diagnostics.Append(resp.TargetState.Set(ctx, &m)...)
	if resp.TargetIdentity != nil {
		resp.Diagnostics.Append(resp.TargetIdentity.Set(ctx, identityModel{ID: id, GroupID: m.GroupID})...)
	}
	resp.Diagnostics.Append(privateState{Imported: true, Unread: true, Moved: true}.save(ctx, resp.TargetPrivate)...)
}

// foreignCase is what the state of another provider's resource reveals of a ticket.
type foreignCase struct {
	// path is the path by which the resource was created.
	path string
	// responses are what the service returned, ids what may be the ID, of which the path of the ticket is cut off.
	responses []map[string]any
	ids       []string
	group     string
	// body is the body by which the ticket was opened, as far as the state still holds it. Nothing else is taken over: headers
	// and other arguments may contain credentials.
	body map[string]any
}

// fromRestapi reads a resource restapi_object. If its refresh replaced data by the response, that holds no argument.
func fromRestapi(a attributes) foreignCase {
	return foreignCase{
		path:      cmp.Or(a.text("create_path"), a.text("path")),
		responses: []map[string]any{a.object("create_response"), a.object("api_response")},
		ids:       []string{a.text("id"), a.text("object_id")},
		group:     groupOf("?"+a.text("query_string"), a.text("read_path")),
		body:      a.object("data"),
	}
}

// fromRestful reads a resource restful_resource, whose id is the path of the ticket.
func fromRestful(a attributes) foreignCase {
	return foreignCase{
		path:      a.text("path"),
		responses: []map[string]any{a.object("output"), a.object("sensitive_output")},
		ids:       []string{a.text("id")},
		group:     groupOf(a.text("id"), a.query("read_query"), a.query("query")),
		body:      a.object("body"),
	}
}

// id returns the ID of the ticket, or why it is not known. That of a response is certain; the resource's own ID may be any
// attribute that its user chose.
func (f foreignCase) id() (id, problem string) {
	if _, ok := cutCasePath(f.path); !ok {
		return "", fmt.Sprintf("The path of the old resource, %q, is not the path of tickets, which ends in /cases. Only a "+
			"ticket can become an `osm_servicecase`. Remove the `moved` block.", pathOf(f.path))
	}
	for _, r := range f.responses {
		detail, _ := r["incident_detail_info"].(map[string]any)
		for _, object := range []map[string]any{r, detail} {
			found := scalar(object["incident_id"])
			if !isImportID(found) {
				continue
			}
			if id != "" && id != found {
				return "", fmt.Sprintf(
					"The responses in the state of the old resource name two tickets, %s and %s."+importInstead,
					id,
					found,
				)
			}
			id = found
		}
	}
	for _, own := range f.ids {
		if tail, ok := cutCasePath(own); ok {
			own = tail
		}
		if id == "" && isImportID(own) {
			id = own
		}
	}
	if id == "" {
		return "", "The state of the old resource contains no ticket ID." + importInstead
	}
	return id, ""
}

// cutCasePath returns what follows the path of tickets in a URL or path: an ID, or nothing. It reports whether it is such a path.
func cutCasePath(text string) (tail string, ok bool) {
	segments := strings.Split(strings.Trim(pathOf(text), "/"), "/")
	last := len(segments) - 1
	switch {
	case segments[last] == "cases":
		return "", true
	case last > 0 && segments[last-1] == "cases":
		return segments[last], true
	}
	return "", false
}

// pathOf returns the path of a URL or path, without its query.
func pathOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Path
}

// groupOf returns the first group_id in the queries of some URLs.
func groupOf(urls ...string) string {
	for _, text := range urls {
		if u, err := url.Parse(text); err == nil && isImportID(u.Query().Get("group_id")) {
			return u.Query().Get("group_id")
		}
	}
	return ""
}

// setOpenedWith sets the arguments that a ticket was opened with, which the API does not report.
func (m *caseModel) setOpenedWith(ctx context.Context, body map[string]any) {
	for name, argument := range m.createOnly() {
		if v := scalar(body[name]); v != "" {
			*argument = types.StringValue(v)
		}
	}
	for i, argument := range m.contact() {
		if v := scalar(body[osm.ContactFields[i]]); v != "" && !osm.IsMasked(v) {
			*argument = types.StringValue(v)
		}
	}
	for i, name := range []string{"extends_map", "extension_map"} {
		if object, ok := body[name].(map[string]any); ok {
			if v := framework.FromJSON(ctx, object); v != nil {
				*m.dynamicArguments()[i] = types.DynamicValue(v)
			}
		}
	}
	files, _ := body["accessory_ids"].([]any)
	var ids []attr.Value
	for _, file := range files {
		if id := scalar(file); id != "" {
			ids = append(ids, types.StringValue(id))
		}
	}
	if list, diags := types.ListValueFrom(ctx, types.StringType, ids); len(ids) > 0 && !diags.HasError() {
		m.AccessoryIDs = list
	}
}

// attributes are those of another provider's resource. Its schema is not known: what has another type counts as missing.
type attributes map[string]any

func decodeAttributes(req resource.MoveStateRequest) (attributes, error) {
	if req.SourceRawState == nil || len(req.SourceRawState.JSON) == 0 {
		return nil, errors.New("it is not JSON")
	}
	object, ok := decodeJSON(req.SourceRawState.JSON).(map[string]any)
	if !ok {
		return nil, errors.New("it is not a JSON object")
	}
	return object, nil
}

// decodeJSON returns nil for what is not JSON. Numbers keep all their digits.
func decodeJSON(data []byte) (v any) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if decoder.Decode(&v) != nil || decoder.More() {
		return nil
	}
	return v
}

func (a attributes) text(name string) string {
	text, _ := a[name].(string)
	return text
}

// object returns an object that is an attribute itself, its value if it is dynamic, or JSON in a string.
func (a attributes) object(name string) map[string]any {
	v := a[name]
	if dynamic, ok := v.(map[string]any); ok && len(dynamic) == 2 && dynamic["type"] != nil {
		if value, ok := dynamic["value"]; ok {
			v = value
		}
	}
	if text, ok := v.(string); ok {
		v = decodeJSON([]byte(text))
	}
	object, _ := v.(map[string]any)
	return object
}

// query returns a map of lists as the query of a URL.
func (a attributes) query(name string) string {
	values := url.Values{}
	for key, list := range a.object(name) {
		items, _ := list.([]any)
		for _, item := range items {
			values.Add(key, scalar(item))
		}
	}
	return "?" + values.Encode()
}

// scalar returns a string or number as text, "" for anything else.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}
