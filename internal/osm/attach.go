// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// AttachmentRejectedError says that the service refused a message that carries attachments.
type AttachmentRejectedError struct {
	IDs []string
	Err error
}

func (e *AttachmentRejectedError) Error() string {
	return fmt.Sprintf("a message with the attachments %s was refused: %v", strings.Join(e.IDs, ", "), e.Err)
}

// Unwrap gives the service's refusal.
func (e *AttachmentRejectedError) Unwrap() error { return e.Err }

// opAttach names what a message that carries files is sent for: it is settled by its files, not by its words.
const opAttach = "AttachToCase"

// AttachToCase adds files to a ticket by a message whose text names their number. Files that are on the ticket already are left out, so that a
// message whose answer was lost is not sent again. A message takes ten files and shows five: no more than that are put into one, since
// those that are not shown would be taken for missing.
func (c *Client) AttachToCase(ctx context.Context, id, groupID string, files []string) error {
	for pieces := range slices.Chunk(files, shownFiles) {
		if err := c.attachPiece(ctx, id, groupID, pieces); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) attachPiece(ctx context.Context, id, groupID string, files []string) error {
	unlock, err := c.turns.lock(ctx, "message\x00"+id)
	if err != nil {
		return &apierror.Error{Op: "CreateMessages", Kind: apierror.Cancelled, Err: err}
	}
	defer unlock()
	missing, err := c.notAttached(ctx, id, groupID, files)
	if err != nil || len(missing) == 0 {
		return err
	}
	err = c.reconcile(ctx, write{
		op: opAttach,
		send: func(ctx context.Context) error {
			return c.sendMessage(ctx, id, osmapi.CreateMessageV2Req{GroupId: optional(groupID), Message: osmapi.CreateMessageDoV2{
				Content: fmt.Sprintf("Attachments added: %d", len(missing)), AccessoryIds: &missing}})
		},
		look: func(ctx context.Context) (bool, error) {
			remaining, err := c.notAttached(ctx, id, groupID, missing)
			if err == nil {
				missing = remaining
			}
			return err == nil && len(missing) == 0, err
		},
	})
	return attachmentRejected(missing, err)
}

// notAttached returns the files that no message of the ticket carries.
func (c *Client) notAttached(ctx context.Context, id, groupID string, files []string) ([]string, error) {
	detail, err := c.Case(ctx, id, groupID)
	if err != nil {
		return nil, err
	}
	missing := slices.Clone(files)
	for _, m := range list(detail.MessageList) {
		for _, a := range list(m.AccessoryList) {
			missing = slices.DeleteFunc(missing, func(id string) bool { return id == value(a.AccessoryId) })
		}
	}
	return missing, nil
}

func attachmentRejected(ids []string, err error) error {
	if len(ids) > 0 && IsRejection(err) && !apierror.IsNotFound(err) {
		return &AttachmentRejectedError{IDs: ids, Err: err}
	}
	return err
}

// IsRejection tells whether the service itself said no, by a code of its own and not of the gateway's or for want of a login.
func IsRejection(err error) bool {
	e := apierror.As(err)
	var login *transport.CredentialError
	return e != nil && !errors.As(err, &login) && e.Kind == apierror.Refused && e.Status < 500 && strings.HasPrefix(e.Code, "OSM.0101")
}
