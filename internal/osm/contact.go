// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// ContactFields are the API names of the fields of a Contact.
var ContactFields = [4]string{"area_code", "remind_mobile", "remind_mail", "remind_time"}

// Contact holds the contact fields of a ticket in the order of ContactFields; "" is none.
type Contact [4]string

// ContactOf returns the contact of a ticket as the service reports it.
func ContactOf(d *osmapi.IncidentDetailInfoV2) Contact {
	info := value(d.ExtInfo)
	return Contact{value(info.AreaCode), value(info.RemindMobile), value(info.RemindMail), value(info.RemindTime)}
}

// ContactChange is what came of a change of a contact.
type ContactChange struct {
	// Cleared names the fields that the service reported masked, that could therefore not be sent, and that it then cleared.
	Cleared []string
	// Unchecked is set if such a field was not sent and the ticket could not be read afterwards.
	Unchecked error
}

// ChangeContact sends the full contact, since the service may clear what is omitted: fields that want leaves empty are filled in
// from the ticket. A masked value can't be sent.
func (c *Client) ChangeContact(
	ctx context.Context, id, groupID string, want Contact, extension *map[string]any,
) (change ContactChange, err error) {
	detail, err := c.Case(ctx, id, groupID)
	if err != nil {
		return change, err
	}
	has := ContactOf(detail)
	body := osmapi.UpdateCaseContactInfoReq{ExtensionMap: extension, GroupId: optional(groupID)}
	var masked []int
	for i, field := range []**string{&body.AreaCode, &body.RemindMobile, &body.RemindMail, &body.RemindTime} {
		for _, v := range []string{has[i], want[i]} {
			if v != "" && !IsMasked(v) {
				*field = &v
			}
		}
		if *field == nil && has[i] != "" {
			masked = append(masked, i)
		}
	}
	if err := c.UpdateContact(ctx, id, body); err != nil || len(masked) == 0 {
		return change, err
	}
	var after *osmapi.IncidentDetailInfoV2
	if after, change.Unchecked = c.Case(ctx, id, groupID); after != nil {
		for _, i := range masked {
			if ContactOf(after)[i] == "" {
				change.Cleared = append(change.Cleared, ContactFields[i])
			}
		}
	}
	return change, nil
}

// IsMasked reports whether a contact is shown with asterisks.
func IsMasked(v string) bool { return strings.Contains(v, "*") }

// EqualsMasked reports whether echo is v, or v with some of its characters replaced by asterisks: 138****0000, t***@example.com.
// The number of asterisks need not be the number of characters.
func EqualsMasked(v, echo string) bool {
	if echo == v {
		return true
	}
	if !IsMasked(echo) {
		return false
	}
	parts := strings.FieldsFunc(echo, func(r rune) bool { return r == '*' })
	rest := v
	for i, part := range parts {
		at := strings.Index(rest, part)
		if at < 0 || i == 0 && at > 0 && !strings.HasPrefix(echo, "*") {
			return false
		}
		rest = rest[at+len(part):]
	}
	if len(parts) > 0 && !strings.HasSuffix(echo, "*") {
		return strings.HasSuffix(v, parts[len(parts)-1])
	}
	return true
}

// UpdateContact sets the contact of a ticket. Whether the service keeps or clears a field that is left out is not documented:
// send all. The call is idempotent.
func (c *Client) UpdateContact(ctx context.Context, id string, body osmapi.UpdateCaseContactInfoReq) error {
	return c.doIdempotent(ctx, osmapi.NewUpdateCaseContactInfoRequest(c.server, id, body))
}

// SetExtends sets additional parameters of a ticket. No call reads them back in a documented form. The call is idempotent.
func (c *Client) SetExtends(ctx context.Context, id string, extends map[string]any, groupID string) error {
	body := osmapi.PutCaseExtParamReq{ExtendsMap: &extends, GroupId: optional(groupID)}
	return c.doIdempotent(ctx, osmapi.NewCreateCaseExtendsParamRequest(c.server, id, body))
}
