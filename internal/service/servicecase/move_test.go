// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// foreign is a generic REST provider. Terraform asks it for nothing but its schema: the move comes before all else.
type foreign struct{}

func (foreign) Metadata(context.Context, provider.MetadataRequest, *provider.MetadataResponse)    {}
func (foreign) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (foreign) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (foreign) Resources(context.Context) []func() resource.Resource                              { return nil }
func (foreign) DataSources(context.Context) []func() datasource.DataSource                        { return nil }

// secret is in each place of a foreign state from which nothing may be taken over.
const secret = "a-token-of-the-old-provider"

// openedWith is the body by which the ticket was opened.
const openedWith = `{
  "business_type_id": "` + simulator.ProblemConsulting + `", "product_category_id": "` + simulator.ProductServer + `",
  "incident_sub_type_id": "1", "source_id": "` + simulator.SourceID + `", "region_id": "` + simulator.RegionBeijing4 + `",
  "simple_description": "The node does not answer.\nIt is <b>web-1</b>.", "verify_code": "` + secret + `",
  "remind_time": "0", "area_code": "86", "remind_mobile": "` + simulator.RegisteredMobile + `",
  "extends_map": {}, "extension_map": {"level": 2, "tags": ["a", true]}
}`

// equivalent is the configuration of that ticket.
const equivalent = `
resource "osm_servicecase" "ticket" {
  business_type_id     = "` + simulator.ProblemConsulting + `"
  product_category_id  = "` + simulator.ProductServer + `"
  incident_sub_type_id = "1"
  simple_description   = "The node does not answer.\nIt is <b>web-1</b>."
  region_id            = "` + simulator.RegionBeijing4 + `"
  area_code            = "86"
  remind_mobile        = "` + simulator.RegisteredMobile + `"
  remind_time          = "0"
  extension_map        = { level = 2, tags = ["a", true] }
}
`

// restapiState returns the attributes of a restapi_object.
func restapiState(id string, more map[string]any) map[string]any {
	attributes := map[string]any{
		"id": id, "path": "/v2/servicerequest/cases", "id_attribute": "incident_id", "data": openedWith, "debug": false,
		"api_data": map[string]any{"incident_id": id, "token": secret}, "create_response": fmt.Sprintf(`{"incident_id": %q}`, id),
		"api_response": fmt.Sprintf(`{"incident_detail_info": {"incident_id": %q, "token": %q}}`, id, secret),
		"destroy_data": `{"token": "` + secret + `"}`, "query_string": "token=" + secret,
	}
	maps.Copy(attributes, more)
	return attributes
}

// dynamic returns a value of a dynamic attribute as a state holds it; nobody reads the type.
func dynamic(v any) map[string]any {
	return map[string]any{"type": []any{"object", map[string]any{}}, "value": v}
}

// restfulState returns the attributes of a restful_resource.
func restfulState(id string, more map[string]any) map[string]any {
	var body any
	if err := json.Unmarshal([]byte(openedWith), &body); err != nil {
		panic(err)
	}
	attributes := map[string]any{
		"id": "/v2/servicerequest/cases/" + id, "path": "/v2/servicerequest/cases", "read_path": "$(path)/$(body.incident_id)",
		"body": dynamic(body), "output": dynamic(map[string]any{"incident_id": id, "token": secret}),
		"header": map[string]any{"X-Auth-Token": secret}, "query": map[string]any{"token": []any{secret}},
	}
	maps.Copy(attributes, more)
	return attributes
}

// stateFile returns a state with one resource of another provider.
func stateFile(t *testing.T, address, typ string, version int, attributes map[string]any) string {
	t.Helper()
	private := map[string][]byte{"hash": []byte(`"` + secret + `"`)}
	encoded, err := json.Marshal(private)
	if err != nil {
		t.Fatal(err)
	}
	state, err := json.Marshal(map[string]any{
		"version": 4, "terraform_version": "1.8.0", "serial": 1, "lineage": "d9b3c1a2-1f9e-4c52-8f4e-7a3f2a6f0b11",
		"outputs": map[string]any{},
		"resources": []any{map[string]any{
			"mode": "managed", "type": typ, "name": "ticket", "provider": fmt.Sprintf("provider[%q]", address),
			"instances": []any{map[string]any{"schema_version": version, "attributes": attributes, "private": encoded}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(state)
}

// move prepares a folder that moves a resource of another provider to the ticket of the configuration.
func move(
	t *testing.T, env *acctest.Env, source, typ string, version int, attributes map[string]any, config string,
) *acctest.CLI {
	t.Helper()
	cli := env.Attach(t)
	address := cli.Serve(source, providerserver.NewProtocol6(foreign{}))
	cli.Write("terraform.tfstate", stateFile(t, address, typ, version, attributes))
	cli.Write("main.tf", env.Provider()+config+"\nmoved {\n  from = "+typ+".ticket\n  to = osm_servicecase.ticket\n}\n")
	return cli
}

// skipWithoutMoves skips the test if this client can't move a resource to another type.
func skipWithoutMoves(t *testing.T, r acctest.Result) {
	t.Helper()
	if strings.Contains(r.Out, "Resource type mismatch") {
		t.Skip("this client can't move a resource to another type")
	}
}

// openForeign opens the ticket of openedWith, as the other provider did.
func openForeign(t *testing.T, env *acctest.Env) string {
	t.Helper()
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+equivalent)
	cli.Apply()
	env.ResetLog()
	return acctest.OnlyCase(t, env).ID
}

// TestAccMove_steps moves a ticket by a refresh alone, without one, and by a saved plan: nothing is sent.
func TestAccMove_steps(t *testing.T) {
	t.Parallel()
	for name, steps := range map[string][][]string{
		"refresh only":    {{"apply", "-refresh-only", "-auto-approve"}, {"apply", "-auto-approve"}},
		"without refresh": {{"apply", "-refresh=false", "-auto-approve"}, {"apply", "-auto-approve"}},
		"saved plan":      {{"plan", "-out=moved.tfplan"}, {"apply", "moved.tfplan"}},
		"planned twice":   {{"plan"}, {"plan"}, {"apply", "-auto-approve"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			id := openForeign(t, env)
			cli := move(t, env, "mastercard/restapi", "restapi_object", 0, restapiState(id, nil), equivalent)
			for _, step := range steps {
				r := cli.Run(step...)
				skipWithoutMoves(t, r)
				if r.Code != 0 || strings.Contains(r.Out, "replaced") {
					t.Errorf("%q:\n%s", step, r.Out)
				}
			}
			cli.ExpectEmptyPlan()
			acctest.ExpectWrites(t, env)
			if got := cli.State().Values.RootModule.Resources; len(got) != 1 || got[0].AttributeValues["id"] != id {
				t.Errorf("the state holds %+v", got)
			}
		})
	}
}

// TestAccMove_missing moves a ticket that does not exist, or was deleted: an error, and no other ticket.
func TestAccMove_missing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		deleted simulator.DeletedTicket
		want    string
	}{
		"gone":      {simulator.DeletedIsGone, "does not exist"},
		"status 13": {simulator.DeletedStatus13, "The ticket was deleted."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{Deleted: c.deleted}})
			id := openForeign(t, env)
			env.SetStatus(id, simulator.StatusDeleted)
			cli := move(t, env, "mastercard/restapi", "restapi_object", 0, restapiState(id, nil), equivalent)
			r := cli.Run("apply", "-auto-approve")
			skipWithoutMoves(t, r)
			if r.Code == 0 {
				t.Errorf("no error:\n%s", r.Out)
			}
			acctest.ExpectTexts(t, r.Out, "Unable to move ticket "+id, c.want, "`terraform state rm`")
			acctest.ExpectWrites(t, env)
		})
	}
}

// TestAccMove moves a ticket from each provider with a real Terraform: nothing is planned for the equivalent configuration, no
// call is made, and no secret of the old state is in the new one.
func TestAccMove(t *testing.T) {
	t.Parallel()
	const restapi, restful = "mastercard/restapi", "magodo/restful"
	for name, c := range map[string]struct {
		source, typ string
		version     int
		attributes  func(id string) map[string]any
		config      string
		// empty reports whether the first plan changes nothing.
		empty bool
	}{
		"restapi": {restapi, "restapi_object", 0, func(id string) map[string]any { return restapiState(id, nil) },
			equivalent, true},
		"restful": {restful, "restful_resource", 2, func(id string) map[string]any { return restfulState(id, nil) },
			equivalent, true},
		"restful, first schema": {restful, "restful_resource", 0, func(id string) map[string]any {
			return restfulState(id, map[string]any{"body": openedWith, "output": `{"incident_id": "` + id + `"}`})
		}, equivalent, true},
		"empty object kept": {restapi, "restapi_object", 0, func(id string) map[string]any { return restapiState(id, nil) },
			strings.Replace(equivalent, "remind_time ", "extends_map = {}\n  remind_time ", 1), true},
		"data replaced by the response": {restapi, "restapi_object", 0, func(id string) map[string]any {
			return restapiState(id, map[string]any{"data": `{"incident_detail_info": {"incident_id": "` + id + `"}}`})
		}, equivalent, false},
		"names": {restapi, "restapi_object", 0, func(id string) map[string]any { return restapiState(id, nil) },
			strings.NewReplacer("business_type_id ", "business_type ", simulator.ProblemConsulting, "Usage question").
				Replace(equivalent), false},
		"another product": {restapi, "restapi_object", 0, func(id string) map[string]any { return restapiState(id, nil) },
			strings.Replace(equivalent, simulator.RegionBeijing4, "another-region", 1), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			id := openForeign(t, env)
			cli := move(t, env, c.source, c.typ, c.version, c.attributes(id), c.config)
			r := cli.Run("apply", "-auto-approve", "-input=false")
			skipWithoutMoves(t, r)
			if want := map[bool]string{true: "0 changed", false: "1 changed"}[c.empty]; !strings.Contains(r.Out, want) ||
				!strings.Contains(r.Out, "0 added") || !strings.Contains(r.Out, "0 destroyed") {
				t.Errorf("want %q and nothing else:\n%s", want, r.Out)
			}
			cli.ExpectEmptyPlan()
			cli.ExpectEmptyPlan()
			if got := cli.Resources(); !slices.Equal(got, []string{"osm_servicecase.ticket"}) {
				t.Errorf("the state holds %q", got)
			}
			if strings.Contains(cli.Read("terraform.tfstate"), secret) {
				t.Error("the state holds a secret of the old one")
			}
			acctest.ExpectWrites(t, env)
			// From now on it is like any other ticket.
			cli.Write("main.tf", env.Provider()+strings.Replace(c.config, `"1"`, `"2"`, 1))
			acctest.ExpectTexts(t, cli.Must(0, "plan").Out, "A new ticket will be opened")
			cli.Destroy()
			acctest.ExpectWrites(t, env, "UpdateCases cancel")
		})
	}
}
