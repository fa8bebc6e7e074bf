// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"fmt"
	"io"
	"math"
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
	if err := checkID(op, "attachment id", id); err != nil {
		return err
	}
	err := doIdempotent(ctx, op, func(ctx context.Context) (*http.Response, error) {
		return c.api.DeleteAccessories(ctx, id, &osmapi.DeleteAccessoriesParams{})
	})
	if e := apierror.As(err); e != nil && e.Repeated && IsRejection(err) {
		return nil
	}
	return err
}

// AccessoryURL asks for the address from which an attachment can be fetched without a login: a secret. caseID may be empty.
func (c *Client) AccessoryURL(ctx context.Context, id, caseID string) (string, error) {
	const op = "ShowDownloadAccessoryUrl"
	if err := checkID(op, "attachment id", id); err != nil {
		return "", err
	}
	relation := osmapi.ShowDownloadAccessoryUrlParamsRelationType("NO_RELATION")
	if caseID != "" {
		relation = "INCIDENT"
	}
	answer, err := get[osmapi.ShowDownloadAccessoryUrlResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
		return c.api.ShowDownloadAccessoryUrl(ctx, id, &osmapi.ShowDownloadAccessoryUrlParams{
			RelationType: relation, RelationId: optional(caseID), IncidentId: optional(caseID),
		})
	})
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
	if err := checkID(op, "attachment id", id); err != nil {
		return nil, err
	}
	ctx = transport.With(ctx, transport.Call{Op: op, AnswerLimit: downloadLimit, Broken: notFile})
	resp, err := c.api.DownloadAccessories(ctx, id, &osmapi.DownloadAccessoriesParams{GroupId: optional(groupID)},
		func(_ context.Context, req *http.Request) error {
			req.Header.Set("Accept", "*/*")
			return nil
		})
	if err != nil {
		return nil, ended(op, err)
	}
	return content(op, resp)
}

// content tells a file from a refusal: a refusal comes as JSON, also under HTTP 200.
func content(op string, resp *http.Response) ([]byte, error) {
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil {
		e := apierror.New(op, resp)
		e.Err = err
		return nil, e
	}
	if resp.StatusCode != http.StatusOK || isJSON(resp.Header) {
		if err := apierror.Check(op, resp, body); err != nil {
			return nil, err
		}
	}
	return body, nil
}

func isJSON(header http.Header) bool {
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	return strings.HasSuffix(kind, "json")
}

// Limits are the bounds of attachments as the account has them. A zero or nil field says that the service told none.
type Limits struct {
	// Count is the largest number of attachments of one ticket.
	Count int64
	// Size is the largest size of one in bytes (the service tells MB, taken as 1024 × 1024 bytes), before Base64.
	Size int64
	// FileTypes are the allowed extensions in lower case without dots.
	FileTypes []string
}

func (c *Client) accessoryLimits(ctx context.Context) (*Limits, error) {
	const op = "ShowAccessoryLimits"
	answer, err := get[osmapi.ShowAccessoryLimitsResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
		return c.api.ShowAccessoryLimits(ctx, &osmapi.ShowAccessoryLimitsParams{})
	})
	if err != nil {
		return nil, err
	}
	if answer.AccessoryLimit == nil {
		return nil, missing(op, http.MethodGet, "accessory_limit")
	}
	limits := &Limits{Count: int64(value(answer.AccessoryLimit.LimitCount)), Size: megabytes(int64(value(answer.AccessoryLimit.LimitSize)))}
	for _, kind := range strings.Split(value(answer.AccessoryLimit.LimitFileType), ",") {
		if kind = strings.ToLower(strings.TrimLeft(strings.TrimSpace(kind), ".")); kind != "" {
			limits.FileTypes = append(limits.FileTypes, kind)
		}
	}
	return limits, nil
}

// megabytes gives a size in bytes, at the most the largest that can be written; what is below 0 is none.
func megabytes(n int64) int64 {
	switch {
	case n <= 0:
		return 0
	case n > math.MaxInt64>>20:
		return math.MaxInt64
	}
	return n << 20
}

// Check tells whether a file of that name and size is within the limits: an error that says what is allowed.
func (l *Limits) Check(name string, size int64) error {
	if l.Size > 0 && size > l.Size {
		return fmt.Errorf("it has %d bytes; the service takes %d (%d MB) at the most", size, l.Size, l.Size>>20)
	}
	if len(l.FileTypes) == 0 {
		return nil
	}
	at := strings.LastIndex(name, ".")
	for _, kind := range l.FileTypes {
		if at >= 0 && strings.EqualFold(name[at+1:], kind) {
			return nil
		}
	}
	return fmt.Errorf("the name %q has none of the file types that the service takes: %s", name, strings.Join(l.FileTypes, ", "))
}
