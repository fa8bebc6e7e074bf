// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"context"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const asked = "A new description"

var operations = map[string]operation{
	"verification code": sendCode, "verification": checkCode, "grant": grant, "revoke": revoke, "signature": sign,
	"create": {
		name:   "CreateCases",
		do:     func(ctx context.Context, w *world) error { return w.open(ctx, asked) },
		effect: func(w *world) int { return len(w.Cases()) - 1 },
		calls: map[fate]string{
			before:      "CreateCases, 16 ListCases, CreateCases, 2 ListCases",
			emptyBefore: "CreateCases, 16 ListCases, CreateCases, 2 ListCases",
			after:       "CreateCases, 2 ListCases, 2 ShowCaseDetail",
			emptyAfter:  "CreateCases, 2 ListCases, 2 ShowCaseDetail",
			throttled:   "2 CreateCases", rejected: "CreateCases",
		},
	},
	"message": {
		name: "CreateMessages",
		do: func(ctx context.Context, w *world) error {
			_, err := w.api.CreateMessage(ctx, osm.CreateMessageInput{CaseID: w.id, Content: asked})
			return err
		},
		effect: func(w *world) int { return len(w.ticket().Messages) - 1 },
		calls: map[fate]string{
			before:      "ShowCaseDetail, CreateMessages, 7 ShowCaseDetail, CreateMessages, ShowCaseDetail",
			emptyBefore: "ShowCaseDetail, CreateMessages, 7 ShowCaseDetail, CreateMessages, ShowCaseDetail",
			after:       "ShowCaseDetail, CreateMessages, ShowCaseDetail",
			emptyAfter:  "ShowCaseDetail, CreateMessages, ShowCaseDetail",
			throttled:   "ShowCaseDetail, 2 CreateMessages, ShowCaseDetail", rejected: "ShowCaseDetail, CreateMessages",
		},
	},
	"revoke message": {
		name: "RevokeMessage",
		do: func(ctx context.Context, w *world) error {
			id, err := w.AddMessage(w.id, asked)
			if err != nil {
				return err
			}
			return w.api.RevokeMessage(ctx, osm.RevokeMessageInput{CaseID: w.id, ID: id, Content: asked})
		},
		effect: func(w *world) int { return applied(w, "RevokeMessage") },
		calls: map[fate]string{
			before:      "ShowCaseDetail, RevokeMessage, ShowCaseDetail, RevokeMessage",
			emptyBefore: "ShowCaseDetail, RevokeMessage, ShowCaseDetail, RevokeMessage",
			after:       "ShowCaseDetail, RevokeMessage, ShowCaseDetail",
			emptyAfter:  "ShowCaseDetail, RevokeMessage, ShowCaseDetail",
			throttled:   "ShowCaseDetail, 2 RevokeMessage", rejected: "ShowCaseDetail, RevokeMessage, ShowCaseDetail",
		},
	},
	"attachment": {
		name: "CreateMessages",
		do: func(ctx context.Context, w *world) error {
			id, err := upload(ctx, w)
			if err != nil {
				return err
			}
			w.ResetLog()
			return w.api.AttachToCase(ctx, w.id, "", []string{id})
		},
		effect: func(w *world) int { return len(w.ticket().Messages) - 1 },
		calls: map[fate]string{
			before:      "ShowCaseDetail, CreateMessages, 7 ShowCaseDetail, CreateMessages",
			emptyBefore: "ShowCaseDetail, CreateMessages, 7 ShowCaseDetail, CreateMessages",
			after:       "ShowCaseDetail, CreateMessages, ShowCaseDetail",
			emptyAfter:  "ShowCaseDetail, CreateMessages, ShowCaseDetail",
			throttled:   "ShowCaseDetail, 2 CreateMessages", rejected: "ShowCaseDetail, CreateMessages",
		},
	},
	// A lost upload is repeated: the service keeps a file that no ticket holds.
	"upload": {
		name: "UploadJsonAccessories",
		do: func(ctx context.Context, w *world) error {
			_, err := upload(ctx, w)
			return err
		},
		effect: func(w *world) int { return len(w.Accessories()) },
		calls:  repeated("UploadJsonAccessories"), twice: []fate{after, emptyAfter},
	},
	"upload as a form": {
		name: "UploadAccessory",
		do: func(ctx context.Context, w *world) error {
			_, err := w.api.UploadAccessory(ctx, uploadOf(strings.Repeat("b", formSize)))
			return err
		},
		effect: func(w *world) int { return len(w.Accessories()) },
		calls:  repeated("UploadAccessory"), twice: []fate{after, emptyAfter},
	},
	"grant access": {
		name: "ConfirmAuthorizations",
		do: func(ctx context.Context, w *world) error {
			id := w.request(w.id)
			_, _, err := w.api.GrantAuthorization(ctx, osm.GrantInput{ID: id})
			return err
		},
		effect: func(w *world) int { return len(w.Authorizations()[0].Grants) },
		calls: map[fate]string{
			before: readDetail + "ConfirmAuthorizations, 7 ShowAuthorizationDetail, ConfirmAuthorizations, " +
				"ShowAuthorizationDetail",
			emptyBefore: readDetail + "ConfirmAuthorizations, 7 ShowAuthorizationDetail, ConfirmAuthorizations, " +
				"ShowAuthorizationDetail",
			after:      readDetail + "ConfirmAuthorizations, 2 ShowAuthorizationDetail",
			emptyAfter: readDetail + "ConfirmAuthorizations, 2 ShowAuthorizationDetail",
			throttled:  readDetail + "2 ConfirmAuthorizations, ShowAuthorizationDetail",
			rejected:   readDetail + "ConfirmAuthorizations, ShowAuthorizationDetail",
		},
	},
	"reject access": {
		name: "UpdateAuthorizations",
		do: func(ctx context.Context, w *world) error {
			in := osm.EndAuthorizationInput{ID: w.request(w.id), Reason: asked}
			_, _, err := w.api.RejectAuthorization(ctx, in)
			return err
		},
		effect: func(w *world) int { return count(w.Authorizations()[0].Status == simulator.AuthorizationRejected) },
		calls:  readFirst,
	},
	"withdraw access": {
		name: "UpdateAuthorizations",
		do: func(ctx context.Context, w *world) error {
			id := w.request(w.id)
			w.Must(w.SetAuthorizationStatus(id, simulator.AuthorizationGranted))
			_, _, err := w.api.WithdrawAuthorization(ctx, osm.EndAuthorizationInput{ID: id})
			return err
		},
		effect: func(w *world) int { return count(w.Authorizations()[0].Status == simulator.AuthorizationCancelled) },
		calls:  readFirst,
	},
	"label": {
		name: "CreateLabels",
		do: func(ctx context.Context, w *world) error {
			_, _, err := w.api.CreateLabel(ctx, osm.CreateLabelInput{Name: asked, Color: "#123456"})
			return err
		},
		effect: func(w *world) int { return len(w.Labels()) - 2 },
		calls: map[fate]string{
			before:      "ListLabels, CreateLabels, 7 ListLabels, CreateLabels, ListLabels",
			emptyBefore: "ListLabels, CreateLabels, 7 ListLabels, CreateLabels, ListLabels",
			after:       "ListLabels, CreateLabels, ListLabels",
			emptyAfter:  "ListLabels, CreateLabels, ListLabels",
			throttled:   "ListLabels, 2 CreateLabels, ListLabels", rejected: "ListLabels, CreateLabels",
		},
	},
	"change label": {
		name:   "UpdateLabels",
		do:     func(ctx context.Context, w *world) error { return w.api.UpdateLabel(ctx, w.label, asked, "#123456") },
		effect: func(w *world) int { return count(w.Labels()[0].Name == asked) },
		calls:  repeated("UpdateLabels"), doIdempotent: true,
	},
	"delete label": {
		name:   "DeleteLabels",
		do:     func(ctx context.Context, w *world) error { return w.api.DeleteLabel(ctx, w.label) },
		effect: func(w *world) int { return 2 - len(w.Labels()) },
		calls: map[fate]string{
			before: "2 DeleteLabels", after: "2 DeleteLabels", throttled: "2 DeleteLabels", rejected: "DeleteLabels, ListLabels",
			emptyBefore: "DeleteLabels, ListLabels, DeleteLabels", emptyAfter: "DeleteLabels, ListLabels",
		},
	},
	"attach label": {
		name:   "CreateCaseLabels",
		do:     func(ctx context.Context, w *world) error { return w.api.AttachLabel(ctx, w.id, w.label) },
		effect: func(w *world) int { return count(slices.Contains(w.ticket().LabelIDs, int(w.label))) },
		calls:  repeated("CreateCaseLabels"), doIdempotent: true,
	},
	"detach label": {
		name:   "DeleteCaseLabels",
		do:     func(ctx context.Context, w *world) error { return w.api.DetachLabel(ctx, w.id, w.carried) },
		effect: func(w *world) int { return count(!slices.Contains(w.ticket().LabelIDs, int(w.carried))) },
		calls:  repeated("DeleteCaseLabels"), doIdempotent: true,
	},
	"cancel": {
		name: "UpdateCases", do: act(osm.ActionCancel, simulator.StatusToBeHandled), calls: looked,
		effect: func(w *world) int { return count(w.ticket().Status == simulator.StatusCancelled) },
	},
	"close": {
		name: "UpdateCases", do: act(osm.ActionClose, simulator.StatusInProcess), calls: looked,
		effect: func(w *world) int { return count(w.ticket().Status == simulator.StatusCompleted) },
	},
	"delete": {
		name: "UpdateCases", do: act(osm.ActionDelete, simulator.StatusCompleted), calls: looked,
		effect: func(w *world) int { return count(w.ticket().Status == simulator.StatusDeleted) },
	},
	"press": {
		name: "UpdateCases", do: act(osm.ActionPress, simulator.StatusInProcess),
		effect: func(w *world) int { return applied(w, "UpdateCases") },
		calls:  single("UpdateCases"), failing: []fate{before, after}, lost: []fate{emptyBefore},
	},
	"rating": {
		name: "CreateScores",
		do: func(ctx context.Context, w *world) error {
			w.SetStatus(w.id, simulator.StatusCompleted)
			none := []osmapi.IncidentSatisfactionV2Do{}
			return w.api.Score(ctx, w.id, osmapi.CreateScoreV2Req{Judgement: asked, IncidentSatisfactionList: none})
		},
		effect: func(w *world) int { return applied(w, "CreateScores") },
		calls: map[fate]string{
			before: "CreateScores, ShowCaseDetail", after: "CreateScores, ShowCaseDetail", emptyBefore: "CreateScores",
			emptyAfter: "CreateScores", throttled: "2 CreateScores", rejected: "CreateScores",
		},
		failing: []fate{before}, lost: []fate{emptyBefore},
	},
	"relate": {
		name: "CreateRelations",
		do: func(ctx context.Context, w *world) error {
			return w.api.Relate(ctx, w.id, []string{w.OpenCase("another")}, "")
		},
		effect: func(w *world) int { return len(w.ticket().RelatedIDs) }, calls: reconciled("CreateRelations", "ListRelation"),
	},
	"unrelate": {
		name: "DeleteRelation",
		do: func(ctx context.Context, w *world) error {
			other := w.OpenCase("another")
			w.Must(w.SetRelations(w.id, other))
			return w.api.Unrelate(ctx, w.id, other, "")
		},
		effect: func(w *world) int { return 1 - len(w.ticket().RelatedIDs) }, calls: reconciled("DeleteRelation", "ListRelation"),
	},
	"mark as read": {
		name: "UpdateNewInstantMessagesRead",
		do: func(ctx context.Context, w *world) error {
			w.Reply(w.id, "answer")
			return w.api.MarkRead(ctx, w.id, "")
		},
		effect: func(w *world) int { return applied(w, "UpdateNewInstantMessagesRead") },
		calls:  repeated("UpdateNewInstantMessagesRead"), doIdempotent: true,
	},
	"contact": {
		name: "UpdateCaseContactInfo",
		do: func(ctx context.Context, w *world) error {
			mail := "joe@example.com"
			return w.api.UpdateContact(ctx, w.id, osmapi.UpdateCaseContactInfoReq{RemindMail: &mail})
		},
		effect: func(w *world) int { return count(w.ticket().RemindMail == "joe@example.com") },
		calls:  repeated("UpdateCaseContactInfo"), doIdempotent: true,
	},
	"additional parameters": {
		name: "CreateCaseExtendsParam",
		do: func(ctx context.Context, w *world) error {
			return w.api.SetExtends(ctx, w.id, map[string]any{"key": "value"}, "")
		},
		effect: func(w *world) int { return len(w.ticket().Extends) },
		calls:  repeated("CreateCaseExtendsParam"), doIdempotent: true,
	},
	"delete attachment": {
		name: "DeleteAccessories",
		do: func(ctx context.Context, w *world) error {
			id, err := upload(ctx, w)
			if err != nil {
				return err
			}
			w.ResetLog()
			return w.api.DeleteAccessory(ctx, id)
		},
		effect: func(w *world) int { return 1 - len(w.Accessories()) },
		calls:  repeated("DeleteAccessories"), doIdempotent: true,
	},
}

const readDetail = "ShowAuthorizationDetail, "

// readFirst are the calls of an answer to a request for access, which is read before and, after a failure, once more.
var readFirst = map[fate]string{
	before:      readDetail + "UpdateAuthorizations, ShowAuthorizationDetail, UpdateAuthorizations",
	emptyBefore: readDetail + "UpdateAuthorizations, ShowAuthorizationDetail, UpdateAuthorizations",
	after:       readDetail + "UpdateAuthorizations, ShowAuthorizationDetail",
	emptyAfter:  readDetail + "UpdateAuthorizations, ShowAuthorizationDetail",
	throttled:   readDetail + "2 UpdateAuthorizations",
	rejected:    readDetail + "UpdateAuthorizations, ShowAuthorizationDetail",
}

// looked are the calls of an action that ends a ticket: after an unknown outcome its status is read, and if it has not moved
// the action is retried.
var looked = reconciled("UpdateCases", "ShowCaseStatus")

// reconciled are the calls of an operation whose effect is looked for after an unknown outcome.
func reconciled(name, look string) map[fate]string {
	return map[fate]string{
		before: name + ", " + look + ", " + name, emptyBefore: name + ", " + look + ", " + name,
		after: name + ", " + look, emptyAfter: name + ", " + look, throttled: "2 " + name, rejected: name,
	}
}

// repeated are the calls of an operation that is simply retried.
func repeated(name string) map[fate]string {
	twice := "2 " + name
	return map[fate]string{before: twice, after: twice, throttled: twice, rejected: name, emptyAfter: twice, emptyBefore: twice}
}

// single are the calls of an operation that is retried only if it certainly was not processed.
func single(name string) map[fate]string {
	return map[fate]string{before: name, after: name, emptyBefore: name, emptyAfter: name, throttled: "2 " + name, rejected: name}
}

func act(action string, status int) func(context.Context, *world) error {
	return func(ctx context.Context, w *world) error {
		w.SetStatus(w.id, status)
		return w.api.Act(ctx, w.id, action, osmapi.WorkOrderOperateV2Req{})
	}
}

func upload(ctx context.Context, w *world) (string, error) { return uploadFor(ctx, w, "message") }

func uploadFor(ctx context.Context, w *world, from string) (string, error) {
	u := uploadOf("the bytes")
	u.From = from
	return w.api.UploadAccessory(ctx, u)
}

func count(done bool) int {
	if done {
		return 1
	}
	return 0
}

// applied counts the requests of an operation that changed something.
func applied(w *world, operation string) int {
	n := 0
	for _, r := range w.RequestsFor(operation) {
		n += count(r.Applied)
	}
	return n
}
