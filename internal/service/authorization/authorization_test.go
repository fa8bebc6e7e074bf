// SPDX-License-Identifier: MPL-2.0

package authorization_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const this = "osm_authorization.this"

// request is a simulator with a ticket about which support asks for access to one host.
type request struct {
	*acctest.Env
	caseID, id string
	detail     int
}

var host = simulator.AuthorizationHost{InstanceID: "i-1", InstanceName: "db-1", RegionID: "cn-north-4", Account: "root", Port: 22}

func ask(t *testing.T, options simulator.Options) *request {
	t.Helper()
	r := &request{Env: acctest.New(t, options)}
	r.caseID = r.OpenCase("The node does not answer")
	id, details, err := r.RequestAuthorization(r.caseID, "Restart the database", host)
	r.Must(err)
	r.id, r.detail = id, details[0]
	return r
}

// login returns details with a password if the client can pass one; more are further arguments of the resource.
func (r *request) login(t *testing.T, password string, more ...string) string {
	t.Helper()
	details := fmt.Sprintf("details = [{ auth_detail_id = %d, port = 22, account = \"root\", password_wo = %q }]", r.detail,
		password)
	return acctest.WithoutWriteOnly(t, r.grant(append([]string{details, "password_wo_version = 1"}, more...)...))
}

func (r *request) grant(lines ...string) string { return r.grantOf(r.id, lines...) }

func (r *request) grantOf(id string, lines ...string) string {
	return r.Provider() + fmt.Sprintf("\nresource \"osm_authorization\" \"this\" {\n  authorization_id = %q\n  %s\n}\n", id,
		strings.Join(lines, "\n  "))
}

// status returns the status of the request as stored, and how often it was granted.
func (r *request) status(id string) (status, grants int) {
	for _, a := range r.Authorizations() {
		if a.ID == id {
			return a.Status, len(a.Grants)
		}
	}
	return -99, 0
}

func (r *request) expect(t *testing.T, status, grants int) {
	t.Helper()
	if s, g := r.status(r.id); s != status || g != grants {
		t.Errorf("the request has status %d and was granted %d times, want %d and %d", s, g, status, grants)
	}
}

// TestAccAuthorization_life grants a request and withdraws the access, whatever the reference leaves open.
func TestAccAuthorization_life(t *testing.T) {
	t.Parallel()
	for name, behaviors := range map[string]simulator.Behaviors{
		"at once":         {},
		"errors with 4xx": {BusinessErrors: simulator.BusinessErrorsUnder4xx},
		"delayed": {AuthorizationGrants: simulator.AuthorizationGrantsDelayed,
			RepeatedGrants: simulator.RepeatedGrantsAccepted},
		"early cancellation": {EarlyCancellation: simulator.EarlyCancellationAccepted,
			AuthorizationGrants: simulator.AuthorizationGrantsApproval},
		"gone afterwards": {EndedAuthorizations: simulator.EndedAuthorizationsGone, EmptyResponses: simulator.EmptyResponseNull},
		"empty bodies":    {EmptyResponses: simulator.EmptyResponseNoBody, Numbers: simulator.NumbersAsStrings},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ask(t, simulator.Options{Behaviors: behaviors})
			config := r.login(t, simulator.HostPassword, "verify_hosts = true", fmt.Sprintf("group_id = %q", "group"))
			r.Drive(resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(this, tfjsonpath.New("case_id"), knownvalue.StringExact(r.caseID)),
				statecheck.ExpectKnownValue(this, tfjsonpath.New("id"), knownvalue.StringExact(r.id)),
			}}, acctest.EmptyPlan(config), acctest.Destroy())
			status, grants := r.status(r.id)
			if status != simulator.AuthorizationCancelled || grants != 1 {
				t.Errorf("the request has status %d and was granted %d times", status, grants)
			}
			if acctest.HasWriteOnly(t) && r.Count("CheckHosts") < 1 {
				t.Error("the host was not verified")
			}
		})
	}
}

// TestAccAuthorization_approval shows that a grant that needs an approval is not repeated, and that a withdrawal that the service
// rejects meanwhile keeps the resource.
func TestAccAuthorization_approval(t *testing.T) {
	t.Parallel()
	r := ask(t, simulator.Options{Behaviors: simulator.Behaviors{AuthorizationGrants: simulator.AuthorizationGrantsApproval}})
	config := r.grant()
	cli := r.Attach(t)
	cli.Write("main.tf", config)
	cli.Apply()
	cli.ExpectEmptyPlan()
	cli.ExpectError("Unable to withdraw the access of request "+r.id+", which is in approval", "destroy", "-auto-approve")
	r.Must(r.SetAuthorizationStatus(r.id, simulator.AuthorizationGranted))
	cli.ExpectEmptyPlan()
	cli.Destroy()
	r.expect(t, simulator.AuthorizationCancelled, 1)
}

// TestAccAuthorization_lostResponses shows that a request is granted once, whatever happens to the response.
func TestAccAuthorization_lostResponses(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"dropped before": {Kind: simulator.DropBefore},
		"dropped after":  {Kind: simulator.DropAfter},
		"503":            {Kind: simulator.RejectBefore},
		"500 after":      {Kind: simulator.FailAfter, Status: 500},
		"HTML page":      {Kind: simulator.HTMLAfter},
		"token expired":  {Kind: simulator.RejectBefore, Status: 401},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ask(t, simulator.Options{Behaviors: simulator.Behaviors{RepeatedGrants: simulator.RepeatedGrantsAccepted}})
			for _, operation := range []string{"ConfirmAuthorizations", "UpdateAuthorizations"} {
				fault.Operation, fault.Times = operation, 1
				r.Inject(fault)
			}
			config := r.grant()
			r.Drive(resource.TestStep{Config: config}, acctest.EmptyPlan(config), acctest.Destroy())
			r.expect(t, simulator.AuthorizationCancelled, 1)
		})
	}
}

// TestAccAuthorization_ended shows that a grant that ended elsewhere plans nothing, is not repeated, and can be destroyed, even
// if the service no longer has it.
func TestAccAuthorization_ended(t *testing.T) {
	t.Parallel()
	for name, behaviors := range map[string]simulator.Behaviors{
		"kept":                    {},
		"wiped":                   {EndedAuthorizations: simulator.EndedAuthorizationsWiped},
		"gone, invalid parameter": {EndedAuthorizations: simulator.EndedAuthorizationsGone},
		"gone, no ticket": {EndedAuthorizations: simulator.EndedAuthorizationsGone,
			MissingAuthorizations: simulator.MissingAuthorizationNoTicket},
		"gone, not supported": {EndedAuthorizations: simulator.EndedAuthorizationsGone,
			MissingAuthorizations: simulator.MissingAuthorizationUnsupported},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ask(t, simulator.Options{Behaviors: behaviors})
			config := r.grant()
			r.Drive(resource.TestStep{Config: config}, acctest.EmptyPlan(config),
				acctest.After(func() { r.Advance(48 * time.Hour) }, acctest.EmptyPlan(config)), acctest.Destroy())
			r.expect(t, simulator.AuthorizationExpired, 1)
			r.ExpectCounts(map[string]int{"ConfirmAuthorizations": 1, "UpdateAuthorizations": 0})
		})
	}
}

// TestAccAuthorization_notPermittedIsNotGone shows that a read that is not permitted does not count as the end of the access.
func TestAccAuthorization_notPermittedIsNotGone(t *testing.T) {
	t.Parallel()
	r := ask(t, simulator.Options{})
	cli := r.Attach(t)
	cli.Write("main.tf", r.grant())
	cli.Apply()
	r.Inject(simulator.Fault{Operation: "ShowAuthorizationDetail", Kind: simulator.RejectUnder200, Code: "OSM.01010002"})
	r.Inject(simulator.Fault{Operation: "ListAuthorizations", Kind: simulator.RejectBefore, Status: 200, Body: "{}"})
	cli.ExpectError("OSM.01010002", "plan")
	cli.ExpectError("OSM.01010002", "destroy", "-auto-approve", "-refresh=false")
	r.ClearFaults()
	cli.Destroy()
	r.expect(t, simulator.AuthorizationCancelled, 1)
}

// TestAccAuthorization_answered shows what becomes of a request that somebody answered before: a grant is adopted without a call,
// and what has ended is an error at plan, or at apply without plan checks.
func TestAccAuthorization_answered(t *testing.T) {
	t.Parallel()
	for name, behaviors := range acctest.ErrorForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ask(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: behaviors}})
			cli := r.Attach(t)
			r.Must(r.SetAuthorizationStatus(r.id, simulator.AuthorizationRejected))
			cli.Write("main.tf", r.grant())
			cli.ExpectError("has the final status rejected, so it can't be granted", "plan")
			cli.Write("main.tf", strings.Replace(r.grant(), "provider \"osm\" {", "provider \"osm\" {\n  plan_checks = false", 1))
			cli.Must(0, "plan")
			cli.ExpectError("has the final status rejected, so it can't be granted", "apply", "-auto-approve")
			r.Must(r.SetAuthorizationStatus(r.id, simulator.AuthorizationGranted))
			cli.Write("main.tf", r.grant())
			acctest.ExpectTexts(t, cli.Apply().Out, "Existing grant adopted")
			cli.ExpectEmptyPlan()
			cli.Write("main.tf", r.grantOf("Auth-9"))
			cli.ExpectError("Unable to", "apply", "-auto-approve")
			r.ExpectCounts(map[string]int{"ConfirmAuthorizations": 0})
		})
	}
}

// TestAccAuthorization_change shows that what was granted can't be changed, whereas another request replaces the grant.
func TestAccAuthorization_change(t *testing.T) {
	t.Parallel()
	r := ask(t, simulator.Options{})
	cli := r.Attach(t)
	first := r.login(t, simulator.HostPassword, "expire_time = 4102444800000", `agency_id = "a"`)
	cli.Write("main.tf", first)
	cli.Apply()
	for _, change := range [][2]string{
		{"port = 22", "port = 23"}, {"password_wo_version = 1", "password_wo_version = 2"}, {"4102444800000", "4102444800001"},
		{`"a"`, `"b"`}, {"expire_time =", "effective_time ="},
	} {
		if changed := strings.Replace(first, change[0], change[1], 1); changed != first { // not without write-only arguments
			cli.Write("main.tf", changed)
			cli.ExpectError("Grant can't be changed", "plan")
		}
	}
	cli.Write("main.tf", strings.Replace(first, "agency_id", "verify_hosts = true\n  agency_id", 1))
	cli.Apply()
	cli.ExpectEmptyPlan()
	second, details, err := r.RequestAuthorization(r.caseID, "Again", host)
	r.Must(err)
	cli.Write("main.tf", r.grantOf(second, fmt.Sprintf("details = [{ auth_detail_id = %d }]", details[0])))
	acctest.ExpectTexts(t, cli.Apply().Out, "1 added, 0 changed, 1 destroyed")
	cli.ExpectEmptyPlan()
	r.expect(t, simulator.AuthorizationCancelled, 1)
	cli.Destroy()
	if status, _ := r.status(second); status != simulator.AuthorizationCancelled {
		t.Errorf("the second request has status %d", status)
	}
}

// TestAccAuthorization_details shows that a detail of another request is a warning, and that the service decides.
func TestAccAuthorization_details(t *testing.T) {
	t.Parallel()
	r := ask(t, simulator.Options{})
	cli := r.Attach(t)
	cli.Write("main.tf", r.grant("details = [{ auth_detail_id = 1 }]"))
	out := cli.Must(1, "apply", "-auto-approve").Out
	acctest.ExpectTexts(t, out, "Unknown detail", fmt.Sprintf("%d (db-1)", r.detail), "OSM.01010001")
	if acctest.HasWriteOnly(t) {
		cli.Write("main.tf", r.login(t, "wrong", "verify_hosts = true"))
		out = cli.Must(1, "apply", "-auto-approve").Out
		acctest.ExpectTexts(
			t,
			out,
			fmt.Sprintf("login to the host of detail %d, so nothing was granted", r.detail),
			"OSM.01010003",
		)
	}
	r.expect(t, simulator.AuthorizationWaiting, 0)
}

// TestAccAuthorization_times shows that times are passed on as they are, whatever their unit.
func TestAccAuthorization_times(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		unit simulator.AuthorizationTimes
		end  string
	}{
		"milliseconds": {simulator.AuthorizationTimesInMilliseconds, "4102444800000"},
		"seconds":      {simulator.AuthorizationTimesInSeconds, "4102444800"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ask(t, simulator.Options{Behaviors: simulator.Behaviors{AuthorizationTimes: c.unit}})
			config := r.grant("expire_time = " + c.end)
			r.Drive(resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(this,
				tfjsonpath.New("auth_expire_time"), knownvalue.StringRegexp(anyOf("^2100-01-01")))}}, acctest.EmptyPlan(config))
		})
	}
}

// TestAccAuthorization_import imports a granted request, whose configuration plans no change of the service.
func TestAccAuthorization_import(t *testing.T) {
	t.Parallel()
	r := ask(t, simulator.Options{})
	cli := r.Attach(t)
	block := fmt.Sprintf("\nimport {\n  to = osm_authorization.this\n  id = \"%s@group\"\n}\n", r.id)
	cli.Write("main.tf", r.login(t, simulator.HostPassword, `group_id = "group"`)+block)
	cli.ExpectError("Unable to import request "+r.id, "plan")
	r.Must(r.SetAuthorizationStatus(r.id, simulator.AuthorizationGranted))
	cli.Apply()
	cli.ExpectEmptyPlan()
	cli.Write("main.tf", strings.Replace(r.login(t, simulator.HostPassword, `group_id = "group"`), "port = 22", "port = 23", 1))
	cli.ExpectError("Grant can't be changed", "plan")
	r.ExpectCounts(map[string]int{"ConfirmAuthorizations": 0, "UpdateAuthorizations": 0})
}

// TestAccAuthorization_secretsStayOut plants a password and an account, lets the service quote the request in its errors, and
// looks for both in what Terraform prints and in the log at TRACE, and for the password in state and plan.
func TestAccAuthorization_secretsStayOut(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, "password_wo = var.password")
	const password, account = `MARK"pass<word>MARK`, "MARKaccountMARK"
	for name, verify := range map[string]string{"grant rejected": "false", "host rejected": "true", "granted": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ask(t, simulator.Options{Behaviors: simulator.Behaviors{RequestEcho: simulator.RequestEchoQuoted}})
			cli := r.NewCLI(t)
			cli.Env = append(cli.Env, "TF_VAR_password="+password, "TF_LOG=TRACE",
				"TF_LOG_PATH="+filepath.Join(cli.Dir, "trace.log"))
			detail, lines, exit := r.detail, "verify_hosts = "+verify, 1
			switch verify {
			case "false":
				lines = "expire_time = 1"
			case "":
				lines, exit = "", 0
			}
			cli.Write("main.tf", r.grant(fmt.Sprintf("details = [{ auth_detail_id = %d, port = 22, account = %q, password_wo = "+
				"var.password }]", detail, account), "password_wo_version = 1", lines)+
				"variable \"password\" {\n  type = string\n  ephemeral = true\n}\n")
			out := cli.Run("plan", "-out=saved").Out + cli.Must(exit, "apply", "-auto-approve", "-input=false").Out
			r.expectNone(t, "the output", out, "MARK")
			if exit == 1 {
				acctest.ExpectTexts(t, out, "withheld, because it repeats what was sent")
			}
			cli.Env = cli.Env[:len(cli.Env)-2]
			r.expectNone(t, "the plan", cli.Must(0, "show", "-json", "saved").Out, "word>MARK", `word\u003eMARK`)
			if exit == 0 && !strings.Contains(string(r.Authorizations()[0].Grants[0].Body), account) {
				t.Error("the account was not sent")
			}
			r.Must(filepath.WalkDir(cli.Dir, func(path string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() {
					return err
				}
				data, err := os.ReadFile(path)
				r.expectNone(t, entry.Name(), string(data), "word>MARK", `word\u003eMARK`)
				if entry.Name() == "trace.log" {
					r.expectNone(t, entry.Name(), string(data), "MARK")
				}
				return err
			}))
		})
	}
}

func (*request) expectNone(t *testing.T, place, text string, marks ...string) {
	t.Helper()
	for _, mark := range marks {
		if at := strings.Index(text, mark); at >= 0 {
			t.Errorf("%s holds %s: %s", place, mark, text[max(0, at-200):min(len(text), at+100)])
		}
	}
}

// TestAccRejection shows that a rejection is made once and that destroying it makes no call.
func TestAccRejection(t *testing.T) {
	t.Parallel()
	for name, behaviors := range acctest.ErrorForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ask(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: behaviors}})
			config := r.Provider() + fmt.Sprintf("\nresource \"osm_authorization_rejection\" \"this\" {\n"+
				"  authorization_id = %q\n  reject_reason = %q\n  group_id = \"group\"\n}\n", r.id, "No access to this host")
			r.Inject(simulator.Fault{Operation: "UpdateAuthorizations", Kind: simulator.DropAfter, Times: 1})
			again := strings.Replace(config, "No access", "Still no access", 1)
			r.Drive(resource.TestStep{Config: config}, acctest.EmptyPlan(config), resource.TestStep{Config: again,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(
					"osm_authorization_rejection.this", plancheck.ResourceActionReplace)}}}, acctest.Destroy())
			r.expect(t, simulator.AuthorizationRejected, 0)
			r.ExpectCounts(map[string]int{"UpdateAuthorizations": 1})
			if reason := r.Authorizations()[0].Reason; reason != "No access to this host" {
				t.Errorf("the reason is %q", reason)
			}
		})
	}
}
