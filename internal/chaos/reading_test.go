// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"math/rand"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// excluded are behaviors under which a campaign can't succeed, each with the reason.
var excluded = map[string]string{
	"unregistered-contacts=need-verification": "the phone numbers of the tickets are invented, and nobody verifies them",
	"incident-uploads=rejected":               "another version of a file that a ticket was opened with is sent in a message",
}

// behave draws a behavior for each question that the API reference leaves open. A failed test lists them.
func behave(t *testing.T, seed int64) simulator.Behaviors {
	t.Helper()
	rng := rand.New(rand.NewSource(seed))
	var readings simulator.Behaviors
	var chosen []string
	left := len(excluded)
	for _, b := range simulator.AllBehaviors() {
		var allowed []int
		for value, name := range b.Values {
			if excluded[b.Name+"="+name] == "" {
				allowed = append(allowed, value)
			} else {
				left--
			}
		}
		value := allowed[rng.Intn(len(allowed))]
		b.Set(&readings, value)
		if value > 0 {
			chosen = append(chosen, b.Name+"="+b.Values[value])
		}
	}
	if left != 0 {
		t.Fatalf("%d excluded behaviors do not exist", left)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("behaviors: %s", strings.Join(chosen, " "))
		}
	})
	return readings
}
