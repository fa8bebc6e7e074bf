// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var (
	errEnded   = errors.New("a matching ticket has already ended")
	errSeveral = errors.New("several tickets match")
	errUnclear = errors.New("a ticket may match, but its description or age is unclear")
)

// duplicatesTimeout bounds the search for duplicates, during which the ID of the ticket is in memory only.
const duplicatesTimeout = 10 * time.Second

// caseSearch looks for the ticket of one create. Properties whose behavior is not documented (zones, the name of the problem
// type, attachments) may select one of several matches, but never rule out the only one.
type caseSearch struct {
	c  *Client
	in CreateCaseInput
	// text is the canonical description.
	text string
	// since is the time before the first send by the client's clock.
	since time.Time
	// before are the matching tickets that were listed before the first send; nil when they were not listed.
	before map[string]bool
	// everywhere reports whether the last list was read without a window, beforeEverywhere whether before was.
	everywhere, beforeEverywhere bool
	// ruledOut are tickets that are certainly older or have another text.
	ruledOut map[string]bool
	// pending are tickets that matched in some look and were not ruled out.
	pending []Candidate
	// found is the ticket that was adopted.
	found string
}

// caseMatch is a ticket that may be the result of the create.
type caseMatch struct {
	Candidate
	typeName string
	files    []string
	like     likeness
	age      age
	// read reports whether its details could be read.
	read, ended bool
}

func (m caseMatch) candidate() Candidate { return m.Candidate }

func newCaseSearch(c *Client, in CreateCaseInput) *caseSearch {
	return &caseSearch{c: c, in: in, text: canonicalText(in.Body.SimpleDescription), ruledOut: map[string]bool{}}
}

// prepare looks before the first send for a ticket to adopt, or for tickets that could be confused with the new one.
func (s *caseSearch) prepare(ctx context.Context) (adopted string, err error) {
	var tickets []osmapi.IncidentInfoV2
	switch {
	case s.in.AdoptExisting:
		if tickets, err = s.listEverywhere(ctx); err != nil {
			return "", err
		}
		if adopted, err = s.adopt(ctx, tickets); err != nil || adopted != "" {
			return adopted, err
		}
	case s.c.held.hasText(s.text):
		if tickets, err = s.listAround(ctx, s.c.cfg.Now()); err != nil {
			return "", nil //nolint:nilerr // the list is optional: without it, more matches count as unclear
		}
	default:
		return "", nil
	}
	s.before, s.beforeEverywhere = map[string]bool{}, s.everywhere
	for _, t := range tickets {
		if s.compare(t) != different {
			s.before[value(t.IncidentId)] = true
		}
	}
	return "", nil
}

// compare compares the text of a listed ticket. If the list shows nothing of the text, the ticket's details decide.
func (s *caseSearch) compare(t osmapi.IncidentInfoV2) likeness {
	text := value(t.SimpleDescription)
	like := compareText(s.text, text)
	switch {
	case value(t.IncidentId) == "":
		return different
	case like == different && lettersOf(withoutCutOff(text)) == "":
		return maybe
	}
	return like
}

// compareFull compares the text in a ticket's details, which take precedence because a list may truncate it.
func (s *caseSearch) compareFull(listed likeness, detail *osmapi.IncidentDetailInfoV2) likeness {
	text := value(detail.SimpleDescription)
	if text == "" {
		return listed
	}
	full := compareText(s.text, text)
	if full == different && listed == same {
		return maybe
	}
	return full
}

// listAround lists the tickets created around a moment of the client's clock. If the service rejects the window, the tickets are
// listed without one. If its response shows that this machine's clock is wrong, they are listed again with the corrected window.
func (s *caseSearch) listAround(ctx context.Context, at time.Time) ([]osmapi.IncidentInfoV2, error) {
	s.everywhere = false
	window := windowAround(s.c.clock.at(at))
	tickets, err := s.c.listWindow(ctx, window)
	right := windowAround(s.c.clock.at(at))
	var again []osmapi.IncidentInfoV2
	switch {
	case err != nil && ctx.Err() == nil && !apierror.IsUnknown(err):
		again, err = s.listEverywhere(ctx)
	case err == nil && right.from.Sub(window.from).Abs() > time.Hour:
		again, err = s.c.listWindow(ctx, right)
	default:
		return tickets, err
	}
	if err != nil {
		again = slices.Concat(again, tickets) // the tickets seen so far may contain the match
	}
	return again, err
}

func (s *caseSearch) listEverywhere(ctx context.Context) ([]osmapi.IncidentInfoV2, error) {
	s.everywhere = true
	return s.c.listWindow(ctx, timeWindow{})
}

// look searches the tickets created around the first send.
func (s *caseSearch) look(ctx context.Context) (bool, error) {
	tickets, err := s.listAround(ctx, s.since)
	return s.decide(ctx, tickets, err)
}

// lookEverywhere searches all tickets: a filter that matches too little must not be taken for absence.
func (s *caseSearch) lookEverywhere(ctx context.Context) (bool, error) {
	tickets, err := s.listEverywhere(ctx)
	return s.decide(ctx, tickets, err)
}

// decide evaluates a list. listErr means that the list is incomplete: other tickets may exist.
func (s *caseSearch) decide(ctx context.Context, tickets []osmapi.IncidentInfoV2, listErr error) (bool, error) {
	var certain, doubtful, weak []caseMatch
	for _, t := range tickets {
		m, relevant := s.inspect(ctx, t)
		switch {
		case !relevant:
		case m.like == same && m.age == young:
			certain = append(certain, m)
		case m.like == same && m.age == unclear, !m.read:
			doubtful = append(doubtful, m)
		default:
			weak = append(weak, m)
		}
	}
	rivals := slices.Concat(certain, doubtful)
	readAll := !slices.ContainsFunc(rivals, func(m caseMatch) bool { return !m.read })
	if len(rivals) > 1 && readAll && listErr == nil {
		rivals = s.prefer(ctx, rivals)
	}
	switch {
	case listErr != nil:
		return false, s.inconclusive(listErr, false, nil)
	case len(rivals) == 1 && rivals[0].age == young && rivals[0].ended:
		return false, s.inconclusive(errEnded, true, rivals)
	case len(rivals) == 1 && rivals[0].age == young:
		s.found = rivals[0].ID
		return true, nil
	case len(rivals) > 1:
		return false, s.inconclusive(errSeveral, readAll, rivals)
	case len(rivals)+len(weak)+len(s.pending) > 0:
		return false, s.inconclusive(errUnclear, false, nil)
	}
	return false, nil
}

// inconclusive returns the error of a look that did not determine the outcome, with all candidates seen so far, matches first.
func (s *caseSearch) inconclusive(err error, final bool, matches []caseMatch) error {
	candidates := mapped(matches, caseMatch.candidate)
	for _, p := range s.pending {
		candidates = withCandidate(candidates, p)
	}
	return &inconclusiveError{candidates: candidates, final: final, err: err}
}

func (s *caseSearch) match(t osmapi.IncidentInfoV2) caseMatch {
	return caseMatch{
		Candidate: Candidate{ID: value(t.IncidentId), Description: value(t.SimpleDescription), CreateTime: value(t.CreateTime)},
		typeName:  value(t.BusinessTypeName),
		like:      s.compare(t),
		age:       unclear,
		ended:     hasEnded(t.Status),
	}
}

// inspect compares one ticket of a list. The ticket is relevant unless it is certainly another one.
func (s *caseSearch) inspect(ctx context.Context, t osmapi.IncidentInfoV2) (m caseMatch, relevant bool) {
	m = s.match(t)
	if m.like == different || s.ruledOut[m.ID] || s.before[m.ID] || s.c.held.has(m.ID) {
		return m, false
	}
	if s.isAncient(t) {
		m.age = old
	} else if s.pending = withCandidate(s.pending, m.Candidate); !s.readDetail(ctx, &m) {
		return m, true
	}
	if s.before != nil && (s.beforeEverywhere || !s.everywhere) && m.age != old {
		m.age = young // it was not listed before the first send, though a list like this one was read
	}
	if m.like == different || m.age == old || m.age == unclearZone && m.ended {
		s.ruledOut[m.ID] = true
		s.pending = slices.DeleteFunc(s.pending, func(c Candidate) bool { return c.ID == m.ID })
		return m, false
	}
	return m, true
}

// readDetail reads the ticket in two zones and determines its age. It reports whether both reads succeeded.
func (s *caseSearch) readDetail(ctx context.Context, m *caseMatch) bool {
	eight, err := s.c.caseInZone(ctx, m.ID, "", zoneEight)
	if err != nil {
		return false
	}
	nine, err := s.c.caseInZone(ctx, m.ID, "", zoneNine)
	if err != nil {
		return false
	}
	m.read = true
	m.ended = hasEnded(eight.Status)
	m.files = firstFiles(eight)
	m.like = s.compareFull(m.like, eight)
	first, okFirst := parseTime(value(eight.CreateTime))
	second, okSecond := parseTime(value(nine.CreateTime))
	if at, certain, ok := instant(first, second); ok && okFirst && okSecond {
		m.age = s.c.clock.ageOf(at, certain, s.since, s.c.cfg.Now())
	}
	return true
}

// isAncient reports whether a ticket of a list was certainly created long before the first send, whatever the zone of its time.
func (s *caseSearch) isAncient(t osmapi.IncidentInfoV2) bool {
	at, ok := parseTime(value(t.CreateTime))
	return ok && s.c.clock.ageOf(at, false, s.since, s.c.cfg.Now()) == old
}

func withCandidate(candidates []Candidate, c Candidate) []Candidate {
	if slices.ContainsFunc(candidates, func(has Candidate) bool { return has.ID == c.ID }) {
		return candidates
	}
	return append(candidates, c)
}

// prefer returns the one of several matches that has the problem type's name or the attachments of the create, otherwise all.
func (s *caseSearch) prefer(ctx context.Context, matches []caseMatch) []caseMatch {
	typeName := s.problemTypeName(ctx)
	for _, is := range []func(caseMatch) bool{
		func(m caseMatch) bool { return typeName != "" && m.typeName == typeName },
		func(m caseMatch) bool { return areFiles(m.files, value(s.in.Body.AccessoryIds)) },
	} {
		preferred := slices.DeleteFunc(slices.Clone(matches), func(m caseMatch) bool { return !is(m) })
		if len(preferred) == 1 {
			return preferred
		}
	}
	return matches
}

// problemTypeName returns the catalog's name of the problem type, "" when it can't be read.
func (s *caseSearch) problemTypeName(ctx context.Context) string {
	body := s.in.Body
	types, _ := s.c.ProblemTypes(ctx, value(body.ProductCategoryId), value(body.IncidentSubTypeId))
	for _, t := range types {
		if value(t.BusinessTypeId) == body.BusinessTypeId {
			return value(t.BusinessTypeName)
		}
	}
	return ""
}

// duplicates returns tickets that an earlier attempt may have opened: the looks before the last one would have found older ones.
func (s *caseSearch) duplicates(ctx context.Context) []Candidate {
	look, cancel := context.WithTimeout(ctx, duplicatesTimeout)
	defer cancel()
	tickets, _ := s.listAround(look, s.since) // a partial list is better than none
	if ctx.Err() != nil {
		look, cancel = context.WithTimeout(context.WithoutCancel(ctx), lastLookTime)
		defer cancel()
		tickets, _ = s.listAround(look, s.since)
	}
	var out []Candidate
	for _, t := range tickets {
		if m, relevant := s.inspect(look, t); relevant && (m.like == same || !m.read) {
			out = append(out, m.Candidate)
		}
	}
	return out
}
