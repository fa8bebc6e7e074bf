// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"slices"
	"strings"
	"time"
)

// VerifyCode is the code that every verification message of the simulator contains.
const VerifyCode = "246810"

const (
	codeInterval = time.Minute     // minimum time between codes
	codeLife     = 5 * time.Minute // lifetime of a code
	maxCodes     = 20              // codes before OSM.01010036; the number is not documented
	contactLife  = 3 * 30 * 24 * time.Hour
)

// verifyCode is a code that was sent.
type verifyCode struct{ sent time.Time }

// verifiedContact is a verified contact.
type verifiedContact struct {
	id, value, areaCode string
	way                 int
	until               time.Time
}

// isRegistered reports whether the account has registered the contact.
func isRegistered(value string) bool { return value == RegisteredMobile || value == RegisteredMail }

func (s *Simulator) verifiedContact(value string) *verifiedContact {
	for _, v := range s.store.account.verified {
		if v.value == value && s.Now().Before(v.until) {
			return v
		}
	}
	return nil
}

// checkVerified checks that each unregistered contact of a new ticket is verified.
func (s *Simulator) checkVerified(c *call, body *createCaseBody) *apiError {
	return s.checkVerifiedContact(c, body.RemindMobile, body.RemindMail, body.VerifyCode)
}

func (s *Simulator) checkVerifiedContact(c *call, mobile, mail, code string) *apiError {
	for header, value := range map[string]string{"x-phone-verifiedid": mobile, "x-email-verifiedid": mail} {
		proof := c.r.Header.Get(header)
		if proof != "" {
			if v := s.verifiedContact(value); v == nil || v.id != proof {
				return reject(codeNotVerified)
			}
			continue
		}
		if value == "" || isRegistered(value) || s.behaviors.UnregisteredContacts == UnregisteredAccepted {
			continue
		}
		sent := s.store.account.codes[value]
		if sent == nil || code != VerifyCode || s.Now().Sub(sent.sent) > codeLife {
			return reject(codeNotVerified)
		}
	}
	return nil
}

func (s *Simulator) checkNeedVerify(c *call) (any, *apiError) {
	value := first(c.query["contact_value"])
	v := s.verifiedContact(value)
	need := s.behaviors.UnregisteredContacts == UnregisteredNeedVerification && !isRegistered(value) &&
		(v == nil || s.behaviors.NeedVerify == NeedVerifyAlways)
	result := object{"need_verify_code": s.number(boolToInt(need)), "expire_time": nil}
	if v != nil {
		result["expire_time"] = s.formatTime(c, v.until)
	}
	return result, nil
}

// contactKey is the body of SendVerifyCodes and CheckVerifyCodes.
type contactKey struct {
	VerifyCode   string `json:"verify_code"`
	ContactValue string `json:"contact_value"`
	ContactWay   int    `json:"contact_way"`
	AreaCode     string `json:"area_code"`
	XCustomerID  string `json:"x_customer_id"`
	CustomerID   string `json:"customer_id"`
}

func (s *Simulator) sendCode(c *call) (any, *apiError) {
	var body contactKey
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	account, now := s.store.account, s.Now()
	form := phoneForm
	if body.ContactWay == 1 {
		form = mailForm
	}
	if !form.MatchString(body.ContactValue) {
		return nil, invalid("contact_value")
	}
	if last := account.codes[body.ContactValue]; last != nil && now.Sub(last.sent) < codeInterval {
		return nil, reject(codeVerifyOften)
	}
	if account.codesSent >= maxCodes {
		return nil, reject(codeVerifyUsedUp)
	}
	account.codesSent++
	account.codes[body.ContactValue] = &verifyCode{sent: now}
	c.applied = true
	return emptyResponse{}, nil
}

func (s *Simulator) checkCode(c *call) (any, *apiError) {
	var body contactKey
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	account := s.store.account
	sent := account.codes[body.ContactValue]
	if sent == nil || body.VerifyCode != VerifyCode || s.Now().Sub(sent.sent) > codeLife {
		if s.behaviors.WrongCodes == WrongCodesInvalid {
			return nil, invalid("verify_code")
		}
		return nil, reject(codeNotVerified)
	}
	delete(account.codes, body.ContactValue)
	s.addVerified(body.ContactWay, body.ContactValue, body.AreaCode)
	c.applied = true
	return emptyResponse{}, nil
}

func (s *Simulator) addVerified(way int, value, areaCode string) *verifiedContact {
	s.store.verifyNumber++
	v := &verifiedContact{
		id: opaqueID("verified", s.store.verifyNumber), value: value, areaCode: areaCode, way: way,
		until: s.Now().Add(contactLife),
	}
	s.store.account.verified = append(s.store.account.verified, v)
	return v
}

func (s *Simulator) listVerified(c *call) (any, *apiError) {
	account := s.store.account
	way, id := c.integer("contact_way", -1), first(c.query["verified_id"])
	value, areaCode := first(c.query["contact_value"]), first(c.query["area_code"])
	items := []object{}
	for _, v := range account.verified {
		differs := (way >= 0 && v.way != way) || (id != "" && v.id != id) ||
			(value != "" && v.value != value) || (areaCode != "" && v.areaCode != areaCode)
		if differs || !s.Now().Before(v.until) {
			continue
		}
		items = append(items, object{
			"contact_way":   v.way + boolToInt(s.behaviors.ContactWays == ContactWaysFromOne),
			"contact_value": s.verifiedValue(v),
			"area_code":     v.areaCode,
			"verified_id":   v.id,
		})
	}
	offset := c.integer("offset", 1)
	if s.behaviors.VerifiedFrom == VerifiedFromOne {
		offset = max(0, offset-1)
	} else if len(c.query["offset"]) == 0 {
		offset = 0
	}
	_, total := shown(s.store.catalog, VerifiedContactList, items)
	list, _ := shown(s.store.catalog, VerifiedContactList, page(items, offset, c.integer("limit", defaultLimit)))
	return object{"count": s.number(total), "contact_list": list}, nil
}

// verifiedValue returns a verified contact as Behaviors.VerifiedValues says.
func (s *Simulator) verifiedValue(v *verifiedContact) string {
	switch {
	case s.behaviors.VerifiedValues == VerifiedValuesPlain:
		return v.value
	case v.way == 0:
		return maskPhone(v.value)
	}
	return maskMail(v.value)
}

// AddVerifiedContact records a contact as verified and returns its ID. way is 0 for a phone and 1 for a mailbox.
func (s *Simulator) AddVerifiedContact(way int, value, areaCode string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addVerified(way, strings.TrimSpace(value), areaCode).id
}

// ForgetVerifiedContact removes a verified contact.
func (s *Simulator) ForgetVerifiedContact(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	account := s.store.account
	account.verified = slices.DeleteFunc(account.verified, func(v *verifiedContact) bool { return v.id == id })
}
