// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"strings"
	"time"
)

// Contacts registered by the account, which need no verification.
const (
	RegisteredMobile = "13800000000"
	RegisteredMail   = "operator@example.com"
)

// account is the state of the account.
type account struct {
	limitCount  int
	limitSizeMB int
	limitTypes  []string
	ccLimit     int

	supportPlan bool
	policyOn    bool
	privileges  map[string]bool
	quotas      map[string]*quota

	codes      map[string]*verifyCode
	codesSent  int
	verified   []*verifiedContact
	agreements []*agreement
}

type quota struct{ total, unUsed int }

// The initial accessory limits; types as listed on the China page of 2025-11-28.
const (
	DefaultLimitCount  = 5
	DefaultLimitSizeMB = 10
	DefaultLimitTypes  = "jpg,jpeg,bmp,png,gif,txt,zip,docx,msg,eml,xlsx,pdf,log,ini,mp4,mov"
)

func newAccount() *account {
	return &account{
		limitCount: DefaultLimitCount, limitSizeMB: DefaultLimitSizeMB, limitTypes: strings.Split(DefaultLimitTypes, ","),
		ccLimit: 10, supportPlan: true,
		privileges: map[string]bool{"createCase": true, "export": true, "assumeCaseAll": true},
		quotas:     map[string]*quota{}, codes: map[string]*verifyCode{},
		agreements: []*agreement{
			{id: 1, kind: agreementNewTicket, version: 3, signed: true},
			{id: 2, kind: "1", version: 1}, {id: 3, kind: "2", version: 2},
		},
	}
}

// hasPrivilege reports whether the caller has a privilege. Everyone does while the master account's policy is off.
func (a *account) hasPrivilege(privilege string) bool { return !a.policyOn || a.privileges[privilege] }

// HasPrivilege reports whether a privilege is granted to the caller, whatever the account's policy is.
func (s *Simulator) HasPrivilege(privilege string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.account.privileges[privilege]
}

// useQuota takes one ticket off a limited quota.
func (a *account) useQuota(businessTypeID string) {
	if q := a.quotas[businessTypeID]; q != nil && q.unUsed > 0 {
		q.unUsed--
	}
}

func (s *Simulator) listQuotas(c *call) (any, *apiError) {
	id := first(c.query["business_type_id"])
	if known, _ := s.store.catalog.problem(id); known == nil {
		return nil, reject(codeProblemType)
	}
	q := s.store.account.quotas[id]
	if q == nil {
		q = &quota{total: -1, unUsed: -1}
	}
	return object{"total": s.number(q.total), "un_used": s.number(q.unUsed)}, nil
}

func (s *Simulator) listCaseLimits(_ *call) (any, *apiError) {
	return object{"config": object{"create_case_ccemail_max_count": s.number(s.store.account.ccLimit)}}, nil
}

func (s *Simulator) listPrivileges(c *call) (any, *apiError) {
	account, privilege := s.store.account, first(c.query["privilege"])
	has := account.hasPrivilege(privilege)
	if s.behaviors.UnrestrictedPrivileges == UnrestrictedPrivilegesAsGranted {
		has = account.privileges[privilege]
	}
	return object{"has_privilege": s.number(boolToInt(has))}, nil
}

// changePrivilege grants or revokes a privilege. The reference makes it optional; it defaults to createCase.
func (s *Simulator) changePrivilege(c *call) (any, *apiError) {
	var body struct {
		Operation string `json:"operation"`
		Privilege string `json:"privilege"`
	}
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	if body.Privilege == "" {
		body.Privilege = "createCase"
	}
	privileges, granted := s.store.account.privileges, body.Operation == "create"
	if privileges[body.Privilege] == granted && s.behaviors.RepeatedPrivileges == RepeatedPrivilegesRejected {
		return nil, invalid("operation")
	}
	privileges[body.Privilege] = granted
	c.applied = true
	return emptyResponse{}, nil
}

func (s *Simulator) showPrivilegePolicy(_ *call) (any, *apiError) {
	return object{"policy_switch": s.store.account.policyOn}, nil
}

func (s *Simulator) listAgencies(c *call) (any, *apiError) {
	created := time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC)
	items := []object{{
		"id": opaqueID("agency", 1), "name": "support_agency", "duration": "0",
		"trust_domain_name": "op_svc_osm", "trust_domain_id": opaqueID("domain", 1),
		"create_time": s.formatTime(c, created), "expire_time": s.formatTime(c, created.AddDate(10, 0, 0)),
	}, {
		"id": opaqueID("agency", 2), "name": "audit_agency", "duration": "1",
		"trust_domain_name": "op_svc_cts", "trust_domain_id": opaqueID("domain", 2),
		"create_time": s.formatTime(c, created.AddDate(0, 1, 0)), "expire_time": nil,
	}}
	list, total := shown(s.store.catalog, AgencyList, items)
	return object{"total_count": s.number(total), "agency_list": list}, nil
}

func (s *Simulator) listCustomerRegions(c *call) (any, *apiError) {
	items := []object{}
	for _, r := range s.store.catalog.Regions {
		if r.Type == 0 {
			items = append(items, object{"region_id": r.ID, "region_name": r.Name.in(c.english)})
		}
	}
	list, total := shown(s.store.catalog, CustomerRegionList, items)
	return object{"count": s.number(total), "region_infos": list}, nil
}

// listSubCustomers returns masked contact data, as documented.
func (s *Simulator) listSubCustomers(c *call) (any, *apiError) {
	name, id := first(c.query["sub_customer_name"]), first(c.query["sub_customer_id"])
	items := []object{}
	for i, customer := range []string{"sub-account-a", "sub-account-b", "sub-account-c"} {
		customerID := opaqueID("sub-customer", i+1)
		if (name != "" && !strings.Contains(customer, name)) || (id != "" && id != customerID) {
			continue
		}
		items = append(items, object{
			"customer_id": customerID, "customer_name": customer, "domain_id": opaqueID("sub-domain", i+1),
			"mobile": maskPhone("1390000000" + string(rune('1'+i))), "email": maskMail(customer +
				"@example.com"), "area_code": "86",
		})
	}
	list, _ := shown(s.store.catalog, SubCustomerList, items)
	return object{"sub_customer_infos": list}, nil
}

func (s *Simulator) listCcEmails(c *call) (any, *apiError) {
	last := object{"user_id": c.principal.UserID, "customer_id": c.principal.DomainID, "cc_email": "team@example.com"}
	list, total := shown(s.store.catalog, CcEmailList, []string{"team@example.com", "oncall@example.com"})
	var info any = last
	if s.behaviors.CcEmails == CcEmailArray {
		info = []object{last}
	}
	if total == 0 {
		info = nil
	}
	return object{"cc_email_info": info, "mc_email_infos": list}, nil
}

// configurations are the keys of ShowConfiguration; the reference names only the first.
var configurations = map[string]string{
	"case.create-case.diagnose-list": "test1,test2",
	"ticket_center_enable":           "true",
	"instant_message_enable":         "true",
	"max_related_case":               "3",
}

func (s *Simulator) showConfiguration(c *call) (any, *apiError) {
	value, ok := configurations[c.path["config_key"]]
	if !ok {
		return nil, invalid("config_key")
	}
	return object{"config_key": c.path["config_key"], "config_value": value}, nil
}

// showPartnerPrivilege reports whether a partner works on the account's tickets: never here.
func (s *Simulator) showPartnerPrivilege(_ *call) (any, *apiError) {
	return object{"has_privilege": false}, nil
}

// showPartnerInfo returns an empty record, since the account has no partner.
func (s *Simulator) showPartnerInfo(_ *call) (any, *apiError) {
	return object{"partners_service_info": nil}, nil
}
