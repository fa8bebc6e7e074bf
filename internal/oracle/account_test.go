// SPDX-License-Identifier: MPL-2.0

package oracle_test

import (
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/osm/v2/model"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func TestVerification(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	f.sim.SetBehaviors(func(b *simulator.Behaviors) { b.UnregisteredContacts = simulator.UnregisteredNeedVerification })
	const phone = "13900001111"
	need := func() int32 {
		resp := must(f.client.CheckNeedVerify(&model.CheckNeedVerifyRequest{ContactValue: phone, AreaCode: ptr("86")}))(t)
		return value(resp.NeedVerifyCode)
	}
	before := need()
	must(f.client.SendVerifyCodes(&model.SendVerifyCodesRequest{
		Body: &model.SendVerifyCodeReq{ContactValue: phone, AreaCode: "86"}}))(t)
	must(f.client.CheckVerifyCodes(&model.CheckVerifyCodesRequest{Body: &model.VerifyVerifyCodeV2Req{
		VerifyCode: simulator.VerifyCode, ContactValue: phone, AreaCode: ptr("86")}}))(t)
	list := must(f.client.ListHasVerifiedContacts(&model.ListHasVerifiedContactsRequest{
		ContactWay: ptr(int32(0)), ContactValue: ptr(phone), Limit: ptr(int32(10))}))(t)
	found := value(list.ContactList)
	if len(found) != 1 || value(found[0].ContactValue) != phone || value(found[0].VerifiedId) == "" {
		t.Errorf("list %+v", list)
	}
	if before != 1 || value(list.Count) != 1 {
		t.Errorf("%d codes were needed before, %d contacts are listed", before, value(list.Count))
	}
	f.checkLog("CheckNeedVerify", "SendVerifyCodes", "CheckVerifyCodes", "ListHasVerifiedContacts")
}

func TestPrivileges(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	granted := model.GetCreateAndDeletePrivilegeReqPrivilegeEnum()
	has := func() int32 {
		resp := must(f.client.ListPrivileges(&model.ListPrivilegesRequest{
			Privilege: model.GetListPrivilegesRequestPrivilegeEnum().EXPORT}))(t)
		return value(resp.HasPrivilege)
	}
	f.sim.SetPrivilege("createCase", false)
	change := func(operation string) {
		must(f.client.CreatePrivileges(&model.CreatePrivilegesRequest{Body: &model.CreateAndDeletePrivilegeReq{
			Operation: operation, Privilege: &granted.EXPORT}}))(t)
	}
	change("delete")
	revoked := has()
	change("create")
	if again := has(); revoked != 0 || again != 1 {
		t.Errorf("the privilege is %d after the deletion and %d after the creation", revoked, again)
	}
	f.checkLog("CreatePrivileges", "ListPrivileges", "CreatePrivileges", "ListPrivileges")
}

func TestAgreement(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	latest := must(f.client.ShowLatestPublishedAgreement(&model.ShowLatestPublishedAgreementRequest{
		AgreementType: ptr(model.GetShowLatestPublishedAgreementRequestAgreementTypeEnum().E_2)}))(t)
	signed := func() bool {
		resp := must(f.client.ShowSignedLatestPublishedAgreement(&model.ShowSignedLatestPublishedAgreementRequest{
			AgreementType: ptr(model.GetShowSignedLatestPublishedAgreementRequestAgreementTypeEnum().E_2)}))(t)
		return value(resp.IsSignedLatest)
	}
	if a := value(latest.CaseAgreement); value(a.Id) != "3" || value(a.Version) != 2 || signed() {
		t.Errorf("agreement %+v", a)
	}
	record := must(f.client.SignPublishedAgreement(&model.SignPublishedAgreementRequest{Id: 3,
		Body: &model.SignAgreementReq{RelationId: ptr("r")}}))(t)
	if value(record.AgreementSignedRecordId) == 0 || !signed() {
		t.Errorf("record %+v", record)
	}
	f.checkLog("ShowLatestPublishedAgreement", "ShowSignedLatestPublishedAgreement", "SignPublishedAgreement",
		"ShowSignedLatestPublishedAgreement")
}
