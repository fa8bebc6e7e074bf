// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

const (
	// maxURLs is the largest number of IDs in one call (API reference: ListAccessoryAccessUrls).
	maxURLs = 100
	// maxAbsent ends the search for IDs without a URL: naming more of them in an error does not help.
	maxAbsent = 10
)

// AccessoryURLs returns the URLs that download attachments without a login, in the order of the IDs, 100 per call. IDs for which
// the service returns no URL are a *NoURLError. groupID is needed only for tickets of another member of that group.
func (c *Client) AccessoryURLs(ctx context.Context, ids []string, groupID string) ([]osmapi.AccessoryUrl, error) {
	s := urlSearch{client: c, groupID: groupID, found: map[string]osmapi.AccessoryUrl{}}
	unique := slices.Compact(slices.Sorted(slices.Values(ids)))
	for batch := range slices.Chunk(unique, maxURLs) {
		if err := s.find(ctx, batch); err != nil {
			return nil, err
		}
	}
	if len(s.absent) > 0 {
		return nil, &NoURLError{IDs: s.absent, Err: s.rejection}
	}
	return mapped(ids, func(id string) osmapi.AccessoryUrl { return s.found[id] }), nil
}

// urlSearch collects the URLs of attachments.
type urlSearch struct {
	client  *Client
	groupID string
	found   map[string]osmapi.AccessoryUrl
	// absent are IDs without a URL, rejection the response to one of them.
	absent    []string
	rejection error
}

// find looks for the URLs of at most 100 IDs. The reference does not show how several IDs are written in the query: the vendor's
// client repeats the parameter, and the samples of other calls join IDs by commas. IDs that the first form does not find are
// looked for in the other one. The service may also reject a whole list because of one unknown ID: it is then halved.
func (s *urlSearch) find(ctx context.Context, ids []string) error {
	var rejection error
	isSingle := len(ids) == 1 // then both forms are the same
	for _, isJoined := range []bool{false, true} {
		if len(ids) == 0 || isSingle && isJoined || len(s.absent) >= maxAbsent {
			break
		}
		var err error
		if ids, err = s.list(ctx, ids, isJoined); err != nil && !isValueRejected(err) {
			return err
		}
		rejection = err
	}
	switch {
	case len(s.absent) >= maxAbsent:
	case len(ids) > 1 && rejection != nil:
		half := len(ids) / 2
		if err := s.find(ctx, ids[:half]); err != nil {
			return err
		}
		return s.find(ctx, ids[half:])
	case len(ids) > 0:
		s.absent, s.rejection = append(s.absent, ids...), rejection
	}
	return nil
}

// list calls the service once and returns the IDs without a URL.
func (s *urlSearch) list(ctx context.Context, ids []string, isJoined bool) ([]string, error) {
	values := ids
	if isJoined {
		values = []string{strings.Join(ids, ",")}
	}
	r := osmapi.NewListAccessoryAccessUrlsRequest(s.client.server, &osmapi.ListAccessoryAccessUrlsParams{
		AccessoryIds: values,
		GroupId:      optional(s.groupID),
	})
	out, err := get[osmapi.ListAccessoryAccessUrlsResponse](ctx, s.client, r)
	for _, u := range value(out.AccessoryUrls) {
		if value(u.AccessoryUrl) != "" {
			s.found[value(u.AccessoryId)] = u
		}
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return s.found[id].AccessoryUrl != nil }), err
}

// isValueRejected reports whether the service rejected the value of a parameter.
func isValueRejected(err error) bool {
	e := apierror.As(err)
	return e != nil && e.Kind == apierror.Rejected && slices.Contains([]string{"OSM.0001", "OSM.01010001",
		apierror.NotFoundCode}, e.Code)
}

// NoURLError reports attachments for which the service returns no URL.
type NoURLError struct {
	IDs []string
	// Err is the response to one of them, nil if the service left them out.
	Err error
}

func (e *NoURLError) Error() string { return "no URL for the attachments " + strings.Join(e.IDs, ", ") }

func (e *NoURLError) Unwrap() error { return e.Err }

// Detail returns the cause and the next step, then what the service reports.
func (e *NoURLError) Detail() string {
	names := strings.Join(e.IDs[:min(len(e.IDs), maxAbsent)], ", ")
	text := "The service returned no URL for the attachments " + names + ". They do not exist or belong to other users."
	switch {
	case len(e.IDs) == 1:
		text = "The service returned no URL for the attachment " + names + ". It does not exist or belongs to another user."
	case len(e.IDs) > maxAbsent:
		text = "The service returned no URL for many attachments, among them " + names + ". They do not exist or belong to " +
			"other users."
	}
	text += " Check the IDs; if the ticket belongs to another member of a user group, set `group_id`."
	return apierror.Annotate(text, e.Err)
}
