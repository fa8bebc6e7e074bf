// SPDX-License-Identifier: MPL-2.0

package oracle_test

import (
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/osm/v2/model"
)

// TestUnreadMessages counts the unread messages of two tickets, whose IDs the client sends by repeating the key, and marks those
// of one as read.
func TestUnreadMessages(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	answered, quiet := f.create("first"), f.create("second")
	if _, err := f.sim.Reply(answered, "answer"); err != nil {
		t.Fatal(err)
	}
	unread := func() (numbers []int32) {
		list := must(f.client.ListUnreadNewInstantMessages(&model.ListUnreadNewInstantMessagesRequest{
			CaseIds: []string{answered, quiet}}))(t)
		for i, id := range []string{answered, quiet} {
			item := value(list.Imunread)[i]
			if value(item.IncidentId) != id || value(item.Status) != 0 {
				t.Errorf("ticket %d: %+v", i, item)
			}
			numbers = append(numbers, value(item.UnreadNum))
		}
		return numbers
	}
	if got := unread(); got[0] != 1 || got[1] != 0 {
		t.Errorf("%v unread messages", got)
	}
	must(f.client.UpdateNewInstantMessagesRead(&model.UpdateNewInstantMessagesReadRequest{CaseId: answered,
		Body: &model.UpdateUnreadNewInstantMsgV2Req{}}))(t)
	if got := unread(); got[0] != 0 || got[1] != 0 {
		t.Errorf("%v unread messages afterwards", got)
	}
	f.checkLog("CreateCases", "CreateCases", "ListUnreadNewInstantMessages", "UpdateNewInstantMessagesRead",
		"ListUnreadNewInstantMessages")
}
