// SPDX-License-Identifier: MPL-2.0

package identity

import "time"

// The gateway refuses an access key for a while once more than so many signatures in a row were wrong.
const (
	maxKeyFailures = 5
	blockFor       = 5 * time.Minute
)

// badKey is the gateway's text for a blocked access key as for one that does not exist.
const badKey = "AK access failed to reach the limit or does not exist"

// keyFailure is what is known of the wrong signatures of an access key.
type keyFailure struct {
	inRow     int
	blockedTo time.Time
}

func (s *Service) keyBlocked(access string) bool {
	return s.cfg.Now().Before(s.keyFailures[access].blockedTo)
}

func (s *Service) keyFailed(access string) {
	f := s.keyFailures[access]
	if f.inRow++; f.inRow > maxKeyFailures {
		f = keyFailure{blockedTo: s.cfg.Now().Add(blockFor)}
	}
	s.keyFailures[access] = f
}
