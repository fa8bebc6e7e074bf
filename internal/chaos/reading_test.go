// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"math/rand"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// readings draws an answer to each question that the API reference leaves open and that what a campaign does turns on.
func readings(seed int64) simulator.Readings {
	rng := rand.New(rand.NewSource(seed))
	return simulator.Readings{
		Refusals:         one(rng, simulator.RefusalsUnder200, simulator.RefusalsUnder4xx),
		Contacts:         one(rng, simulator.ContactsPlain, simulator.ContactsMasked),
		AbsentContact:    one(rng, simulator.AbsentContactKept, simulator.AbsentContactCleared),
		Numbers:          one(rng, simulator.NumbersAsDocumented, simulator.NumbersAsStrings, simulator.NumbersAsNumbers),
		TotalKey:         one(rng, simulator.TotalCount, simulator.TotalAsCount),
		Nothing:          one(rng, simulator.NothingIsObject, simulator.NothingIsNull, simulator.NothingIsNoBody, simulator.NothingIsEmptyCode),
		Times:            one(rng, simulator.TimesUTC, simulator.TimesInZone, simulator.TimesWithOffset),
		LabelNames:       one(rng, simulator.LabelNamesFuzzy, simulator.LabelNamesExact),
		AttachedDeletion: one(rng, simulator.AttachedDeletionRefused, simulator.AttachedDeletionIgnored),
		Description:      one(rng, simulator.DescriptionAsSent, simulator.DescriptionTrimmed),
		GoneLabels:       one(rng, simulator.GoneLabelDeletionAccepted, simulator.GoneLabelDeletionRefused),
		VisibleAfter:     one(rng, 0, 0, 3*time.Second),
		ListedAfter:      one(rng, 0, 3*time.Second),
	}
}

func one[T any](rng *rand.Rand, of ...T) T { return of[rng.Intn(len(of))] }
