// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"fmt"
	"regexp"
	"strings"
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

// TestAccPrivilege grants privileges, grants them again after they were revoked elsewhere, and revokes them on destroy, under
// every behavior that is not documented.
func TestAccPrivilege(t *testing.T) {
	t.Parallel()
	privileges := []string{"createCase", "export", "assumeCaseAll"}
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
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b simulator.Behaviors
			set(&b)
			env := acctest.New(t, simulator.Options{Behaviors: b})
			config := env.Provider()
			var ids []statecheck.StateCheck
			var again []plancheck.PlanCheck
			for _, p := range privileges {
				config += strings.Replace(privilege(p), `"this"`, fmt.Sprintf("%q", p), 1)
				address := "osm_privilege." + p
				ids = append(ids, statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact(p)))
				again = append(again, plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate))
			}
			revoke := func() {
				for _, p := range privileges {
					env.SetPrivilege(p, false)
				}
			}
			env.Drive(
				acctest.After(revoke, resource.TestStep{Config: config, ConfigStateChecks: ids}),
				acctest.EmptyPlan(config),
				acctest.After(revoke, resource.TestStep{Config: config,
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: again}}),
				acctest.EmptyPlan(config),
				acctest.Destroy(),
			)
			for _, p := range privileges {
				if env.HasPrivilege(p) {
					t.Errorf("the privilege %s is still granted", p)
				}
			}
		})
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
