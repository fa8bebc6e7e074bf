// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func TestAccIdentity(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	o := env.Options()
	env.InProcess(shows(env.Provider()+data("osm_identity"), "osm_identity", object{
		"user_id":      text(o.UserID),
		"user_name":    text(o.User),
		"domain_id":    text(o.DomainID),
		"domain_name":  text(o.Domain),
		"project_id":   text(o.ProjectID),
		"project_name": text(o.ProjectName),
		"method":       text("password"),
		"level":        text("block"),
		"roles":        knownvalue.ListExact(nil),
		"expires_at":   knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)),
	}))
	if n := len(env.Requests()); n != env.Count(simulator.OperationToken) {
		t.Errorf("%d requests besides the logins", n-env.Count(simulator.OperationToken))
	}
}

func TestAccIdentity_rejected(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.InProcess(failing(env.Block(`token = "MIIother"`)+data("osm_identity"),
		"Unable to look up the owner of the token", "did not accept `token`"))
}
