// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"math/rand"
	"slices"
	"strings"
	"time"
)

// RandomKinds are the kinds that InjectRandom draws from when it is given none: those that a network and a gateway
// produce, without the ones that need a client's time-out to end.
func RandomKinds() []Kind {
	return []Kind{
		RejectBefore, FailAfter, RejectUnder200, DropBefore, DropAfter, Truncate,
		HTMLBefore, HTMLAfter, EmptyBefore, EmptyAfter, Throttle,
	}
}

// randomFaults draws faults from a seed, in the order in which requests ask.
type randomFaults struct {
	rng    *rand.Rand
	rate   float64
	kinds  []Kind
	exempt []string
}

// InjectRandom hits each request with the given probability by a fault of one of the kinds (RandomKinds when none is
// given). The same seed gives the same faults for the same order of requests. Faults of Inject come first. What was
// played stands in each Request's Fault.
func (s *Simulator) InjectRandom(seed int64, rate float64, kinds ...Kind) {
	if len(kinds) == 0 {
		kinds = RandomKinds()
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	var exempt []string
	if s.faults.random != nil {
		exempt = s.faults.random.exempt
	}
	s.faults.random = &randomFaults{
		rng:    rand.New(rand.NewSource(seed)),
		rate:   rate,
		kinds:  slices.Clone(kinds),
		exempt: exempt,
	}
}

// ExemptFromRandom spares operations from the random faults. It holds until ClearFaults.
func (s *Simulator) ExemptFromRandom(operations ...string) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	if s.faults.random == nil {
		s.faults.random = &randomFaults{rng: rand.New(rand.NewSource(0))}
	}
	s.faults.random.exempt = append(s.faults.random.exempt, operations...)
}

func (f *randomFaults) draw(r Request) *Fault {
	if slices.Contains(f.exempt, r.Operation) || f.rng.Float64() >= f.rate {
		return nil
	}
	kind := f.kinds[f.rng.Intn(len(f.kinds))]
	status := []int{500, 502, 503, 504}[f.rng.Intn(4)]
	if kind == RejectUnder200 && !strings.HasPrefix(r.Path, apiPrefix) {
		kind = RejectBefore // the login service knows no refusal under 200
	}
	switch kind {
	case RejectBefore, FailAfter:
		return &Fault{Kind: kind, Status: status}
	case Throttle:
		return &Fault{Kind: kind, RetryAfter: time.Second}
	default:
		return &Fault{Kind: kind}
	}
}
