// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// open returns a login without a call.
func open() *iam.Login {
	return iam.New(iam.Config{Method: iam.MethodToken, Token: iam.Param[iam.Secret]{Value: iam.NewSecret("token")}}, nil, nil,
		nil)
}

// catalogOf returns a client of a service that calls respond and counts the calls.
func catalogOf(t *testing.T, respond func(call int32, w http.ResponseWriter, r *http.Request)) (*osm.Client, *atomic.Int32) {
	t.Helper()
	calls := &atomic.Int32{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { respond(calls.Add(1), w, r) }))
	t.Cleanup(server.Close)
	carrier, err := transport.New(transport.Config{})
	if err != nil {
		t.Fatal(err)
	}
	api, err := osm.New(osm.Config{Endpoint: server.URL, Transport: carrier, Credential: open()})
	if err != nil {
		t.Fatal(err)
	}
	return api, calls
}

func write(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(body))
}

const oneRegion = `{"data_center_list":[{"region_id":"cn-north-4","region_name":"CN North-Beijing4"}]}`

// TestLookUp_oneCallForAll checks that forty concurrent callers and a later one share one call.
func TestLookUp_oneCallForAll(t *testing.T) {
	t.Parallel()
	var asked sync.WaitGroup
	asked.Add(40)
	api, calls := catalogOf(t, func(_ int32, w http.ResponseWriter, _ *http.Request) {
		asked.Wait()
		write(w, oneRegion)
	})
	var done sync.WaitGroup
	for range 40 {
		done.Go(func() {
			asked.Done()
			if regions, err := api.Regions(t.Context()); err != nil || len(regions) != 1 {
				t.Errorf("got %v, %v", regions, err)
			}
		})
	}
	done.Wait()
	if regions, err := api.Regions(t.Context()); err != nil || *regions[0].RegionId != "cn-north-4" {
		t.Errorf("got %v, %v", regions, err)
	}
	if n := calls.Load(); n != 1 {
		t.Errorf("%d calls, want 1", n)
	}
}

func TestLookUp_otherArgumentsAreOtherCalls(t *testing.T) {
	t.Parallel()
	api, calls := catalogOf(t, func(_ int32, w http.ResponseWriter, r *http.Request) {
		write(w, `{"incident_business_type_list":[{"business_type_id":"`+r.URL.Query().Get("product_category_id")+`"}]}`)
	})
	for _, product := range []string{"a", "b", "a", "b", "a"} {
		problems, err := api.ProblemTypes(t.Context(), product, "")
		if err != nil || *problems[0].BusinessTypeId != product {
			t.Errorf("product %s: %v, %v", product, problems, err)
		}
	}
	if n := calls.Load(); n != 2 {
		t.Errorf("%d calls, want 2", n)
	}
}

// TestLookUp_emptyResponsesAreKept checks that an empty list is cached like any other.
func TestLookUp_emptyResponsesAreKept(t *testing.T) {
	t.Parallel()
	api, calls := catalogOf(t, func(_ int32, w http.ResponseWriter, _ *http.Request) { write(w, `{"data_center_list":null}`) })
	for range 2 {
		if regions, err := api.Regions(t.Context()); err != nil || len(regions) != 0 {
			t.Errorf("got %v, %v", regions, err)
		}
	}
	if n := calls.Load(); n != 1 {
		t.Errorf("%d calls, want 1", n)
	}
}

func TestLookUp_failuresAreNotKept(t *testing.T) {
	t.Parallel()
	api, calls := catalogOf(t, func(call int32, w http.ResponseWriter, _ *http.Request) {
		if call == 1 {
			write(w, `{"error_code":"OSM.01010002","error_msg":"no"}`)
			return
		}
		write(w, oneRegion)
	})
	_, err := api.Regions(t.Context())
	if e := apierror.As(err); e == nil || e.Code != "OSM.01010002" {
		t.Errorf("the first call: %v", err)
	}
	if regions, err := api.Regions(t.Context()); err != nil || len(regions) != 1 {
		t.Errorf("the second call: %v, %v", regions, err)
	}
	if n := calls.Load(); n != 2 {
		t.Errorf("%d calls, want 2", n)
	}
}

// TestLookUp_planChecks checks that a plan check uses a cached response, that its own failure is kept for plan checks, and
// that a look-up does not inherit it.
func TestLookUp_planChecks(t *testing.T) {
	t.Parallel()
	api, calls := catalogOf(t, func(call int32, w http.ResponseWriter, _ *http.Request) {
		if call == 1 {
			write(w, `{"error_code":"OSM.01010002","error_msg":"no"}`)
			return
		}
		write(w, `{"accessory_limit":{"limit_count":5,"limit_size":"4","limit_file_type":"jpg"}}`)
	})
	for range 2 {
		if _, err := api.PlanChecks().AccessoryLimits(t.Context()); err == nil {
			t.Error("the plan check has no error")
		}
	}
	if n := calls.Load(); n != 1 {
		t.Errorf("%d calls of plan checks, want 1", n)
	}
	if limits, err := api.AccessoryLimits(t.Context()); err != nil || limits.Size != 4<<20 {
		t.Errorf("the look-up: %v, %v", limits, err)
	}

	fresh, calls := catalogOf(t, func(_ int32, w http.ResponseWriter, _ *http.Request) {
		write(w, `{"accessory_limit":{"limit_count":5}}`)
	})
	if _, err := fresh.AccessoryLimits(t.Context()); err != nil {
		t.Error(err)
	}
	if limits, err := fresh.PlanChecks().AccessoryLimits(t.Context()); err != nil || limits.Count != 5 {
		t.Errorf("the plan check: %v, %v", limits, err)
	}
	if n := calls.Load(); n != 1 {
		t.Errorf("%d calls, want 1", n)
	}
}

// TestLookUp_whoGivesUpTakesNobodyAlong checks that a cancelled caller ends at once while those who wait for its call get
// their response.
func TestLookUp_whoGivesUpTakesNobodyAlong(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	api, calls := catalogOf(t, func(call int32, w http.ResponseWriter, r *http.Request) {
		if call == 1 {
			close(arrived)
			<-r.Context().Done()
			return
		}
		write(w, oneRegion)
	})
	leader, giveUp := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() {
		_, err := api.Regions(leader)
		if e := apierror.As(err); e == nil || e.Kind != apierror.Cancelled || !errors.Is(err, context.Canceled) {
			t.Errorf("the caller who gave up gets %v", err)
		}
	})
	<-arrived
	done.Go(func() {
		if regions, err := api.Regions(t.Context()); err != nil || len(regions) != 1 {
			t.Errorf("the caller who waits gets %v, %v", regions, err)
		}
	})
	giveUp()
	done.Wait()
	if n := calls.Load(); n != 2 {
		t.Errorf("%d calls, want 2", n)
	}
}

func TestLookUp_whoWaitsCanGiveUp(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}), make(chan struct{})
	api, calls := catalogOf(t, func(_ int32, w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-release
		write(w, oneRegion)
	})
	var done sync.WaitGroup
	done.Go(func() {
		if _, err := api.Regions(t.Context()); err != nil {
			t.Error(err)
		}
	})
	<-arrived
	gone, giveUp := context.WithCancel(t.Context())
	giveUp()
	if _, err := api.Regions(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the cancellation", err)
	}
	close(release)
	done.Wait()
	if n := calls.Load(); n != 1 {
		t.Errorf("%d calls, want 1", n)
	}
}
