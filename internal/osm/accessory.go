// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"mime"
	"net/http"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// downloadLimit bounds a downloaded attachment in bytes. The largest limit_size that the reference can express is 99 MB.
const downloadLimit = 100 << 20

// DeleteAccessory deletes an attachment. What the service does once a ticket holds it is not documented. A refusal after an attempt that may have
// deleted it is a success.
func (c *Client) DeleteAccessory(ctx context.Context, id string) error {
	const op = "DeleteAccessories"
	err := c.doIdempotent(ctx, op, request(osmapi.NewDeleteAccessoriesRequest(c.server, id)))
	if e := apierror.As(err); e != nil && e.Repeated && IsRejection(err) {
		return nil
	}
	return err
}

// AccessoryURL asks for the address from which an attachment can be fetched without a login: a secret. caseID may be empty.
func (c *Client) AccessoryURL(ctx context.Context, id, caseID string) (string, error) {
	const op = "ShowDownloadAccessoryUrl"
	relation := osmapi.ShowDownloadAccessoryUrlParamsRelationType("NO_RELATION")
	if caseID != "" {
		relation = "INCIDENT"
	}
	answer, err := get[osmapi.ShowDownloadAccessoryUrlResponse](ctx, c, op, request(osmapi.NewShowDownloadAccessoryUrlRequest(c.server, id, &osmapi.ShowDownloadAccessoryUrlParams{
		RelationType: relation, RelationId: optional(caseID), IncidentId: optional(caseID),
	})))
	if err != nil {
		return "", err
	}
	if value(answer.AccessoryUrl) == "" {
		return "", missing(op, http.MethodGet, "accessory_url")
	}
	return *answer.AccessoryUrl, nil
}

// DownloadAccessory fetches the bytes of an attachment, 100 MB at the most.
func (c *Client) DownloadAccessory(ctx context.Context, id, groupID string) ([]byte, error) {
	const op = "DownloadAccessories"
	call := transport.Call{Op: op, ResponseLimit: downloadLimit, Invalid: notFile}
	r := request(osmapi.NewDownloadAccessoriesRequest(c.server, id, &osmapi.DownloadAccessoriesParams{GroupId: optional(groupID)}))
	resp, err := c.send(ctx, call, r.with("Accept", "*/*"))
	if err != nil {
		return nil, err
	}
	// An API error comes as JSON, also under HTTP 200; a file may be anything else.
	if resp.StatusCode != http.StatusOK || isJSON(resp.Header) {
		if err := checkResponse(op, resp); err != nil {
			return nil, err
		}
	}
	return resp.Body, nil
}

func isJSON(header http.Header) bool {
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	return strings.HasSuffix(kind, "json")
}
