// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Values of on_destroy.
const (
	onDestroyClose   = "close"
	onDestroyDelete  = "delete"
	onDestroyAbandon = "abandon"
)

// endingAction gives the action that ends a ticket of that status, "" when it has ended. The API reference states no rule; the console's is that
// only a ticket nobody handles can be cancelled and one in process closed. A status that is not known is tried with close.
func endingAction(status int64) string {
	switch {
	case hasEnded(status):
		return ""
	case status == statusToBeHandled:
		return osm.ActionCancel
	}
	return osm.ActionClose
}

// endCase ends a ticket by the one call that its status permits, and gives the status that it had before. If the service refuses and the
// status has moved meanwhile, the call is chosen once more. A ticket that is gone has ended.
func endCase(ctx context.Context, api *osm.Client, id, groupID string) (gone bool, err error) {
	status, err := api.CaseStatus(ctx, id)
	if apierror.IsNotFound(err) || err == nil && status == statusDeleted {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	for try := 0; ; try++ {
		action := endingAction(status)
		if action == "" {
			return status == statusDeleted, nil
		}
		refusal := act(ctx, api, id, action, groupID)
		if refusal == nil || apierror.IsNotFound(refusal) {
			return refusal != nil, nil
		}
		now, err := api.CaseStatus(ctx, id)
		switch {
		case apierror.IsNotFound(err):
			return true, nil
		case err == nil && hasEnded(now):
			return now == statusDeleted, nil
		case err != nil, now == status, try > 0:
			return false, refusal
		}
		status = now
	}
}

// deleteCase deletes a ticket that has ended. One that is gone, or that the service tells as deleted, is a success.
func deleteCase(ctx context.Context, api *osm.Client, id, groupID string) error {
	err := act(ctx, api, id, osm.ActionDelete, groupID)
	if err == nil || apierror.IsNotFound(err) {
		return nil
	}
	if status, statusErr := api.CaseStatus(ctx, id); apierror.IsNotFound(statusErr) || statusErr == nil && status == statusDeleted {
		return nil
	}
	return err
}

func act(ctx context.Context, api *osm.Client, id, action, groupID string) error {
	body := osmapi.WorkOrderOperateV2Req{}
	if groupID != "" {
		body.GroupId = &groupID
	}
	return api.Act(ctx, id, action, body)
}
