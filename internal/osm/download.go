// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// downloadLimit bounds a downloaded attachment in bytes. The largest limit_size that the reference can express is 99 MB.
const downloadLimit = 100 << 20

// DownloadAccessory returns the bytes of an attachment, at most 100 MB.
func (c *Client) DownloadAccessory(ctx context.Context, id, groupID string) ([]byte, error) {
	r := osmapi.NewDownloadAccessoriesRequest(c.server, id, &osmapi.DownloadAccessoriesParams{GroupId: optional(groupID)})
	resp, err := c.send(ctx, transport.Call{ResponseLimit: downloadLimit, Invalid: notFile}, r.With("Accept", "*/*"))
	if err != nil {
		return nil, err
	}
	// An API error comes as JSON, also under HTTP 200; a file may be anything else.
	if resp.StatusCode != http.StatusOK || isJSON(resp.Header) {
		if err := c.checkResponse(r.Op, resp); err != nil {
			return nil, err
		}
	}
	return resp.Body, nil
}

func contentType(header http.Header) string {
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	return kind
}

func isJSON(header http.Header) bool { return strings.HasSuffix(contentType(header), "json") }

// ExportLimit bounds an export in MB.
const ExportLimit = 32

// ExportFilter narrows an export; zero fields are ignored.
type ExportFilter struct {
	IncidentIDs                              []string
	QueryStartTime, QueryEndTime             string
	SearchKey                                string
	Status                                   *int32
	XCustomerName, CustomerID, SubCustomerID string
	TenantSourceIDs                          []string
	Offset, Limit                            *int32
}

// File is a downloaded file.
type File struct {
	// Name and ContentType are "" if the service reports none.
	Name, ContentType string
	Bytes             []byte
}

// ExportCases returns the tickets that match a filter as a file, in the client's language and time zone (API reference:
// DownloadCases). The format of the file is not documented.
func (c *Client) ExportCases(ctx context.Context, f ExportFilter) (*File, error) {
	params := &osmapi.DownloadCasesParams{
		Language:       c.cfg.Language,
		Timezone:       c.cfg.TimeZone,
		IncidentId:     optional(strings.Join(f.IncidentIDs, ",")),
		QueryStartTime: optional(f.QueryStartTime),
		QueryEndTime:   optional(f.QueryEndTime),
		SearchKey:      optional(f.SearchKey),
		Status:         f.Status,
		XCustomerName:  optional(f.XCustomerName),
		CustomerId:     optional(f.CustomerID),
		SubCustomerId:  optional(f.SubCustomerID),
		Offset:         f.Offset,
		Limit:          f.Limit,
	}
	if len(f.TenantSourceIDs) > 0 {
		params.TenantSourceIdList = &f.TenantSourceIDs
	}
	r := osmapi.NewDownloadCasesRequest(c.server, params)
	resp, err := c.send(ctx, transport.Call{ResponseLimit: ExportLimit << 20, Invalid: notExport}, r.With("Accept", "*/*"))
	if errors.Is(err, transport.ErrResponseTooLarge) {
		return nil, &ExportTooLargeError{Err: err}
	}
	if err != nil {
		return nil, err
	}
	if err := c.checkResponse(r.Op, resp); err != nil {
		if e := apierror.As(err); e != nil && e.Code == codeNotPermitted {
			return nil, &ExportRejectedError{Err: err}
		}
		return nil, err
	}
	if isJSON(resp.Header) || notExport(resp.StatusCode, resp.Header, resp.Body) {
		return nil, c.unusable(r.Op, resp, errNotFile)
	}
	_, disposition, _ := mime.ParseMediaType(resp.Header.Get("Content-Disposition"))
	name := path.Base(strings.ReplaceAll(cmp.Or(disposition["filename"], "/"), `\`, "/"))
	return &File{Name: strings.TrimPrefix(name, "/"), ContentType: contentType(resp.Header), Bytes: resp.Body}, nil
}

// errNotFile is the reason why a response that is not a file can't be used.
var errNotFile = errors.New("it is not a file")

// notExport reports a response that is not an exported file: nothing, a page of a proxy, or JSON, as API errors are.
func notExport(status int, header http.Header, body []byte) bool {
	kind := contentType(header)
	return apierror.IsTransient(body) ||
		isSuccess(status) && !isJSON(header) && (len(body) == 0 || strings.HasPrefix(kind, "text/html"))
}

// ExportRejectedError reports that the user may not export tickets.
type ExportRejectedError struct{ Err error }

func (e *ExportRejectedError) Error() string { return "the export was rejected: " + e.Err.Error() }
func (e *ExportRejectedError) Unwrap() error { return e.Err }

// Detail returns the cause and the next step, then what the service reports.
func (e *ExportRejectedError) Detail() string {
	text := "The user is not permitted to export tickets. Grant the privilege `export`; the data source osm_privileges reports " +
		"whether the user has it."
	return apierror.Annotate(text, e.Err)
}

// ExportTooLargeError reports that an export exceeds ExportLimit.
type ExportTooLargeError struct{ Err error }

func (e *ExportTooLargeError) Error() string { return e.Err.Error() }
func (e *ExportTooLargeError) Unwrap() error { return e.Err }

// Detail returns the cause and the next step.
func (*ExportTooLargeError) Detail() string {
	return fmt.Sprintf("The exported file is larger than %d MB. Narrow the filters, for example with `query_start_time`, or "+
		"export in parts with `offset` and `limit`.", ExportLimit)
}
