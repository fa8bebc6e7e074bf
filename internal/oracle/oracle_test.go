// SPDX-License-Identifier: MPL-2.0

package oracle_test

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/def"
	osm "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/osm/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/osm/v2/model"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// flow runs the vendor's client through the life of a ticket.
type flow struct {
	*testing.T
	sim    *simulator.Simulator
	client *osm.OsmClient
}

func newFlow(t *testing.T) *flow {
	t.Helper()
	sim, url := start(t, simulator.Options{})
	return &flow{T: t, sim: sim, client: vendor(t, url, simulator.DefaultSecretKey, nil)}
}

// checkLog checks that every call reached its operation and was accepted.
func (f *flow) checkLog(operations ...string) {
	f.Helper()
	var asked []string
	for _, r := range f.sim.Requests() {
		asked = append(asked, r.Operation)
		if r.Status != http.StatusOK || r.ErrorCode != "" {
			f.Errorf("%s: %d %s", r.Operation, r.Status, r.Response)
		}
	}
	if !slices.Equal(asked, operations) {
		f.Errorf("operations %q, want %q", asked, operations)
	}
}

func (f *flow) upload(name, content, from string) string {
	f.Helper()
	origins := model.GetAccessoryJsonFormatReqAccessoryFromEnum()
	origin := origins.INCIDENT
	if from == "message" {
		origin = origins.MESSAGE
	}
	resp := must(f.client.UploadJsonAccessories(&model.UploadJsonAccessoriesRequest{
		XLanguage: ptr("en-us"),
		Body: &model.AccessoryJsonFormatReq{
			AccessoryName: name, AccessoryFrom: origin, UploadType: ptr(int32(0)),
			AccessoryData: base64.StdEncoding.EncodeToString([]byte(content)),
		},
	}))(f.T)
	return value(resp.AccessoryId)
}

func (f *flow) create(description string, accessoryIDs ...string) string {
	f.Helper()
	body := &model.CreateOrderIncidentV2Req{
		BusinessTypeId: simulator.ProblemConsulting, ProductCategoryId: ptr(simulator.ProductServer),
		IncidentSubTypeId: ptr(simulator.SubTypeService), SourceId: simulator.SourceID, SimpleDescription: description,
		RegionId: ptr(simulator.RegionBeijing4), RemindTime: ptr("0"), AreaCode: ptr("86"),
		ExtendsMap: map[string]any{}, ExtensionMap: map[string]any{},
	}
	if len(accessoryIDs) > 0 {
		body.AccessoryIds = &accessoryIDs
	}
	resp := must(f.client.CreateCases(&model.CreateCasesRequest{XLanguage: ptr("en-us"), XTimeZone: ptr("GMT+8"),
		Body: body}))(f.T)
	return value(resp.IncidentId)
}

func (f *flow) detail(id string) model.IncidentDetailInfoV2 {
	f.Helper()
	resp := must(f.client.ShowCaseDetail(&model.ShowCaseDetailRequest{CaseId: id, XLanguage: ptr("en-us"),
		XSite: ptr(int32(0))}))(f.T)
	return value(resp.IncidentDetailInfo)
}

func (f *flow) act(id, action string, body *model.WorkOrderOperateV2Req) {
	f.Helper()
	must(f.client.UpdateCases(&model.UpdateCasesRequest{CaseId: id, ActionId: action, Body: body}))(f.T)
}

func (f *flow) setStatus(id string, status int) {
	f.Helper()
	if err := f.sim.SetStatus(id, status); err != nil {
		f.Fatal(err)
	}
}

func (f *flow) wantStatus(id string, want int) {
	f.Helper()
	if view, ok := f.sim.Case(id); !ok || view.Status != want {
		f.Errorf("%s has status %d, want %d", id, view.Status, want)
	}
}

func TestTicketWithAttachment(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	file := f.upload("app.log", "out of <memory> & more", "incident")
	id := f.create("Disk of ecs-1 is <full> & slow\n第二行", file)
	detail := f.detail(id)
	if value(detail.IncidentId) != id || detail.Status != 0 || detail.SimpleDescription != "Disk of ecs-1 is <full> & slow\n第二行" {
		t.Errorf("detail %+v", detail)
	}
	if detail.BusinessTypeName != "Usage question" || detail.SourceName != "Customer" {
		t.Errorf("names %q, %q", detail.BusinessTypeName, detail.SourceName)
	}
	messages := detail.MessageList
	if len(messages) != 1 || value(messages[0].IsFirstMessage) != 1 {
		t.Fatalf("messages %+v", messages)
	}
	files := value(messages[0].AccessoryList)
	if len(files) != 1 || value(files[0].AccessoryId) != file || value(files[0].FileActualName) != "app.log" {
		t.Errorf("files %+v", files)
	}
	list := must(f.client.ListCases(&model.ListCasesRequest{
		SearchKey: &[]string{"disk", "full"}, Status: ptr(int32(0)), IncidentStatus: ptr("0,1"), Offset: ptr(int32(0)),
		Limit: ptr(int32(10)),
	}))(t)
	if found := value(list.IncidentInfoList); value(list.TotalCount) != 1 || len(found) != 1 || found[0].IncidentId != id {
		t.Errorf("list %+v", list)
	}
	f.checkLog("UploadJsonAccessories", "CreateCases", "ShowCaseDetail", "ListCases")
}

// TestUploadForm uploads a form, whose body is not signed: the client sends X-Sdk-Content-Sha256: UNSIGNED-PAYLOAD.
func TestUploadForm(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	path := filepath.Join(t.TempDir(), "app.log")
	if err := os.WriteFile(path, []byte("out of memory"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	resp := must(f.client.UploadAccessory(&model.UploadAccessoryRequest{Body: &model.UploadAccessoryRequestBody{
		File: def.NewFilePart(
			file,
		),
		FormData: def.NewMultiPart(`{"fileName":"app.log","accessoryFrom":"incident","uploadType":0}`),
	}}))(t)
	if kept, ok := f.sim.Accessory(value(resp.AccessoryId)); !ok || string(kept.Bytes) != "out of memory" ||
		kept.Name != "app.log" {
		t.Errorf("kept %+v", kept)
	}
	f.checkLog("UploadAccessory")
}

// TestFilesOfTickets reads URLs of several attachments, which the client asks for with a repeated parameter, and an export.
func TestFilesOfTickets(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	files := []string{f.upload("a.log", "a", "incident"), f.upload("b.log", "b", "incident")}
	id := f.create("question", files...)
	list := must(f.client.ListAccessoryAccessUrls(&model.ListAccessoryAccessUrlsRequest{AccessoryIds: files}))(t)
	for i, u := range value(list.AccessoryUrls) {
		if value(u.AccessoryId) != files[i] || value(u.AccessoryUrl) == "" {
			t.Errorf("URL %d: %+v", i, u)
		}
	}
	export := must(f.client.DownloadCases(&model.DownloadCasesRequest{Language: "en-us", Timezone: "GMT+8",
		IncidentId: ptr("TS-1," + id)}))(t)
	var content bytes.Buffer
	if _, err := export.Consume(&content); err != nil || !strings.Contains(content.String(), id) {
		t.Errorf("%v, export %s", err, content.String())
	}
	if n := len(value(list.AccessoryUrls)); n != 2 {
		t.Errorf("%d URLs", n)
	}
	f.checkLog("UploadJsonAccessories", "UploadJsonAccessories", "CreateCases", "ListAccessoryAccessUrls", "DownloadCases")
}

func TestMessages(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.create("question")
	file := f.upload("trace.txt", "trace", "message")
	must(f.client.CreateMessages(&model.CreateMessagesRequest{
		CaseId: id, Body: &model.CreateMessageV2Req{Message: &model.CreateMessageDoV2{Content: "more: a+b & <c>",
			AccessoryIds: &[]string{file}}},
	}))(t)
	list := must(f.client.ListMessages(&model.ListMessagesRequest{CaseId: id, Offset: ptr(int32(1)), Limit: ptr(int32(1))}))(t)
	messages := value(list.MessageList)
	if value(list.Count) != 2 || len(messages) != 1 || value(messages[0].Content) != "more: a+b & <c>" {
		t.Errorf("messages %+v", list)
	}
	if view, _ := f.sim.Case(id); len(view.Messages) != 2 || !slices.Equal(view.Messages[1].AccessoryIDs, []string{file}) {
		t.Errorf("store %+v", view.Messages)
	}
	detail := f.detail(id)
	own := value(detail.MessageList[1].MessageId)
	must(f.client.RevokeMessage(&model.RevokeMessageRequest{CaseId: id, MessageId: own}))(t)
	if view, _ := f.sim.Case(id); len(view.Messages) != 1 {
		t.Errorf("the store has %d messages after one was revoked", len(view.Messages))
	}
	f.checkLog("CreateCases", "UploadJsonAccessories", "CreateMessages", "ListMessages", "ShowCaseDetail", "RevokeMessage")
}

func TestLabels(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.create("question")
	for _, name := range []string{"team a", "team b"} {
		must(f.client.CreateLabels(&model.CreateLabelsRequest{Body: &model.CreateLabelsReq{Name: name, Color: "#00ff00"}}))(t)
	}
	var ids []int32
	list := must(f.client.ListLabels(&model.ListLabelsRequest{Name: ptr("team "), Limit: ptr(int32(10))}))(t)
	for _, label := range value(list.LabelList) {
		ids = append(ids, value(label.LabelId))
	}
	if len(ids) != 2 || value(list.TotalCount) != 2 {
		t.Fatalf("labels %+v", list)
	}
	must(f.client.CreateCaseLabels(&model.CreateCaseLabelsRequest{CaseId: id, LabelIds: ids}))(t)
	carried := must(f.client.ListCaseLabels(&model.ListCaseLabelsRequest{CaseId: id}))(t)
	if labels := value(carried.CaseLabelList); len(labels) != 2 {
		t.Errorf("carried labels %+v", labels)
	}
	must(f.client.DeleteCaseLabels(&model.DeleteCaseLabelsRequest{CaseId: id, LabelIds: ids[:1]}))(t)
	if view, _ := f.sim.Case(id); !slices.Equal(view.LabelIDs, []int{int(ids[1])}) {
		t.Errorf("labels %v", view.LabelIDs)
	}
	must(f.client.DeleteLabels(&model.DeleteLabelsRequest{LabelId: ids[1]}))(t)
	if left := f.sim.Labels(); len(left) != 1 || left[0].Name != "team a" {
		t.Errorf("left %+v", left)
	}
	f.checkLog("CreateCases", "CreateLabels", "CreateLabels", "ListLabels", "CreateCaseLabels", "ListCaseLabels",
		"DeleteCaseLabels",
		"DeleteLabels")
}

func TestEnds(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	cancelled, closed := f.create("first"), f.create("second")
	f.act(cancelled, "cancel", &model.WorkOrderOperateV2Req{OperateDesc: ptr("not needed")})
	f.wantStatus(cancelled, simulator.StatusCancelled)
	f.setStatus(closed, simulator.StatusToBeConfirmed)
	f.act(closed, "close", &model.WorkOrderOperateV2Req{
		Judgement: ptr("fine"), IncidentSatisfactionList: &[]model.IncidentSatisfactionV2Do{{SatisfactionId: 1,
			SatisfactionValue: 5}},
	})
	f.wantStatus(closed, simulator.StatusCompleted)
	f.act(closed, "delete", &model.WorkOrderOperateV2Req{})
	f.wantStatus(closed, simulator.StatusDeleted)
	f.checkLog("CreateCases", "CreateCases", "UpdateCases", "UpdateCases", "UpdateCases")
}

func TestScoreAndContact(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.create("question")
	must(f.client.UpdateCaseContactInfo(&model.UpdateCaseContactInfoRequest{CaseId: id, Body: &model.UpdateCaseContactInfoReq{
		AreaCode: ptr("86"), RemindMobile: ptr(simulator.RegisteredMobile), RemindMail: ptr(simulator.RegisteredMail),
		RemindTime:   ptr("09:00-18:00"),
		ExtensionMap: map[string]any{"contactType": "0,1", "remindCCEmail": "a@example.com"},
	}}))(t)
	contact := value(f.detail(id).ExtInfo)
	if value(contact.RemindMobile) != simulator.RegisteredMobile || value(contact.RemindMail) != simulator.RegisteredMail ||
		value(contact.RemindTime) != "09:00-18:00" || value(contact.ContactType) != "0,1" ||
		value(contact.CcEmail) != "a@example.com" {
		t.Errorf("contact %+v", contact)
	}
	f.setStatus(id, simulator.StatusCompleted)
	must(f.client.CreateScores(&model.CreateScoresRequest{CaseId: id, Body: &model.CreateScoreV2Req{
		Judgement: "quick", IncidentSatisfactionList: []model.IncidentSatisfactionV2Do{{SatisfactionId: 1, SatisfactionValue: 4}},
	}}))(t)
	detail := f.detail(id)
	if ratings := detail.IncidentSatisfaction; detail.Judgement != "quick" || len(ratings) != 1 ||
		ratings[0].SatisfactionValue != 4 {
		t.Errorf("rating %+v", detail)
	}
	f.checkLog("CreateCases", "UpdateCaseContactInfo", "ShowCaseDetail", "CreateScores", "ShowCaseDetail")
}
