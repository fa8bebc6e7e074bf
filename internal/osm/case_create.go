// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// CreateCaseInput is a ticket to open.
type CreateCaseInput struct {
	Body osmapi.CreateOrderIncidentV2Req
	// PhoneVerifiedID and EmailVerifiedID are the IDs of verifications, for contacts that are not registered; both are optional.
	PhoneVerifiedID, EmailVerifiedID string
	// AdoptExisting takes over an open ticket with the same description, if there is exactly one, instead of opening another.
	AdoptExisting bool
}

// CreatedCase is a ticket that was opened or found.
type CreatedCase struct {
	ID string
	// Adopted reports that the ticket was open before.
	Adopted bool
	// Code is an error that the service reported next to the ID, or nil.
	Code error
	// Duplicates are tickets that an earlier attempt of the same create may have opened.
	Duplicates []Candidate
}

// CreateCase opens a ticket exactly once or returns an *UnknownOutcomeError. Creates of equal descriptions run one at a time.
func (c *Client) CreateCase(ctx context.Context, in CreateCaseInput) (*CreatedCase, error) {
	r := osmapi.NewCreateCasesRequest(c.server, &osmapi.CreateCasesParams{
		XPhoneVerifiedid: optional(in.PhoneVerifiedID),
		XEmailVerifiedid: optional(in.EmailVerifiedID),
	}, in.Body)
	search := newCaseSearch(c, in)
	unlock, err := c.lock(ctx, r.Op, "case\x00"+search.text)
	if err != nil {
		return nil, err
	}
	defer unlock()
	adopted, err := search.prepare(ctx)
	if err != nil {
		return nil, err
	}
	if adopted != "" {
		c.held.add(adopted, search.text, false)
		c.adopted.add(adopted, search.text, false)
		return &CreatedCase{ID: adopted, Adopted: true}, nil
	}
	out := &CreatedCase{}
	sends := 0
	search.since = c.cfg.Now()
	err = c.reconcile(ctx, write{
		op: r.Op,
		send: func(ctx context.Context) (err error) {
			sends++
			out.ID, out.Code, err = c.create(ctx, "incident_id", r)
			return err
		},
		look:    search.look,
		confirm: search.lookEverywhere,
	})
	if err != nil {
		return nil, err
	}
	sent := out.ID != ""
	if !sent {
		out.ID = search.found
		c.adopted.add(out.ID, search.text, false)
	}
	c.held.add(out.ID, search.text, false)
	if sent && sends > 1 {
		out.Duplicates = search.duplicates(ctx)
	}
	return out, nil
}

// ExistingCasesError reports that several open tickets match. Nothing was sent.
type ExistingCasesError struct{ Candidates []Candidate }

func (e *ExistingCasesError) Error() string {
	return fmt.Sprintf("several open tickets match: %s", strings.Join(idsOf(e.Candidates), ", "))
}

// Detail lists the candidates and what to do with them.
func (e *ExistingCasesError) Detail() string {
	return fmt.Sprintf("Several open tickets match and could be adopted (`adopt_existing = true`), so no ticket was "+
		"opened:%s\n\nImport the right one, close the others, or change `simple_description`:\n  terraform import <address of "+
		"the resource> %s", bullets(e.Candidates), e.Candidates[0].ID)
}

// adopt returns the one open ticket with the same description that no resource of this process holds, or "".
func (s *caseSearch) adopt(ctx context.Context, tickets []osmapi.IncidentInfoV2) (string, error) {
	var equal, doubtful []caseMatch
	for _, t := range tickets {
		m := s.match(t)
		if m.like == different || m.ended || s.c.held.has(m.ID) {
			continue
		}
		detail, err := s.c.Case(ctx, m.ID, "")
		if err != nil {
			return "", err
		}
		m.like, m.files = s.compareFull(m.like, detail), firstFiles(detail)
		switch {
		case hasEnded(detail.Status):
		case m.like == same:
			equal = append(equal, m)
		case m.like == maybe:
			doubtful = append(doubtful, m)
		}
	}
	if len(equal) > 1 {
		equal = s.prefer(ctx, equal)
	}
	if len(equal) == 1 {
		return equal[0].ID, nil
	}
	if candidates := mapped(append(equal, doubtful...), caseMatch.candidate); len(candidates) > 0 {
		return "", &ExistingCasesError{candidates}
	}
	return "", nil
}

// knownIDs are the IDs that resources of this process hold, each with a knownID. None can be the unseen result of a create.
type knownIDs struct{ sync.Map }

type knownID struct {
	text string
	// inState reports whether the state held it when this process started.
	inState bool
}

func (k *knownIDs) add(id, text string, inState bool) { k.Store(id, knownID{text, inState}) }

func (k *knownIDs) has(id string) bool {
	_, found := k.Load(id)
	return found
}

func (k *knownIDs) isInState(id string) bool {
	v, _ := k.Load(id)
	known, _ := v.(knownID)
	return known.inState
}

func (k *knownIDs) hasText(text string) bool {
	for _, v := range k.Range {
		if known, ok := v.(knownID); ok && known.text == text {
			return true
		}
	}
	return false
}

// Hold records that a resource in the state holds a ticket with that description, so that no create adopts it.
func (c *Client) Hold(id, description string) { c.held.add(id, canonicalText(description), true) }

// WasAdopted reports whether a create of this process adopted the ticket.
func (c *Client) WasAdopted(id string) bool { return c.adopted.has(id) }

// HoldLabel records that a resource in the state holds a label, so that no create adopts it.
func (c *Client) HoldLabel(id int64, name string) { c.heldLabels.add(labelID(id), name, true) }

// HeldCase returns the ID of an open ticket with that description which a resource in the state holds, or "". Terraform may read
// and plan that resource later: then [Client.IsAdoptionPlanned] finds the conflict.
func (c *Client) HeldCase(ctx context.Context, description string) (string, error) {
	text := canonicalText(description)
	c.plannedAdoptions.Store(text, true)
	tickets, err := c.listWindow(ctx, timeWindow{})
	if err != nil {
		return "", err
	}
	for _, t := range tickets {
		id := value(t.IncidentId)
		if c.held.isInState(id) && !hasEnded(t.Status) && compareText(text, value(t.SimpleDescription)) != different {
			c.plannedAdoptions.Delete(text)
			return id, nil
		}
	}
	return "", nil
}

// IsAdoptionPlanned reports whether HeldCase found no resource that holds a ticket with that description. Call it after Hold.
func (c *Client) IsAdoptionPlanned(description string) bool {
	_, planned := c.plannedAdoptions.LoadAndDelete(canonicalText(description))
	return planned
}
