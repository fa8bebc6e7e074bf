// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// operationsThatRead are all operations that read a response.
var operationsThatRead = []func(*testing.T, *osm.Client){
	func(t *testing.T, c *osm.Client) {
		created, err := c.CreateCase(t.Context(), newCase("d"))
		if err == nil {
			must(t)(created.ID, nil)
		}
	},
	func(t *testing.T, c *osm.Client) { must(t)(upload(t.Context(), &world{api: c})) },
	func(t *testing.T, c *osm.Client) { must(t)(c.AccessoryURL(t.Context(), "a", "")) },
	func(t *testing.T, c *osm.Client) {
		detail, err := c.Case(t.Context(), "TS-1", "")
		sound(t, detail != nil && detail.Status != nil, err)
	},
	func(t *testing.T, c *osm.Client) {
		message, err := c.CreateMessage(t.Context(), osm.CreateMessageInput{CaseID: "TS-1", Content: "c"})
		sound(t, message != nil && *message.MessageId != "", err)
	},
	func(t *testing.T, c *osm.Client) {
		_, err := c.CreateMessageOnce(t.Context(), osm.CreateMessageInput{CaseID: "TS-1", Content: "c"}, time.Hour)
		sound(t, true, err)
	},
	func(t *testing.T, c *osm.Client) {
		sound(t, true, c.AttachToCase(t.Context(), "TS-1", "", []string{"a"}))
	},
	func(t *testing.T, c *osm.Client) { read(t)(c.CaseStatus(t.Context(), "TS-1")) },
	func(t *testing.T, c *osm.Client) {
		_, _, err := c.CreateLabel(t.Context(), osm.CreateLabelInput{Name: "n", Color: "#000000"})
		sound(t, true, err)
	},
	func(t *testing.T, c *osm.Client) { sound(t, true, c.DeleteLabel(t.Context(), 1)) },
	func(t *testing.T, c *osm.Client) { sound(t, true, c.AttachLabel(t.Context(), "TS-1", 1)) },
	func(t *testing.T, c *osm.Client) { sound(t, true, c.DetachLabel(t.Context(), "TS-1", 1)) },
	func(t *testing.T, c *osm.Client) {
		sound(t, true, c.Act(t.Context(), "TS-1", osm.ActionClose, osmapi.WorkOrderOperateV2Req{}))
	},
	func(t *testing.T, c *osm.Client) {
		sound(t, true, c.UpdateContact(t.Context(), "TS-1", osmapi.UpdateCaseContactInfoReq{}))
	},
	func(t *testing.T, c *osm.Client) { sound(t, true, c.DeleteAccessory(t.Context(), "a")) },
	func(t *testing.T, c *osm.Client) {
		_, _, err := c.Cases(t.Context(), osm.CaseFilter{Statuses: []int64{0, 1}, LabelIDs: []int64{1, 2}, Limit: 3})
		sound(t, true, err)
	},
	func(t *testing.T, c *osm.Client) {
		limits, err := c.AccessoryLimits(t.Context())
		sound(t, limits != nil && limits.Size >= 0, err)
	},
	func(t *testing.T, c *osm.Client) { read(t)(c.DownloadAccessory(t.Context(), "a", "")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.Labels(t.Context(), "n")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.CaseLabels(t.Context(), "TS-1")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.Relations(t.Context(), "TS-1")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.Messages(t.Context(), "TS-1", "")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.OperateLogs(t.Context(), "TS-1", "")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.CaseCounts(t.Context(), nil)) },
	func(t *testing.T, c *osm.Client) { read(t)(c.Quota(t.Context(), "b", "")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.Agencies(t.Context())) },
	func(t *testing.T, c *osm.Client) { read(t)(c.CustomerRegions(t.Context())) },
	func(t *testing.T, c *osm.Client) { read(t)(c.SubCustomers(t.Context(), "", "")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.CcEmails(t.Context())) },
	func(t *testing.T, c *osm.Client) { read(t)(c.VerifiedContacts(t.Context(), osm.ContactFilter{})) },
	func(t *testing.T, c *osm.Client) { read(t)(c.HasPrivilege(t.Context(), "createCase")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.PrivilegePolicy(t.Context(), "createCase")) },
	func(t *testing.T, c *osm.Client) { sound(t, true, c.SetPrivilege(t.Context(), "export", true)) },
	func(t *testing.T, c *osm.Client) { read(t)(c.AwaitPrivilege(t.Context(), "export")) },
	func(t *testing.T, c *osm.Client) {
		v, err := c.Verification(t.Context(), phone, osm.Verification{Verified: true})
		sound(t, v.Verified || v.ID == "", err)
	},
	func(t *testing.T, c *osm.Client) { read(t)(c.SendVerifyCode(t.Context(), phone)) },
	func(t *testing.T, c *osm.Client) {
		v, err := c.CheckVerifyCode(t.Context(), phone, "123456")
		sound(t, v.Verified, err)
	},
	func(t *testing.T, c *osm.Client) { read(t)(c.LatestAgreement(t.Context(), "0")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.IsAgreementSigned(t.Context(), "0")) },
	func(t *testing.T, c *osm.Client) {
		_, err := c.SignAgreement(t.Context(), osm.SignAgreementInput{Type: "0", Version: "1"})
		sound(t, true, err)
	},
	func(t *testing.T, c *osm.Client) { read(t)(c.CaseCategories(t.Context())) },
	func(t *testing.T, c *osm.Client) { read(t)(c.ProductCategories(t.Context(), "")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.ProblemTypes(t.Context(), "", "")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.Regions(t.Context())) },
	func(t *testing.T, c *osm.Client) { read(t)(c.AreaCodes(t.Context())) },
	func(t *testing.T, c *osm.Client) { read(t)(c.Severities(t.Context(), "p", "b")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.CaseTemplates(t.Context(), "b")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.ExtendsParams(t.Context(), "b", "", "")) },
	func(t *testing.T, c *osm.Client) { read(t)(c.SatisfactionDimensions(t.Context())) },
	func(t *testing.T, c *osm.Client) { read(t)(c.CaseLimits(t.Context())) },
}

// sound fails when an operation succeeds without what it promises, and when its error has no words.
func sound(t *testing.T, whole bool, err error) {
	t.Helper()
	if err == nil && !whole {
		t.Error("a success without what was asked for")
	}
	if err != nil && err.Error() == "" {
		t.Error("an error without words")
	}
}

// must is sound for an operation that returns an ID or an address.
func must(t *testing.T) func(string, error) {
	t.Helper()
	return func(id string, err error) { t.Helper(); sound(t, id != "", err) }
}

// read is sound for an operation whose response may be empty.
func read(t *testing.T) func(any, error) {
	t.Helper()
	return func(_ any, err error) { t.Helper(); sound(t, true, err) }
}
