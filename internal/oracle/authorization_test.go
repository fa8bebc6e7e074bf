// SPDX-License-Identifier: MPL-2.0

package oracle_test

import (
	"testing"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/osm/v2/model"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAuthorizations runs the vendor's client through the life of a request for access.
func TestAuthorizations(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id, details, err := f.sim.RequestAuthorization(f.sim.OpenCase("The node does not answer"), "Restart",
		simulator.AuthorizationHost{InstanceID: "i-1", Account: "root", Port: 22})
	if err != nil {
		t.Fatal(err)
	}
	detail := int64(details[0])
	session, err := f.sim.AddAuthorizationSession(id, details[0], simulator.AuthorizationSession{
		Started: time.Now(), Length: time.Minute, Commands: []string{"uptime"},
		Transfers: []simulator.AuthorizationTransfer{{Name: "core"}}})
	if err != nil {
		t.Fatal(err)
	}
	list := must(f.client.ListAuthorizations(&model.ListAuthorizationsRequest{Status: ptr(int32(0))}))(t)
	if n := len(*list.IncidentAuthList); n != 1 || *(*list.IncidentAuthList)[0].Id != id {
		t.Errorf("%d requests", n)
	}
	if got := must(f.client.ShowLoginType(&model.ShowLoginTypeRequest{}))(t); *got.LoginType == "" {
		t.Error("no login type")
	}
	must(f.client.CheckHosts(&model.CheckHostsRequest{AuthorizationDetailId: detail, Body: &model.VerifyHostV2Req{
		Port: 22, Account: "root", Password: simulator.HostPassword}}))(t)
	logins := []model.TenantAgreeAuthDetailV2{{AuthDetailId: detail, Port: ptr(int32(22)), Account: ptr("root"),
		Password: ptr(simulator.HostPassword)}}
	must(f.client.ConfirmAuthorizations(&model.ConfirmAuthorizationsRequest{AuthorizationId: id,
		Body: &model.AgreeTenantAuthorizationV2Req{AuthDetailList: &logins}}))(t)
	shown := must(f.client.ShowAuthorizationDetail(&model.ShowAuthorizationDetailRequest{AuthorizationId: id}))(t)
	if *shown.Status != 1 || *(*shown.IncidentAuthDetailList)[0].Id != detail {
		t.Errorf("%v", shown)
	}
	sessions := must(f.client.ListHistorySessions(&model.ListHistorySessionsRequest{AuthorizationId: id,
		AuthorizationDetailId: detail}))(t)
	if got := *(*sessions.SessionList)[0].SessionId; got != int64(session) {
		t.Errorf("session %d", got)
	}
	commands := must(f.client.ListHistoryOperateLogs(&model.ListHistoryOperateLogsRequest{AuthorizationId: id,
		AuthorizationDetailId: detail, SessionId: int64(session), Sort: ptr(int32(1))}))(t)
	files := must(f.client.ListTransportHistories(&model.ListTransportHistoriesRequest{AuthorizationId: id,
		AuthorizationDetailId: detail, SessionId: int64(session)}))(t)
	if *(*commands.OpsList)[0].Oper != "uptime" || *(*files.FileOpsList)[0].FileName != "core" {
		t.Errorf("%v, %v", commands, files)
	}
	must(f.client.UpdateAuthorizations(&model.UpdateAuthorizationsRequest{AuthorizationId: id, ActionId: ptr("cancel"),
		Body: &model.OperateAuthorizationV2Req{}}))(t)
	f.checkLog("ListAuthorizations", "ShowLoginType", "CheckHosts", "ConfirmAuthorizations", "ShowAuthorizationDetail",
		"ListHistorySessions", "ListHistoryOperateLogs", "ListTransportHistories", "UpdateAuthorizations")
}
