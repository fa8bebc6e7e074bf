// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// personal are the names of attributes that hold phones, mailboxes or keys to files, wherever they appear.
var personal = []string{"remind_mobile", "remind_mail", "cc_email", "mc_email_infos", "contact_value", "accessory_url",
	"content_base64", "verify_code_wo", "content_wo"}

// TestPersonalAttributesAreSensitive holds that Terraform prints none of them: each is sensitive, or write-only.
func TestPersonalAttributesAreSensitive(t *testing.T) {
	t.Parallel()
	s := serve(t, acctest.New(t, simulator.Options{}))
	seen := map[string]bool{}
	var check func(where string, attributes []*tfprotov6.SchemaAttribute)
	check = func(where string, attributes []*tfprotov6.SchemaAttribute) {
		for _, a := range attributes {
			if slices.Contains(personal, a.Name) {
				seen[a.Name] = true
				if !a.Sensitive && !a.WriteOnly && a.Computed {
					t.Errorf("%s.%s is not sensitive", where, a.Name)
				}
			}
			if a.NestedType != nil {
				check(where+"."+a.Name, a.NestedType.Attributes)
			}
		}
	}
	for name, schema := range s.schemas.ResourceSchemas {
		check(name, schema.Block.Attributes)
	}
	for name, schema := range s.schemas.DataSourceSchemas {
		check("data."+name, schema.Block.Attributes)
	}
	for _, name := range personal {
		if !seen[name] {
			t.Errorf("no attribute is named %s", name)
		}
	}
}
