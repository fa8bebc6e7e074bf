// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const identity = "data \"osm_identity\" \"this\" {}\n"

func TestAccIdentity(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	o := env.Options()
	check := func(name string, v knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.osm_identity.this", tfjsonpath.New(name), v)
	}
	env.InProcess(resource.TestStep{Config: env.Provider() + identity, ConfigStateChecks: []statecheck.StateCheck{
		check("user_id", knownvalue.StringExact(o.UserID)), check("user_name", knownvalue.StringExact(o.User)),
		check("domain_id", knownvalue.StringExact(o.DomainID)), check("domain_name", knownvalue.StringExact(o.Domain)),
		check("project_id", knownvalue.StringExact(o.ProjectID)), check("project_name", knownvalue.StringExact(o.ProjectName)),
		check("method", knownvalue.StringExact("password")), check("level", knownvalue.StringExact("block")),
		check("roles", knownvalue.ListExact(nil)),
		check("expires_at", knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`))),
	}})
	if n := len(env.Requests()); n != env.Count(simulator.OperationToken) {
		t.Errorf("%d requests besides the logins", n-env.Count(simulator.OperationToken))
	}
}

func TestAccIdentity_refused(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.InProcess(resource.TestStep{Config: env.Block(`token = "MIIother"`) + identity,
		ExpectError: regexp.MustCompile(`(?s)Could not tell who calls.*ask whose the token is`)})
}
