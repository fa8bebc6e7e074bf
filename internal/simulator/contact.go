// SPDX-License-Identifier: MPL-2.0

package simulator

import "encoding/json"

// contactBody is the body of UpdateCaseContactInfo. An omitted field is nil.
type contactBody struct {
	AreaCode     *string                    `json:"area_code"`
	RemindMobile *string                    `json:"remind_mobile"`
	RemindMail   *string                    `json:"remind_mail"`
	RemindTime   *string                    `json:"remind_time"`
	GroupID      string                     `json:"group_id"`
	ExtensionMap map[string]json.RawMessage `json:"extension_map"`
}

func (s *Simulator) updateContact(c *call) (any, *apiError) {
	var body contactBody
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	t, apiErr := s.find(c, c.path["case_id"], body.GroupID)
	if apiErr != nil {
		return nil, apiErr
	}
	if !isOpen(t.status) {
		return nil, s.wrongStatus(t)
	}
	apiErr = s.checkContact(textOf(body.AreaCode), textOf(body.RemindMobile), textOf(body.RemindMail), textOf(body.RemindTime))
	if apiErr != nil {
		return nil, apiErr
	}
	if apiErr := s.checkNotices(body.ExtensionMap); apiErr != nil {
		return nil, apiErr
	}
	mobile, mail := textOf(body.RemindMobile), textOf(body.RemindMail)
	if apiErr := s.checkVerifiedContact(c, mobile, mail, ""); apiErr != nil {
		return nil, apiErr
	}
	s.changeContact(t, body)
	s.logCall(c, t, logContact, "updateContactInfo")
	c.applied = true
	return emptyResponse{}, nil
}

func (s *Simulator) changeContact(t *ticket, body contactBody) {
	clears := s.behaviors.AbsentContact == AbsentContactCleared
	for into, value := range map[*string]*string{
		&t.contact.areaCode: body.AreaCode, &t.contact.mobile: body.RemindMobile,
		&t.contact.mail: body.RemindMail, &t.contact.window: body.RemindTime,
	} {
		switch {
		case value != nil:
			*into = *value
		case clears:
			*into = ""
		}
	}
	for into, key := range map[*string]string{&t.contact.kinds: "contactType", &t.contact.cc: "remindCCEmail"} {
		switch _, given := body.ExtensionMap[key]; {
		case given:
			*into = textIn(body.ExtensionMap, key)
		case clears:
			*into = ""
		}
	}
}

func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
