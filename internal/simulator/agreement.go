// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"slices"
	"strconv"
)

// agreementNewTicket is the kind of the agreement on new tickets of ordinary users.
const agreementNewTicket = "0"

// agreement is a published agreement. Kind is 0, 1 or 2, as agreement_type is documented.
type agreement struct {
	id, version int
	kind        string
	signed      bool
}

// agreementNames are made up from the kinds that the reference names.
var agreementNames = map[string]text{
	agreementNewTicket: {EN: "New ticket", ZH: "新建工单"},
	"1":                {EN: "New ticket of a software vendor's user", ZH: "软件商用户新建工单"},
	"2":                {EN: "Support access agreement", ZH: "授权协议"},
}

func (a *account) agreement(kind string) *agreement {
	return byID(a.agreements, func(a *agreement) bool { return a.kind == kind })
}

func (s *Simulator) showAgreement(c *call) (any, *apiError) {
	a := s.store.account.agreement(first(c.query["agreement_type"]))
	if a == nil {
		return object{"case_agreement": nil}, nil
	}
	name := agreementNames[a.kind].in(c.english)
	return object{"case_agreement": object{
		"id": strconv.Itoa(a.id), "agreement_name": name, "agreement_type": a.kind, "agreement_type_name": name,
		"content": name + " v" + strconv.Itoa(a.version), "version": s.agreementVersion(a.version),
	}}, nil
}

func (s *Simulator) agreementVersion(n int) any {
	switch s.behaviors.AgreementVersions {
	case AgreementVersionTexts:
		return strconv.Itoa(n)
	case AgreementVersionsDotted:
		return strconv.Itoa(n) + ".0.0"
	case AgreementVersionNumbers:
	}
	return n
}

func (s *Simulator) showSigned(c *call) (any, *apiError) {
	a := s.store.account.agreement(first(c.query["agreement_type"]))
	return object{"is_signed_latest": a != nil && a.signed}, nil
}

func (s *Simulator) signAgreement(c *call) (any, *apiError) {
	id, err := strconv.Atoi(c.path["id"])
	a := byID(s.store.account.agreements, func(a *agreement) bool { return a.id == id })
	if err != nil || a == nil {
		return nil, invalid("id")
	}
	a.signed = true
	c.applied = true
	var record any = 7000 + id
	if s.behaviors.AgreementVersions != AgreementVersionNumbers {
		record = strconv.Itoa(7000 + id)
	}
	return object{"agreement_signed_record_id": record}, nil
}

// checkAgreement rejects a new ticket while the agreement on new tickets is not signed, if Behaviors.UnsignedAgreements says so.
func (s *Simulator) checkAgreement() *apiError {
	a := s.store.account.agreement(agreementNewTicket)
	if s.behaviors.UnsignedAgreements == UnsignedAgreementsRejected && a != nil && !a.signed {
		return reject(codeNoPermission)
	}
	return nil
}

// PublishAgreement publishes an unsigned version of an agreement of a kind (0, 1 or 2). The version 0 withdraws the agreement.
func (s *Simulator) PublishAgreement(kind string, version int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	account := s.store.account
	next := 1
	for _, a := range account.agreements {
		next = max(next, a.id+1)
	}
	account.agreements = slices.DeleteFunc(account.agreements, func(a *agreement) bool { return a.kind == kind })
	if version > 0 {
		account.agreements = append(account.agreements, &agreement{id: next, kind: kind, version: version})
	}
}
