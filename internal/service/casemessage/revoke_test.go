// SPDX-License-Identifier: MPL-2.0

package casemessage_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// revocable is message with that content, to be revoked.
func revocable(env *acctest.Env, id, content string) string {
	return env.Provider() + fmt.Sprintf("resource \"osm_case_message\" \"this\" {\n  case_id = %q\n  content = %q\n  "+
		"on_destroy = \"revoke\"\n}\n", id, content)
}

// revocations counts the calls that revoked a message.
func revocations(env *acctest.Env) int {
	n := 0
	for _, r := range env.RequestsFor("RevokeMessage") {
		if r.Applied {
			n++
		}
	}
	return n
}

// TestAccMessage_revoke destroys a message under each behavior of a revoked one, both forms of errors, and with faults: it is
// revoked once, and its ticket and the other messages stay.
func TestAccMessage_revoke(t *testing.T) {
	t.Parallel()
	faults := map[string]simulator.Fault{
		"no fault":        {Operation: "ListCases"},
		"lost response":   {Operation: "RevokeMessage", Kind: simulator.DropAfter, Times: 1},
		"lost request":    {Operation: "RevokeMessage", Kind: simulator.DropBefore, Times: 1},
		"reset":           {Operation: "RevokeMessage", Kind: simulator.ResetAfter, Times: 1},
		"unavailable":     {Operation: "RevokeMessage", Kind: simulator.RejectBefore, Status: 503, Times: 2},
		"failed later":    {Operation: "RevokeMessage", Kind: simulator.FailAfter, Status: 503, Times: 1},
		"empty response":  {Operation: "RevokeMessage", Kind: simulator.EmptyBefore, Times: 1},
		"processed twice": {Operation: "RevokeMessage", Kind: simulator.Duplicate, Times: 1},
	}
	shown := []simulator.RevokedMessages{simulator.RevokedMessagesGone, simulator.RevokedMessagesEmptied,
		simulator.RevokedMessagesMarked}
	n := 0
	for fault := range faults {
		for form, errors := range acctest.ErrorForms {
			behaviors := simulator.Behaviors{BusinessErrors: errors, RevokedMessages: shown[n%len(shown)]}
			n++
			t.Run(fault+", "+form, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{Behaviors: behaviors})
				id := env.OpenCase("opened in the console")
				_, err := env.AddMessage(id, "hello")
				env.Must(err)
				cli := env.Attach(t)
				cli.Write("main.tf", revocable(env, id, "hello"))
				cli.Apply()
				cli.ExpectEmptyPlan()
				env.Inject(faults[fault])
				cli.Destroy()
				got := env.Messages(id)
				if isThere := len(got) == 3 && got[2].Content == "hello"; isThere || revocations(env) > 1 {
					t.Errorf("%d messages were revoked, want 1; behavior %d", revocations(env), behaviors.RevokedMessages)
				}
				if got[1].Content != "hello" ||
					acctest.OnlyCase(t, env).Status != simulator.StatusToBeHandled {
					t.Errorf("the ticket or its other message changed: %+v", got)
				}
			})
		}
	}
}

// TestAccMessage_revokedElsewhere destroys a message that was revoked elsewhere, under each behavior of a revoked one, and one
// whose ticket was deleted.
func TestAccMessage_revokedElsewhere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		behaviors simulator.Behaviors
		removed   bool
		calls     int
	}{
		"gone":                  {calls: 1},
		"gone, with HTTP 4xx":   {behaviors: simulator.Behaviors{BusinessErrors: simulator.BusinessErrorsUnder4xx}, calls: 1},
		"emptied":               {behaviors: simulator.Behaviors{RevokedMessages: simulator.RevokedMessagesEmptied}, calls: 1},
		"marked":                {behaviors: simulator.Behaviors{RevokedMessages: simulator.RevokedMessagesMarked}, calls: 1},
		"ticket gone":           {removed: true},
		"ticket with status 13": {removed: true, behaviors: simulator.Behaviors{Deleted: simulator.DeletedStatus13}},
		"ticket gone, HTTP 4xx": {removed: true,
			behaviors: simulator.Behaviors{BusinessErrors: simulator.BusinessErrorsUnder4xx}},
		"emptied, with HTTP 4xx": {calls: 1, behaviors: simulator.Behaviors{RevokedMessages: simulator.RevokedMessagesEmptied,
			BusinessErrors: simulator.BusinessErrorsUnder4xx}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: c.behaviors})
			id := env.OpenCase("opened in the console")
			cli := env.Attach(t)
			cli.Write("main.tf", revocable(env, id, "hello"))
			cli.Apply()
			if c.removed {
				env.SetStatus(id, simulator.StatusDeleted)
			} else {
				env.Must(env.RevokeMessage(id, env.Messages(id)[1].ID))
			}
			cli.Must(0, "plan", "-detailed-exitcode")
			cli.Destroy()
			env.ExpectCounts(map[string]int{"RevokeMessage": c.calls, "CreateMessages": 1})
		})
	}
}

// TestAccMessage_revokeTooLate destroys a message that the service no longer revokes: the error has the code, the message stays
// in the state, and `keep` ends it without a call.
func TestAccMessage_revokeTooLate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		revocable simulator.RevocableMessages
		change    func(env *acctest.Env, id string)
	}{
		"too old": {simulator.RevocableMessagesRecent, func(env *acctest.Env, _ string) { env.Advance(time.Hour) }},
		"ticket has ended": {simulator.RevocableMessagesOfOpenTickets, func(env *acctest.Env, id string) {
			env.SetStatus(id, simulator.StatusCompleted)
		}},
	} {
		for form, errors := range acctest.ErrorForms {
			t.Run(name+", "+form, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: errors,
					RevocableMessages: c.revocable}})
				id := env.OpenCase("opened in the console")
				cli := env.Attach(t)
				config := revocable(env, id, "hello")
				cli.Write("main.tf", config)
				cli.Apply()
				c.change(env, id)
				acctest.ExpectTexts(t, cli.Must(1, "destroy", "-auto-approve").Out, "Unable to revoke message",
					"in ticket "+id, "set `on_destroy = \"keep\"` and apply first", "code OSM.01010060")
				if got := cli.Resources(); !slices.Equal(got, []string{"osm_case_message.this"}) {
					t.Errorf("the state holds %q", got)
				}
				env.ExpectCounts(map[string]int{"RevokeMessage": 1})
				cli.Write("main.tf", strings.ReplaceAll(config, `"revoke"`, `"keep"`))
				acctest.ExpectTexts(t, cli.Apply().Out, "0 added, 1 changed, 0 destroyed")
				cli.ExpectEmptyPlan()
				cli.Destroy()
				env.ExpectCounts(map[string]int{"RevokeMessage": 1, "CreateMessages": 1})
			})
		}
	}
}

// TestAccMessage_revokeFails destroys a message while the service rejects each call: the message stays in the state.
func TestAccMessage_revokeFails(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"forbidden":   {Kind: simulator.RejectBefore, Status: 403, Code: "OSM.0003"},
		"unavailable": {Kind: simulator.RejectBefore, Status: 503},
		"not JSON":    {Kind: simulator.HTMLBefore},
		"404":         {Kind: simulator.RejectBefore, Status: 404, Code: "APIGW.0101"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			id := env.OpenCase("opened in the console")
			cli := env.Attach(t)
			cli.Write("main.tf", revocable(env, id, "hello"))
			cli.Apply()
			fault.Operation = "RevokeMessage"
			env.Inject(fault)
			acctest.ExpectTexts(t, cli.Must(1, "destroy", "-auto-approve").Out, "Unable to revoke message")
			if got := cli.Resources(); !slices.Equal(got, []string{"osm_case_message.this"}) {
				t.Errorf("the state holds %q", got)
			}
			env.ClearFaults()
			cli.Destroy()
			if n := revocations(env); n != 1 {
				t.Errorf("%d messages were revoked, want 1", n)
			}
		})
	}
}

// TestAccMessage_onDestroyInPlace changes on_destroy, which makes no call, and replaces the message: the value in the state
// decides.
func TestAccMessage_onDestroyInPlace(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.OpenCase("opened in the console")
	cli := env.Attach(t)
	cli.Write("main.tf", message(env, id))
	cli.Apply()
	env.ResetLog()
	cli.Write("main.tf", revocable(env, id, "hello"))
	acctest.ExpectTexts(t, cli.Apply().Out, "0 added, 1 changed, 0 destroyed")
	acctest.ExpectWrites(t, env)
	cli.ExpectEmptyPlan()
	cli.Write("main.tf", strings.ReplaceAll(revocable(env, id, "goodbye"), `"revoke"`, `"keep"`))
	acctest.ExpectTexts(t, cli.Apply().Out, "It is revoked, and another message is sent.", "1 added, 0 changed, 1 destroyed")
	acctest.ExpectWrites(t, env, "RevokeMessage", "CreateMessages")
	cli.ExpectEmptyPlan()
	cli.Write("main.tf", message(env, id))
	acctest.ExpectTexts(t, cli.Apply().Out, "It stays, and another message is sent.")
	acctest.ExpectWrites(t, env, "RevokeMessage", "CreateMessages", "CreateMessages")
	if got := env.Messages(id); len(got) != 3 {
		t.Errorf("the ticket has %d messages, want 3", len(got))
	}
}

// TestAccMessage_stateWithoutOnDestroy plans for the state of a version that had no on_destroy: nothing changes.
func TestAccMessage_stateWithoutOnDestroy(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.OpenCase("opened in the console")
	cli := env.Attach(t)
	cli.Write("main.tf", message(env, id))
	cli.Apply()
	before := cli.Read("terraform.tfstate")
	// Clients differ in the spaces that they write.
	state := regexp.MustCompile(`"on_destroy": ?"keep",`).ReplaceAllString(before, "")
	if state == before {
		t.Fatalf("the state has no on_destroy:\n%s", before)
	}
	cli.Write("terraform.tfstate", state)
	cli.ExpectEmptyPlan()
	cli.Must(0, "destroy", "-auto-approve", "-refresh=false")
	acctest.ExpectWrites(t, env, "CreateMessages")
}

// TestAccMessage_unseenIsNotRevoked destroys a message that its ticket never showed: a warning says that it stays.
func TestAccMessage_unseenIsNotRevoked(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.OpenCase("opened in the console")
	cli := env.Attach(t)
	cli.Write("main.tf", revocable(env, id, "hello"))
	env.Inject(withoutMessages(id))
	cli.Apply()
	env.ClearFaults()
	acctest.ExpectTexts(t, cli.Destroy().Out, "Message will not be revoked", "Revoke it in the service's console.")
	acctest.ExpectWrites(t, env, "CreateMessages")
}

// TestAccMessage_revokeHidden destroys a message that its ticket does not show at that moment: it is revoked all the same.
func TestAccMessage_revokeHidden(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.OpenCase("opened in the console")
	cli := env.Attach(t)
	cli.Write("main.tf", revocable(env, id, "hello"))
	cli.Apply()
	env.Inject(withoutMessages(id))
	cli.Destroy()
	if n := revocations(env); n != 1 || len(env.Messages(id)) != 1 {
		t.Errorf("%d messages were revoked, want 1", n)
	}
}

// TestAccMessage_unseenIsReplaced replaces a message that its ticket never showed: the plan does not promise to revoke it.
func TestAccMessage_unseenIsReplaced(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.OpenCase("opened in the console")
	cli := env.Attach(t)
	cli.Write("main.tf", revocable(env, id, "hello"))
	env.Inject(withoutMessages(id))
	cli.Apply()
	env.ClearFaults()
	cli.Write("main.tf", revocable(env, id, "goodbye"))
	acctest.ExpectTexts(t, cli.Apply().Out, "The earlier message in ticket "+id+" can't be changed. It can't be revoked",
		"because its ID is unknown, and another message is sent.")
	acctest.ExpectWrites(t, env, "CreateMessages", "CreateMessages")
}
