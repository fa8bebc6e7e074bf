// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// changes are the plans of each resource that writes.
func changes() string {
	file := acctest.Attachment(`content = "x"`, `accessory_name = "x.txt"`)
	return acctest.Ticket("web", "") + acctest.Ticket("db", "") + file + `
resource "osm_label" "this" {
  count = 5
  name  = "label-${count.index}"
  color = "#FF0000"
}

resource "osm_case_message" "this" {
  case_id = "TS-1"
  content = "x"
}

resource "osm_case_wait" "this" {
  case_id  = "TS-1"
  statuses = ["ended"]
}

resource "osm_case_press" "this" {
  case_id = "TS-1"
}
`
}

// TestAccPlan_rejectedLogin checks that every planned change fails, that the login is attempted once and explained once, and that
// nothing is written.
func TestAccPlan_rejectedLogin(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	o := env.Options()
	cli := env.Attach(t)
	cli.Write("main.tf", env.Block(line("user_name", o.User), line("password", "Wrong-Passw0rd"),
		line("domain_name", o.Domain))+changes())
	out := cli.Must(1, "plan").Text()
	explained, repeated := strings.Count(out, "rejected user"), strings.Count(out, `See the error "Unable to log in"`)
	if explained != 1 || explained+repeated != strings.Count(out, "Error: ") {
		t.Errorf("explained %d times, pointed to %d times:\n%s", explained, repeated, out)
	}
	// Newer clients print equal errors of a resource's instances once.
	for _, failed := range []string{"servicecase.web,", "servicecase.db,", "accessory.this,", "label.this[", "case_message.this,",
		"case_wait.this,", "case_press.this,"} {
		if !strings.Contains(out, " with osm_"+failed) {
			t.Errorf("no error with osm_%s:\n%s", failed, out)
		}
	}
	env.ExpectCounts(map[string]int{simulator.OperationToken: 1})
	acctest.ExpectWrites(t, env)
}

// TestAccPlan_unreachable checks that there is one warning, whatever the number of changes, and that the apply of the plan works
// once the service is there.
func TestAccPlan_unreachable(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	for name, operation := range map[string]string{"the login": simulator.OperationToken, "the service": simulator.AnyOperation} {
		env.ClearFaults()
		env.ResetLog()
		env.Inject(simulator.Fault{Operation: operation, Kind: simulator.DropBefore})
		cli := env.Attach(t)
		cli.Write("main.tf", env.Provider()+changes())
		out := cli.Must(0, "plan").Text()
		if n := strings.Count(out, "Unable to check the plan with the service"); n != 1 {
			t.Errorf("%s: %d warnings:\n%s", name, n, out)
		}
		acctest.ExpectWrites(t, env)
	}
}

// TestAccPlan_withoutChecks checks that no call is made with plan_checks = false, and none if nothing changes.
func TestAccPlan_withoutChecks(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider("plan_checks = false")+changes())
	cli.Must(0, "plan")
	if n := len(env.Requests()); n > 0 {
		t.Errorf("%d calls", n)
	}
	cli.Write("main.tf", env.Provider()+acctest.Attachment(`content = "x"`, `accessory_name = "x.txt"`))
	cli.Apply()
	env.ResetLog()
	cli.ExpectEmptyPlan()
	if n := len(env.Requests()); n > 0 {
		t.Errorf("%d calls of a plan without changes", n)
	}
}

// TestAccPlan_sameCause checks that one of the errors of a cause says what to do: of tickets that can't be read, because the
// address is wrong or the token has expired, and of data sources that need a login.
func TestAccPlan_sameCause(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+tickets())
	cli.Apply()
	const nowhere = "http://127.0.0.1:1"
	token := "provider \"osm\" {\n  token = \"MIIother\"\n  endpoints = { osm = %q }\n}\n"
	password := "provider \"osm\" {\n  user_name = \"u\"\n  password = \"p\"\n  domain_name = \"d\"\n  auth_url = %q\n" +
		"  max_retries = 0\n}\n"
	for name, c := range map[string]struct {
		config, cause string
		fails         int
		fix           string
	}{
		"address": {fmt.Sprintf(token, nowhere) + tickets(),
			"Unable to connect to 127.0.0.1:1.", many, "Check `endpoints.osm`"},
		"token":         {fmt.Sprintf(token, env.URL) + tickets(), "belongs to a different site", many, "Check `endpoints.osm`"},
		"login service": {fmt.Sprintf(password, nowhere) + tickets(), "Unable to log in", many, "Check `auth_url`"},
	} {
		cli.Write("main.tf", c.config)
		out := cli.Must(1, "plan").Text()
		if causes, fixes := strings.Count(out, c.cause), strings.Count(out, c.fix); causes != c.fails || fixes != 1 {
			t.Errorf("%s: the cause is said %d times, what to do %d times:\n%s", name, causes, fixes, out)
		}
	}
}
