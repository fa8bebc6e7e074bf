// SPDX-License-Identifier: MPL-2.0

package casemessage_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// withoutMessages lets the ticket be read as open and without any message.
func withoutMessages(id string) simulator.Fault {
	return simulator.Fault{Operation: "ShowCaseDetail", Kind: simulator.RejectUnder200,
		Body: fmt.Sprintf(`{"incident_detail_info": {"incident_id": %q, "status": 1, "message_list": []}}`, id)}
}

// message is a message to the ticket of that ID.
func message(env *acctest.Env, id string) string {
	return env.Provider() + fmt.Sprintf("resource \"osm_case_message\" \"this\" {\n  case_id = %q\n  content = "+
		"\"hello\"\n}\n", id)
}

// TestAccMessage_revoked withdraws a message while its ticket stays: a warning says so, the message stays in the
// state, and it is not sent again.
func TestAccMessage_revoked(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.OpenCase("opened in the console")
	cli := env.Attach(t)
	cli.Write("main.tf", message(env, id))
	cli.Apply()
	env.Inject(withoutMessages(id))
	acctest.ExpectTexts(t, cli.Must(0, "plan", "-detailed-exitcode").Out, "Message not found",
		"is kept in the state so that it is not sent again.")
	cli.Must(0, "apply", "-refresh-only", "-auto-approve")
	if got := cli.Resources(); !slices.Equal(got, []string{"osm_case_message.this"}) {
		t.Errorf("the state holds %q", got)
	}
	env.ClearFaults()
	cli.ExpectEmptyPlan()
	acctest.ExpectWrites(t, env, "CreateMessages")
}

// TestAccMessage_isNeverSeen sends a message that the service takes and its ticket never shows: that is a warning, and neither
// the next refresh nor the next apply sends it again or takes it out of the state.
func TestAccMessage_isNeverSeen(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.OpenCase("opened in the console")
	cli := env.Attach(t)
	cli.Write("main.tf", message(env, id))
	env.Inject(withoutMessages(id))
	acctest.ExpectTexts(t, cli.Apply().Out, "Unable to find the message in ticket "+id)
	for range 2 {
		cli.ExpectEmptyPlan()
		cli.Apply()
		env.ClearFaults()
	}
	if got := cli.Resources(); !slices.Equal(got, []string{"osm_case_message.this"}) {
		t.Errorf("the state holds %q", got)
	}
	acctest.ExpectWrites(t, env, "CreateMessages")
}
