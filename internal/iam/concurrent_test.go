// SPDX-License-Identifier: MPL-2.0

package iam_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const (
	crowd = 50
	// listLabels is the operation that call makes.
	listLabels = "ListLabels"
)

// wave makes calls at the same time and returns their errors.
func wave(ctx context.Context, c *osm.Client) []error {
	errs := make([]error, crowd)
	var ready, done sync.WaitGroup
	begin := make(chan struct{})
	for i := range errs {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-begin
			errs[i] = call(ctx, c)
		})
	}
	ready.Wait()
	close(begin)
	done.Wait()
	return errs
}

// together holds calls until all of a crowd have arrived, so that each of them carries the credential of before.
func together(f *fixture) {
	hold := f.Hold(listLabels)
	go func() {
		for range crowd {
			<-hold.Arrived()
		}
		hold.Release()
	}()
}

func expectNone(t *testing.T, errs []error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestConcurrent_coldStartLogsInOnce(t *testing.T) {
	t.Parallel()
	f := start(t, simulator.Options{})
	c, _ := f.connect(t, f.password())
	expectNone(t, wave(t.Context(), c))
	f.expectLogins(t, 1)
	if n := f.Count(listLabels); n != crowd {
		t.Errorf("%d calls", n)
	}
}

func TestConcurrent_staleTokensAreRenewedOnce(t *testing.T) {
	t.Parallel()
	f := start(t, simulator.Options{})
	c, _ := f.connect(t, f.password())
	expectNone(t, []error{call(t.Context(), c)})
	f.Identity().RevokeTokens()
	f.ResetLog()
	together(f)
	expectNone(t, wave(t.Context(), c))
	f.expectLogins(t, 1)
	if n := f.Count(listLabels); n != 2*crowd {
		t.Errorf("%d calls, want each twice", n)
	}
}

func TestConcurrent_permanentRejectionEndsAfterOneRenewal(t *testing.T) {
	t.Parallel()
	f := start(t, simulator.Options{})
	c, _ := f.connect(t, f.password())
	expectNone(t, []error{call(t.Context(), c)})
	f.Inject(simulator.Fault{Operation: listLabels, Kind: simulator.RejectBefore, Status: http.StatusUnauthorized,
		Code: "APIGW.0301"})
	f.ResetLog()
	together(f)
	for _, err := range wave(t.Context(), c) {
		if err == nil {
			t.Error("a rejected call succeeded")
		}
	}
	f.expectLogins(t, 1)
	if n := f.Count(listLabels); n != 2*crowd {
		t.Errorf("%d calls, want each twice", n)
	}
}

func TestConcurrent_wrongPasswordIsSentOnce(t *testing.T) {
	t.Parallel()
	f := start(t, simulator.Options{})
	settings := f.password()
	settings.Password = secret("wrong")
	c, _ := f.connect(t, settings)
	for range 3 {
		for _, err := range wave(t.Context(), c) {
			var failed *iam.LoginError
			if !errors.As(err, &failed) || !failed.Final {
				t.Fatal(err)
			}
		}
	}
	f.expectLogins(t, 1)
	if n := f.Count(listLabels); n != 0 {
		t.Errorf("%d calls without a login", n)
	}
}

func TestConcurrent_cancelledLeaderHarmsNobody(t *testing.T) {
	t.Parallel()
	f := start(t, simulator.Options{})
	c, _ := f.connect(t, f.password())
	hold := f.Hold(simulator.OperationToken)
	ctx, cancel := context.WithCancel(t.Context())
	leader := make(chan error, 1)
	go func() { leader <- call(ctx, c) }()
	<-hold.Arrived()
	followers := make(chan []error, 1)
	go func() { followers <- wave(t.Context(), c) }()
	cancel()
	if err := <-leader; !errors.Is(err, context.Canceled) {
		t.Errorf("the leader's error is %v", err)
	}
	hold.Release()
	expectNone(t, <-followers)
	f.expectLogins(t, 1)
}

// TestConcurrent_rolesAreTakenOverOnce shows the same for a chain of agencies.
func TestConcurrent_rolesAreTakenOverOnce(t *testing.T) {
	t.Parallel()
	f := start(t, simulator.Options{})
	c, _ := f.connect(t, f.chain(f.keys()))
	expectNone(t, wave(t.Context(), c))
	f.Identity().RevokeKeys()
	together(f)
	expectNone(t, wave(t.Context(), c))
	// Cold: one hop each. After that the second hop is tried with keys that are gone, then with the first hop's new ones.
	if v3, v5 := f.at(http.MethodPost, "/v3.0/OS-CREDENTIAL/securitytokens"),
		f.at(http.MethodPost, "/v5/agencies/assume"); v3 != 2 || v5 != 3 {
		t.Errorf("%d and %d hops, want 2 and 3", v3, v5)
	}
}

// TestConcurrent_faultOfTheLoginServiceIsNotRemembered shows that a fault is not taken for a rejection.
func TestConcurrent_faultOfTheLoginServiceIsNotRemembered(t *testing.T) {
	t.Parallel()
	f := start(t, simulator.Options{})
	settings := f.password()
	settings.MaxRetries = config.Known(0)
	c, _ := f.connect(t, settings)
	f.Inject(simulator.Fault{Operation: simulator.OperationToken, Kind: simulator.RejectBefore,
		Status: http.StatusServiceUnavailable, Times: 1})
	if err := call(t.Context(), c); err == nil {
		t.Fatal("the login service's fault was not reported")
	}
	expectNone(t, wave(t.Context(), c))
	f.expectLogins(t, 2)
}
