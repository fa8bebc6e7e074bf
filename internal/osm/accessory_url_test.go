// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

var queryForms = map[string]simulator.QueryLists{"both": simulator.QueryListsBoth, "comma": simulator.QueryListsComma,
	"repeated": simulator.QueryListsRepeated}

var unknownFiles = map[string]simulator.UnknownFile{"rejected": simulator.UnknownFileRejected,
	"left out": simulator.UnknownFileLeftOut, "no URL": simulator.UnknownFileWithoutURL}

// uploadMany uploads files and returns their IDs.
func uploadMany(t *testing.T, w *world, n int) (ids []string) {
	t.Helper()
	for range n {
		id, err := upload(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	w.ResetLog()
	return ids
}

// TestAccessoryURLs reads the URLs of many attachments, in their order and with repetitions, in one call per hundred or, where
// the service does not accept repeated parameters, two.
func TestAccessoryURLs(t *testing.T) {
	t.Parallel()
	for form, lists := range queryForms {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{QueryLists: lists}}, time.Minute)
			ids := uploadMany(t, w, 201)
			slices.Reverse(ids)
			ids = append(ids, ids[0])
			urls, err := w.api.AccessoryURLs(t.Context(), ids, "")
			if err != nil {
				t.Fatal(err)
			}
			for i, u := range urls {
				if *u.AccessoryId != ids[i] || *u.AccessoryName != "a.txt" || !strings.HasPrefix(*u.AccessoryUrl, w.URL) {
					t.Errorf("%d: %+v for %s", i, u, ids[i])
				}
			}
			want := 3
			if lists == simulator.QueryListsComma {
				want = 5 // the last batch is a single ID
			}
			if n := w.Count("ListAccessoryAccessUrls"); len(urls) != 202 || n != want {
				t.Errorf("%d URLs after %d calls, want %d", len(urls), n, want)
			}
		})
	}
	w := newWorld(t, simulator.Options{}, time.Minute)
	if urls, err := w.api.AccessoryURLs(t.Context(), nil, ""); err != nil || len(urls) > 0 || len(w.Requests()) > 0 {
		t.Errorf("no IDs: %v, %v", urls, err)
	}
}

// TestAccessoryURLs_unknown checks that the error names exactly the IDs that have no URL, whatever the service returns for them.
func TestAccessoryURLs_unknown(t *testing.T) {
	t.Parallel()
	for form, lists := range queryForms {
		for name, behavior := range unknownFiles {
			t.Run(form+"/"+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{QueryLists: lists, UnknownFiles: behavior}},
					time.Minute)
				ids := uploadMany(t, w, 30)
				_, err := w.api.AccessoryURLs(t.Context(), slices.Concat([]string{"none-1"}, ids, []string{"none-2"}), "")
				var missing *osm.NoURLError
				if !errors.As(err, &missing) || !slices.Equal(slices.Sorted(slices.Values(missing.IDs)),
					[]string{"none-1", "none-2"}) {
					t.Errorf("got %v", err)
				}
				if n := w.Count("ListAccessoryAccessUrls"); n > 40 {
					t.Errorf("%d calls", n)
				}
			})
		}
	}
}

// TestAccessoryURLs_allUnknown checks that a search for unknown IDs ends after ten of them.
func TestAccessoryURLs_allUnknown(t *testing.T) {
	t.Parallel()
	var ids []string
	for i := range 100 {
		ids = append(ids, fmt.Sprintf("none-%d", i))
	}
	for name, behavior := range unknownFiles {
		w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{UnknownFiles: behavior}}, time.Minute)
		_, err := w.api.AccessoryURLs(t.Context(), ids, "")
		text := apierror.Detail(err)
		if n := strings.Count(text, "none-"); n != 10 {
			t.Errorf("%s: the error names %d: %s", name, n, text)
		}
		if strings.Contains(text, "OSM.01010001") != (behavior == simulator.UnknownFileRejected) {
			t.Errorf("%s: %s", name, text)
		}
		if n := w.Count("ListAccessoryAccessUrls"); n > 60 {
			t.Errorf("%s: %d calls", name, n)
		}
	}
}

// TestAccessoryURLs_errors checks that an error which is not about an ID ends the search.
func TestAccessoryURLs_errors(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"not permitted": {Kind: simulator.RejectUnder200, Code: "OSM.01010002"},
		"gateway":       {Kind: simulator.RejectBefore, Status: 403, Code: "APIGW.0302"},
		"not offered":   {Kind: simulator.RejectBefore, Status: 404, Code: "APIGW.0101"},
	} {
		w := newWorld(t, simulator.Options{}, time.Minute)
		fault.Operation = "ListAccessoryAccessUrls"
		w.Inject(fault)
		_, err := w.api.AccessoryURLs(t.Context(), []string{"a", "b"}, "")
		if e := apierror.As(err); e == nil || e.Code != fault.Code || errors.As(err, new(*osm.NoURLError)) {
			t.Errorf("%s: %v", name, err)
		}
		w.ExpectCounts(map[string]int{"ListAccessoryAccessUrls": 1})
	}
}
