// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// smallest has every resource with the arguments that it can't be without.
const smallest = `
resource "osm_label" "a" {
  name  = "a"
  color = "#00aa00"
}

resource "osm_accessory" "file" {
  source = "${path.cwd}/app.log"
}

resource "osm_accessory" "bytes" {
  content_base64 = "AAH/"
  accessory_name = "core.txt"
}

resource "osm_servicecase" "other" {
  business_type_id   = "` + simulator.ProblemConsulting + `"
  simple_description = "other"
}

resource "osm_servicecase" "this" {
  business_type_id   = "` + simulator.ProblemConsulting + `"
  simple_description = "this"
}

resource "osm_servicecase" "ended" {
  business_type_id   = "` + simulator.ProblemConsulting + `"
  simple_description = "ended"
}

resource "osm_case_message" "this" {
  case_id = osm_servicecase.this.id
  content = "hello"
}

resource "osm_case_wait" "this" {
  case_id  = osm_servicecase.this.id
  statuses = ["to_be_handled"]
}

resource "osm_case_press" "this" {
  case_id = osm_servicecase.other.id
}

resource "osm_case_read" "this" {
  case_id = osm_servicecase.other.id
}

resource "osm_contact_verification" "this" {
  contact_way   = "phone"
  contact_value = "13800000000"
}

resource "osm_privilege" "this" {
  privilege = "export"
}

resource "osm_agreement_signature" "this" {
  agreement_type = "0"
  version        = "3"
}
`

// largest has every resource with every argument. Those that exclude each other are on two resources of a kind, and what replaces
// or ends a ticket is on one of its own. The two places are the ids of a verified phone and a verified mailbox.
const largest = `
resource "osm_label" "a" {
  name  = "夜班"
  color = "#00AA01"
  adopt_existing = true
}

resource "osm_accessory" "file" {
  source         = "${path.cwd}/app.log"
  accessory_name = "another.log"
  accessory_from = "message"
  upload_type    = 1
}

resource "osm_accessory" "bytes" {
  content        = "bytes"
  accessory_name = "core.txt"
  accessory_from = "message"
}

resource "osm_accessory" "secret" {
  content_wo         = "secret"
  content_wo_version = 1
  accessory_name     = "key.txt"
}

resource "osm_servicecase" "other" {
  business_type_id   = "` + simulator.ProblemConsulting + `"
  simple_description = "other"
}

resource "osm_servicecase" "this" {
  business_type_id   = "` + simulator.ProblemConsulting + `"
  simple_description = "this"
  remind_mobile      = "13800000000"
  remind_mail        = "a@example.com"
  remind_time        = "0"
  area_code          = "86"
  extends_map        = { resource_type = "vCPU", target_quota = 40 }
  extension_map      = { contactType = "0,1" }
  label_ids          = [osm_label.a.id]
  related_case_ids   = [osm_servicecase.other.id]
  accessory_ids      = [osm_accessory.file.id]
  on_destroy         = "delete"
  adopt_existing     = true
  group_id           = "0123456789abcdef0123456789abcdef"
  closed             = false
  phone_verified_id  = %[1]q
  email_verified_id  = %[2]q
  verify_code_wo     = "123456"
  timeouts           = { create = "5m", read = "1m", update = "5m", delete = "5m" }
}

resource "osm_servicecase" "ended" {
  business_type_id     = "` + simulator.ProblemConsulting + `"
  simple_description   = "ended"
  product_category_id  = "` + simulator.ProductServer + `"
  incident_sub_type_id = "1"
  source_id            = "83aeb0f2834c4df49826c781d32a963e"
  region_id            = "` + simulator.RegionBeijing4 + `"
  severity_id          = "` + simulator.SeverityHigh + `"
  project_id           = "0123456789abcdef0123456789abcdef"
  remind_mobile        = "13800000000"
  remind_mail          = "a@example.com"
  area_code            = "86"
  phone_verified_id    = %[1]q
  email_verified_id    = %[2]q
  verify_code_wo       = "123456"
  accessory_ids        = [osm_accessory.secret.id]
  closed               = true
  score = {
    judgement                  = "quick"
    incident_satisfaction_list = [{ satisfaction_id = 1, satisfaction_value = 5 }]
  }
}

resource "osm_case_message" "this" {
  case_id            = osm_servicecase.this.id
  content_wo         = "hello in private"
  content_wo_version = 1
  accessory_ids      = [osm_accessory.bytes.id]
  group_id           = "0123456789abcdef0123456789abcdef"
  on_destroy         = "keep"
}

resource "osm_case_wait" "this" {
  case_id  = osm_servicecase.this.id
  group_id = "0123456789abcdef0123456789abcdef"
  statuses = ["to_be_handled", "ended"]
  reply    = true
  authorization = true
  triggers = { message = osm_case_message.this.id }
  timeouts = { create = "1h" }
}

resource "osm_case_press" "this" {
  case_id  = osm_servicecase.other.id
  group_id = "0123456789abcdef0123456789abcdef"
  triggers = { run = "2" }
}

resource "osm_case_read" "this" {
  case_id  = osm_servicecase.other.id
  group_id = "0123456789abcdef0123456789abcdef"
  triggers = { run = "2" }
}

resource "osm_authorization" "this" {
  authorization_id = "Auth-100001"
  details = [{
    auth_detail_id = 7001
    port           = 22
    account        = "root"
    password_wo    = "` + simulator.HostPassword + `"
  }]
  password_wo_version = 1
  effective_time      = 1
  expire_time         = 4102444800000
  agency_id           = "0123456789abcdef0123456789abcdef"
  group_id            = "0123456789abcdef0123456789abcdef"
  verify_hosts        = true
}

resource "osm_authorization_rejection" "this" {
  authorization_id = "Auth-100002"
  reject_reason    = "The host holds personal data."
  group_id         = "0123456789abcdef0123456789abcdef"
}

resource "osm_contact_verification" "this" {
  contact_way            = "mail"
  contact_value          = "a@example.com"
  area_code              = "49"
  verify_code_wo         = "123456"
  verify_code_wo_version = 1
}

resource "osm_privilege" "this" {
  privilege = "createCase"
}

resource "osm_agreement_signature" "this" {
  agreement_type = "0"
  version        = "3"
  relation_id    = "r"
}
`

// TestAccArguments_fromSmallestToLargestAndBack applies the smallest configuration of every resource, the largest and the
// smallest again. Each plans nothing afterwards, and the ticket whose arguments can all be changed is changed in place, by the
// calls for what differs.
func TestAccArguments_fromSmallestToLargestAndBack(t *testing.T) {
	t.Parallel()
	for name, queries := range map[string]simulator.QueryLists{"joined by commas": simulator.QueryListsComma,
		"repeated": simulator.QueryListsRepeated} {
		t.Run("label ids "+name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{QueryLists: queries}})
			cli := env.Attach(t)
			env.Must(os.WriteFile(filepath.Join(cli.Dir, "app.log"), []byte("log"), 0o600))
			about := env.OpenCase("about which support asks for access")
			for range 2 {
				_, _, err := env.RequestAuthorization(about, "Restart", simulator.AuthorizationHost{InstanceID: "i-1",
					Account: "root", Port: 22})
				env.Must(err)
			}
			maximum := fmt.Sprintf(acctest.WithoutWriteOnly(t, largest), env.AddVerifiedContact(0, "13800000000", "86"),
				env.AddVerifiedContact(1, "a@example.com", ""))
			for i, config := range []string{smallest, maximum, smallest} {
				cli.Write("main.tf", env.Provider()+config)
				out := cli.Apply().Out
				cli.ExpectEmptyPlan()
				if i == 2 {
					acctest.ExpectTexts(t, out, "Attachments stay on the ticket",
						"stay on ticket "+described(t, env, "this").ID)
				}
			}
			want := []string{
				// Written by osm_case_message, which each step replaces.
				"CreateMessages",
				"CreateMessages",
				"UpdateCaseContactInfo",
				"CreateCaseExtendsParam",
				"CreateCaseLabels",
				"CreateRelations",
				"CreateMessages",
				"CreateMessages",
				"DeleteCaseLabels",
				"DeleteRelation",
			}
			if got := writesAbout(env, "this"); !slices.Equal(slices.Sorted(slices.Values(got)),
				slices.Sorted(slices.Values(want))) {
				t.Errorf("calls that change the ticket:\n got %q\nwant %q", got, want)
			}
			c := described(t, env, "this")
			if len(c.LabelIDs) != 0 || len(c.RelatedIDs) != 0 || len(c.Messages) != 5 || c.RemindMobile != "13800000000" {
				t.Errorf("the ticket has labels %v, relations %v, messages %v, phone %q", c.LabelIDs, c.RelatedIDs, c.Messages,
					c.RemindMobile)
			}
			cli.Destroy()
		})
	}
}

// TestArguments_allSet holds the configurations of that test and of TestAccName_words against the schemas of the resources.
func TestArguments_allSet(t *testing.T) {
	t.Parallel()
	schemas, err := acctest.New(t, simulator.Options{}).Server().GetProviderSchema(t.Context(),
		&tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if len(schemas.ResourceSchemas) < 5 {
		t.Fatalf("the provider has %d resources", len(schemas.ResourceSchemas))
	}
	for name, schema := range schemas.ResourceSchemas {
		text := ""
		for block := range strings.SplitSeq(smallest+largest+inWords, "\nresource ") {
			if strings.HasPrefix(block, fmt.Sprintf("%q", name)) {
				text += block
			}
		}
		for _, argument := range argumentsOf(schema.Block.Attributes) {
			if !regexp.MustCompile(`\b` + argument + `\s*=`).MatchString(text) {
				t.Errorf("%s: no test sets %s", name, argument)
			}
		}
		if len(schema.Block.BlockTypes) > 0 {
			t.Errorf("%s has blocks, which this test does not look at", name)
		}
	}
}

// argumentsOf returns the names of all arguments, including those of nested attributes.
func argumentsOf(attributes []*tfprotov6.SchemaAttribute) []string {
	var out []string
	for _, a := range attributes {
		if !a.Required && !a.Optional {
			continue
		}
		out = append(out, a.Name)
		if a.NestedType != nil {
			out = append(out, argumentsOf(a.NestedType.Attributes)...)
		}
	}
	return out
}
