// SPDX-License-Identifier: MPL-2.0

package simulator

import "strconv"

// agreement is a published agreement. Kind is 0, 1 or 2, as agreement_type is documented.
type agreement struct {
	id, version int
	kind        string
	signed      bool
}

// agreementNames are the simulator's; the reference does not say what the kinds are.
var agreementNames = map[string]text{
	"0": {EN: "Privacy statement", ZH: "隐私声明"},
	"1": {EN: "Support access agreement", ZH: "授权协议"},
	"2": {EN: "Data processing agreement", ZH: "数据处理协议"},
}

func (s *Simulator) agreementOf(c *call) *agreement {
	kind := first(c.query["agreement_type"])
	return byID(s.store.account.agreements, func(a *agreement) bool { return a.kind == kind })
}

func (s *Simulator) showAgreement(c *call) (any, *apiError) {
	a := s.agreementOf(c)
	name := agreementNames[a.kind].in(c.english)
	return object{"case_agreement": object{
		"id": strconv.Itoa(a.id), "agreement_name": name, "agreement_type": a.kind, "agreement_type_name": name,
		"content": name + " v" + strconv.Itoa(a.version), "version": a.version,
	}}, nil
}

func (s *Simulator) showSigned(c *call) (any, *apiError) {
	return object{"is_signed_latest": s.agreementOf(c).signed}, nil
}

func (s *Simulator) signAgreement(c *call) (any, *apiError) {
	id, err := strconv.Atoi(c.path["id"])
	a := byID(s.store.account.agreements, func(a *agreement) bool { return a.id == id })
	if err != nil || a == nil {
		return nil, invalid("id")
	}
	a.signed = true
	c.applied = true
	return object{"agreement_signed_record_id": 7000 + id}, nil
}
