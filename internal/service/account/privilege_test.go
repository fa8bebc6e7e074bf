// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func privilege(name string) string {
	return fmt.Sprintf("\nresource \"osm_privilege\" \"this\" {\n  privilege = %q\n}\n", name)
}

// TestAccPrivilege grants a privilege, grants it again after it was revoked elsewhere, and revokes it on destroy, under every
// behavior that is not documented.
func TestAccPrivilege(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]func(*simulator.Behaviors){
		"as documented":    func(*simulator.Behaviors) {},
		"errors under 4xx": func(b *simulator.Behaviors) { b.BusinessErrors = simulator.BusinessErrorsUnder4xx },
		"as granted": func(b *simulator.Behaviors) {
			b.UnrestrictedPrivileges = simulator.UnrestrictedPrivilegesAsGranted
		},
		"repeated rejected": func(b *simulator.Behaviors) { b.RepeatedPrivileges = simulator.RepeatedPrivilegesRejected },
		"texts, no bodies": func(b *simulator.Behaviors) {
			b.Numbers, b.EmptyResponses = simulator.NumbersAsStrings, simulator.EmptyResponseNoBody
		},
	} {
		for _, p := range []string{"createCase", "export", "assumeCaseAll"} {
			t.Run(name+", "+p, func(t *testing.T) {
				t.Parallel()
				var b simulator.Behaviors
				set(&b)
				env := acctest.New(t, simulator.Options{Behaviors: b})
				env.SetPrivilege(p, false)
				config := env.Provider() + privilege(p)
				env.Drive(
					resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(
						"osm_privilege.this", tfjsonpath.New("id"), knownvalue.StringExact(p))}},
					acctest.EmptyPlan(config),
					acctest.After(func() { env.SetPrivilege(p, false) }, resource.TestStep{Config: config,
						ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
							plancheck.ExpectResourceAction("osm_privilege.this", plancheck.ResourceActionCreate)}}}),
					acctest.EmptyPlan(config),
					acctest.Destroy(),
				)
				if env.HasPrivilege(p) {
					t.Error("the privilege is still granted")
				}
			})
		}
	}
}

// TestAccPrivilege_held grants a privilege that the user already has, and revokes one that was revoked meanwhile.
func TestAccPrivilege_held(t *testing.T) {
	t.Parallel()
	for name, repeated := range map[string]simulator.RepeatedPrivileges{
		"accepted": simulator.RepeatedPrivilegesAccepted, "rejected": simulator.RepeatedPrivilegesRejected,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{RepeatedPrivileges: repeated}})
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+privilege("export"))
			cli.Apply()
			cli.ExpectEmptyPlan()
			env.SetPrivilege("export", false)
			cli.Must(0, "destroy", "-auto-approve", "-refresh=false")
			acctest.ExpectWrites(t, env, "CreatePrivileges", "CreatePrivileges")
		})
	}
}

// TestAccPrivilege_notPermitted reports that the user may not grant the privilege, and keeps the one that can't be revoked.
func TestAccPrivilege_notPermitted(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + privilege("createCase")
	reject := func() {
		env.Inject(simulator.Fault{Operation: "CreatePrivileges", Kind: simulator.RejectUnder200, Code: "OSM.01010002"})
	}
	env.Drive(
		acctest.After(reject, failing(config, "Unable to grant the privilege createCase", "OSM.01010002")),
		acctest.After(env.ClearFaults, resource.TestStep{Config: config}),
		acctest.After(reject, failing(env.Provider(), "Unable to revoke the privilege createCase", "OSM.01010002")),
		acctest.After(env.ClearFaults, acctest.EmptyPlan(config)),
	)
}

// TestAccPrivilege_notEffective warns about a privilege that the service accepts but does not report.
func TestAccPrivilege_notEffective(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.Inject(simulator.Fault{Operation: "ListPrivileges", Kind: simulator.RejectUnder200, Body: `{"has_privilege":0}`})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+privilege("export"))
	acctest.ExpectTexts(t, cli.Apply().Out, "Warning: The privilege export is not effective")
	env.ClearFaults()
	env.Inject(simulator.Fault{Operation: "ListPrivileges", Kind: simulator.RejectBefore, Status: 503})
	acctest.ExpectTexts(t, cli.Must(1, "plan").Out, "Unable to read the privilege export", "HTTP 503")
	env.ClearFaults()
	cli.ExpectEmptyPlan()
	acctest.ExpectWrites(t, env, "CreatePrivileges")
}

// TestAccPrivilege_import imports a privilege by its name, and explains why one that the user does not have can't be imported.
func TestAccPrivilege_import(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	imported := func(id string) string {
		return env.Provider() + privilege("export") + fmt.Sprintf("import {\n  to = osm_privilege.this\n  id = %q\n}\n", id)
	}
	env.Drive(
		failing(imported("exports"), "Invalid import ID", `"exports" is not a privilege`, `"export"`),
		resource.TestStep{Config: imported("export")},
		acctest.EmptyPlan(imported("export")),
		acctest.Destroy(),
	)
	env.SetPrivilege("export", false)
	env.Drive(resource.TestStep{Config: imported("export"),
		ExpectError: regexp.MustCompile("Unable to import the privilege export")})
	acctest.ExpectWrites(t, env, "CreatePrivileges")
}
