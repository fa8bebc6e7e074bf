// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// changed lists the fields in which two Behaviors differ.
func changed(a, b simulator.Behaviors) []string {
	var names []string
	first, second := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range first.NumField() {
		if !first.Field(i).Equal(second.Field(i)) {
			names = append(names, first.Type().Field(i).Name)
		}
	}
	return names
}

// TestBehaviorsNameEveryField shows that each field of Behaviors is set by one switch, that a switch is named after its field, and
// that its values differ.
func TestAllBehaviors_coverEveryField(t *testing.T) {
	t.Parallel()
	owner := map[string]string{}
	for _, b := range simulator.AllBehaviors() {
		seen := map[simulator.Behaviors]bool{}
		for value := range b.Values {
			var r simulator.Behaviors
			b.Set(&r, value)
			if seen[r] || (value == 0) != (r == simulator.Behaviors{}) {
				t.Errorf("%s: %s is played by another value too", b.Name, b.Values[value])
			}
			seen[r] = true
			for _, field := range changed(r, simulator.Behaviors{}) {
				if other := owner[field]; other != "" && other != b.Name {
					t.Errorf("%s is set by %s and %s", field, other, b.Name)
				}
				owner[field] = b.Name
			}
			b.Set(&r, 0)
			if r != (simulator.Behaviors{}) {
				t.Errorf("%s: the first value leaves %v", b.Name, changed(r, simulator.Behaviors{}))
			}
		}
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[simulator.Behaviors]()) {
		name := owner[field.Name]
		if name == "" {
			t.Errorf("no switch sets %s", field.Name)
		}
		if plain := strings.ReplaceAll(name, "-", ""); name != "new-tickets" && plain != strings.ToLower(field.Name) {
			t.Errorf("the switch of %s is called %s", field.Name, name)
		}
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	var r simulator.Behaviors
	for name, value := range map[string]string{"success": "all-zeros", "new-tickets": "unreadable", "clock-ahead": "2m"} {
		if err := r.Choose(name, value); err != nil {
			t.Error(err)
		}
	}
	want := simulator.Behaviors{Success: simulator.SuccessAllZeros, ReadableAfter: simulator.VisibilityDelay, ClockAhead: 2 * time.Minute}
	if r != want {
		t.Errorf("%+v", r)
	}
	for _, c := range [][3]string{{"weather", "fine", "label-names"}, {"success", "fine", "zero-number"}} {
		if err := r.Choose(c[0], c[1]); err == nil || !strings.Contains(err.Error(), c[2]) {
			t.Errorf("%q: %v", c, err)
		}
	}
}
