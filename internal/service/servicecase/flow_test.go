// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"bytes"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccFlow_fourCalls drives the flow of the vendor's example page and compares each body field by field.
func TestAccFlow_fourCalls(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	o := env.Options()
	config := env.Provider("plan_checks = false") + fmt.Sprintf(`
resource "osm_accessory" "log" {
  content        = "Base64"
  accessory_name = "filename.txt"
}

resource "osm_servicecase" "this" {
  business_type_id     = %q
  product_category_id  = %q
  incident_sub_type_id = "1"
  simple_description   = "test"
  remind_time          = "0"
  region_id            = %q
  area_code            = "86"
  extends_map          = {}
  extension_map        = {}
  accessory_ids        = [osm_accessory.log.id]
}

resource "osm_servicecase" "bare" {
  business_type_id   = %[1]q
  simple_description = "bare"
}

data "osm_case" "this" {
  case_id = osm_servicecase.this.id
}
`, simulator.ProblemConsulting, simulator.ProductServer, simulator.RegionBeijing4)
	this := "osm_servicecase.this"
	env.Drive(
		resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(this, tfjsonpath.New("status"), knownvalue.Int64Exact(0)),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("status_name"), knownvalue.StringExact("to_be_handled")),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("is_open"), knownvalue.Bool(true)),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("create_time"), knownvalue.NotNull()),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("business_type_name"), knownvalue.NotNull()),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("dc_name"), knownvalue.NotNull()),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("source_name"), knownvalue.NotNull()),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("resolve_time"), knownvalue.Int64Exact(0)),
			statecheck.CompareValuePairs(this, tfjsonpath.New("id"), "data.osm_case.this", tfjsonpath.New("incident_id"),
				compare.ValuesSame()),
			statecheck.CompareValuePairs(
				"osm_accessory.log",
				tfjsonpath.New("id"),
				"data.osm_case.this",
				tfjsonpath.New("message_list").
					AtSliceIndex(0).
					AtMapKey("accessory_list").
					AtSliceIndex(0).
					AtMapKey("accessory_id"),
				compare.ValuesSame(),
			),
		}},
		acctest.EmptyPlan(config),
	)
	login := acctest.Bodies(t, env, simulator.OperationToken)[0]
	wantLogin := map[string]any{"auth": map[string]any{
		"identity": map[string]any{"methods": []any{"password"}, "password": map[string]any{"user": map[string]any{
			"name": o.User, "password": o.Password, "domain": map[string]any{"name": o.Domain}}}},
		"scope": map[string]any{"project": map[string]any{"id": o.ProjectID}},
	}}
	if !reflect.DeepEqual(login, wantLogin) {
		t.Errorf("login body %v", login)
	}
	upload := acctest.Bodies(t, env, "UploadJsonAccessories")[0]
	if want := (map[string]any{"accessory_name": "filename.txt", "accessory_from": "incident", "upload_type": 0.0,
		"accessory_data": "QmFzZTY0"}); !reflect.DeepEqual(upload, want) {
		t.Errorf("upload body %v", upload)
	}
	expectCreateBodies(t, env)
	for _, r := range env.Requests() {
		if strings.HasPrefix(r.Path, "/v2/") && r.Header.Get("X-Auth-Token") == "" {
			t.Errorf("%s carries no X-Auth-Token", r.Operation)
		}
	}
}

// expectCreateBodies finds the body of either ticket of the flow.
func expectCreateBodies(t *testing.T, env *acctest.Env) {
	t.Helper()
	for _, body := range acctest.Bodies(t, env, "CreateCases") {
		want := map[string]any{"business_type_id": simulator.ProblemConsulting, "simple_description": "bare",
			"source_id": "83aeb0f2834c4df49826c781d32a963e"}
		if body["simple_description"] == "test" {
			ids, _ := body["accessory_ids"].([]any)
			if len(ids) != 1 {
				t.Errorf("accessory_ids are %v", ids)
			}
			want = map[string]any{
				"business_type_id":     simulator.ProblemConsulting,
				"product_category_id":  simulator.ProductServer,
				"incident_sub_type_id": "1",
				"source_id":            "83aeb0f2834c4df49826c781d32a963e",
				"simple_description":   "test",
				"remind_time":          "0",
				"region_id":            simulator.RegionBeijing4,
				"area_code":            "86",
				"extends_map":          map[string]any{},
				"extension_map":        map[string]any{},
				"accessory_ids":        ids,
			}
		}
		if !reflect.DeepEqual(body, want) {
			t.Errorf("create body\n got %v\nwant %v", body, want)
		}
	}
	if n := len(env.RequestsFor("CreateCases")); n != 2 {
		t.Errorf("%d tickets were asked for, want 2", n)
	}
}

func TestAccFlow_largeAttachment(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.SetLimits(5, 10, "bin")
	data := make([]byte, 9_000_000)
	if _, err := rand.New(rand.NewSource(1)).Read(data); err != nil {
		t.Fatal(err)
	}
	cli := env.NewCLI(t)
	file := filepath.Join(cli.Dir, "dump.bin")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	cli.Write("main.tf", env.Provider()+`resource "osm_servicecase" "this" {
  business_type_id   = "`+simulator.ProblemConsulting+`"
  simple_description = "dump"
}
`)
	cli.Apply()
	before := len(cli.Read("terraform.tfstate"))
	cli.Write("more.tf", `resource "osm_accessory" "dump" {
  source = "dump.bin"
}
`)
	cli.Apply()
	if grown := len(cli.Read("terraform.tfstate")) - before; grown > 2000 {
		t.Errorf("the state grew by %d bytes", grown)
	}
	env.ExpectCounts(map[string]int{"UploadAccessory": 1, "UploadJsonAccessories": 0})
	if stored := env.Accessories(); len(stored) != 1 || !bytes.Equal(stored[0].Bytes, data) {
		t.Errorf("%d attachments are stored, or not the bytes that were sent", len(stored))
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	cli.ExpectEmptyPlan()
	cli.Must(0, "destroy", "-auto-approve")
}

func TestAccFlow_textIsUnchanged(t *testing.T) {
	t.Parallel()
	texts := map[string]string{
		"CRLF":          `"first\r\nsecond\r\n"`,
		"heredoc":       "<<-EOT\n    line one\n      indented\n\n    EOT",
		"quotes":        `"he said \"no\" and <left> & 'gone' \\ %%{ if } $${x}"`,
		"Chinese":       `"云服务器无法连接，请协助处理。"`,
		"emoji":         `"node down 🔥👩🏽‍💻"`,
		"1200 of them":  fmt.Sprintf("%q", strings.Repeat("票", 1200)),
		"outer blanks":  `"  padded  "`,
		"control chars": `"tab\there"`,
	}
	for _, echo := range []simulator.DescriptionEcho{simulator.DescriptionAsSent, simulator.DescriptionTrimmed,
		simulator.DescriptionLineFeeds} {
		t.Run(fmt.Sprint(echo), func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{Description: echo}})
			config := env.Provider()
			for name, text := range texts {
				config += fmt.Sprintf("resource \"osm_servicecase\" \"text_%s\" {\n  business_type_id = %q\n  "+
					"simple_description = %s\n}\n",
					strings.ReplaceAll(name, " ", "_"), simulator.ProblemConsulting, text)
			}
			once(env.Attach(t), config)
			env.ExpectCounts(map[string]int{"CreateCases": len(texts)})
		})
	}
}
