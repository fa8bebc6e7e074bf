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

// DeleteAccessory deletes an attachment. A rejection that follows an attempt that may have deleted it counts as success.
func (c *Client) DeleteAccessory(ctx context.Context, id string) error {
	err := c.doIdempotent(ctx, osmapi.NewDeleteAccessoriesRequest(c.server, id))
	if wasRepeated(err) && IsRejection(err) {
		return nil
	}
	return err
}

// AccessoryURL returns the URL that downloads an attachment without a login. The URL is a secret. caseID is optional.
func (c *Client) AccessoryURL(ctx context.Context, id, caseID string) (string, error) {
	relation := osmapi.ShowDownloadAccessoryUrlParamsRelationType("NO_RELATION")
	if caseID != "" {
		relation = "INCIDENT"
	}
	r := osmapi.NewShowDownloadAccessoryUrlRequest(c.server, id, &osmapi.ShowDownloadAccessoryUrlParams{
		RelationType: relation,
		RelationId:   optional(caseID),
		IncidentId:   optional(caseID),
	})
	out, err := get[osmapi.ShowDownloadAccessoryUrlResponse](ctx, c, r)
	if err == nil && value(out.AccessoryUrl) == "" {
		err = missing(r, "accessory_url")
	}
	return value(out.AccessoryUrl), err
}

// AttachmentRejectedError reports that the service rejected a message that carries attachments.
type AttachmentRejectedError struct {
	IDs []string
	Err error
}

func (e *AttachmentRejectedError) Error() string {
	return fmt.Sprintf("a message with the attachments %s was rejected: %v", strings.Join(e.IDs, ", "), e.Err)
}

func (e *AttachmentRejectedError) Unwrap() error { return e.Err }

// Detail returns why the attachments may have been rejected, then what the service reports.
func (e *AttachmentRejectedError) Detail() string {
	return fmt.Sprintf("The service rejected the message with the attachments %s. Attachments that are added later are sent in "+
		"a message, which may fail if they were uploaded for a new ticket. Set `accessory_from = \"message\"` on these "+
		"osm_accessory resources. ", strings.Join(e.IDs, ", ")) + apierror.Detail(e.Err)
}

// opAttach is the operation of a message that is sent for its files. It is reconciled by its files, not by its text.
const opAttach = "AttachToCase"

// AttachToCase adds files to a ticket in messages whose text states the number of files. Files that the ticket already has are
// left out, so that a message whose response was lost is not repeated. A message accepts ten files, but a response shows only
// five: each message carries at most five, since files that are not shown would be taken for missing.
func (c *Client) AttachToCase(ctx context.Context, id, groupID string, files []string) error {
	for chunk := range slices.Chunk(files, shownFiles) {
		if err := c.attachChunk(ctx, id, groupID, chunk); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) attachChunk(ctx context.Context, id, groupID string, files []string) error {
	unlock, err := c.lock(ctx, opCreateMessage, "message\x00"+id)
	if err != nil {
		return err
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
		look: func(ctx context.Context) (_ bool, err error) {
			missing, err = c.notAttached(ctx, id, groupID, missing)
			return err == nil && len(missing) == 0, err
		},
	})
	return attachmentRejected(missing, err)
}

// notAttached returns those of files that a ticket does not show, or all of them with an error.
func (c *Client) notAttached(ctx context.Context, id, groupID string, files []string) ([]string, error) {
	detail, err := c.Case(ctx, id, groupID)
	if err != nil {
		return files, err
	}
	for _, m := range value(detail.MessageList) {
		files = Without(files, accessoryIDs(m))
	}
	return files, nil
}

func attachmentRejected(ids []string, err error) error {
	if len(ids) > 0 && IsRejection(err) && !apierror.IsNotFound(err) {
		return &AttachmentRejectedError{IDs: ids, Err: err}
	}
	return err
}

// IsRejection reports whether the service itself, not the gateway or the login, rejected a call with one of its own codes.
func IsRejection(err error) bool {
	e := apierror.As(err)
	_, login := errors.AsType[*transport.CredentialError](err)
	return e != nil && !login && e.Kind == apierror.Rejected && e.Status < 500 &&
		strings.HasPrefix(e.Code, apierror.BusinessCodes)
}
