// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// TestServiceFailsHalfway shows that what was read before the service failed is reported, and that the rest names the failure.
func TestServiceFailsHalfway(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	a.fill(t)
	a.Inject(simulator.Fault{
		Operation: simulator.AnyOperation, Match: func(r simulator.Request) bool { return r.Seq > 5 },
		Kind: simulator.RejectBefore, Status: http.StatusServiceUnavailable, Message: "planted-message",
	})
	report, err := a.run(t, func(o *options) { o.ended, o.deleted = a.ended, a.deleted })
	if err != nil {
		t.Fatal(err)
	}
	got := rows(report)
	for question, want := range map[string]string{
		"How an error is reported":     "HTTP 200 with `OSM.01010015`",
		"Order of the list of tickets": "newest first",
		"An ended ticket":              "stays in the list",
		"Limits of attachments":        "not determinable: HTTP 503",
		"An empty list":                "not determinable: HTTP 503",
		"`cc_email_info`":              "not determinable: HTTP 503",
		"`contact_way`":                "not determinable: HTTP 503",
		"Filter of labels by name":     "not determinable: HTTP 503",
		"A deleted ticket":             "not determinable: HTTP 503",
	} {
		if f := got[question]; !strings.HasPrefix(f.seen, want) || strings.HasPrefix(want, "not") && f.sure != none {
			t.Errorf("%s: %q (%s), want %q", question, f.seen, f.sure, want)
		}
	}
	if len(got) != len(questions) {
		t.Errorf("%d rows of %d questions", len(got), len(questions))
	}
	a.checkReads(t)
	a.checkRedacted(t, report)
}

// TestFailures shows that a run without a login or a service ends with an error that says what to do, and prints no report.
func TestFailures(t *testing.T) {
	t.Parallel()
	server, err := simulator.New(simulator.Options{}).Listen("")
	if err != nil {
		t.Fatal(err)
	}
	closed := server.URL
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		prepare func(*account)
		want    []string
	}{
		"rejected login": {
			func(a *account) { a.env["HW_USER_PASSWORD"] = "wrong" },
			[]string{"Unable to log in", "HW_USER_PASSWORD"},
		},
		"no credentials": {
			func(a *account) { clear(a.env) },
			[]string{"HW_USER_NAME"},
		},
		"invalid setting": {
			func(a *account) { a.env["HW_OSM_LANGUAGE"] = "klingon" },
			[]string{"HW_OSM_LANGUAGE"},
		},
		"no certificate": {
			func(a *account) { a.env["HW_CACERT"] = "/does/not/exist" },
			[]string{"HW_CACERT"},
		},
		"service down": {
			func(a *account) {
				a.Inject(simulator.Fault{Operation: simulator.AnyOperation, Kind: simulator.RejectBefore, Status: 503,
					Match: func(r simulator.Request) bool { return !strings.HasPrefix(r.Path, "/v3/") }})
			},
			[]string{"Unable to read from the ticket service", "HTTP 503"},
		},
		"not the service": {
			func(a *account) {
				a.Inject(simulator.Fault{Operation: simulator.AnyOperation, Kind: simulator.HTMLBefore,
					Match: func(r simulator.Request) bool { return !strings.HasPrefix(r.Path, "/v3/") }})
			},
			[]string{"Unable to read from the ticket service", "HTML page"},
		},
		"nothing listens": {
			func(a *account) { a.env["HW_OSM_ENDPOINT"] = closed },
			[]string{"Unable to read from the ticket service", strings.TrimPrefix(closed, "http://")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAccount(t)
			tt.prepare(a)
			report, err := a.run(t, nil)
			if err == nil || report != "" {
				t.Fatalf("error %v, report %q", err, report)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in %q", want, err)
				}
			}
			if strings.Contains(err.Error(), simulator.DefaultPassword) || a.Count(simulator.OperationToken) > 1 {
				t.Errorf("%v after %d logins", err, a.Count(simulator.OperationToken))
			}
		})
	}
}

// TestInterrupt shows that a cancelled run ends with an error and without a report.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	ctx, cancel := context.WithCancel(t.Context())
	a.OnRequest(func(r *simulator.Request) {
		if r.Operation == "ListCases" {
			cancel()
		}
	})
	var out strings.Builder
	err := run(ctx, &out, io.Discard, options{
		env: func(name string) (string, bool) { v, ok := a.env[name]; return v, ok }, now: a.Now,
	})
	if err == nil || err.Error() != "interrupted" || out.Len() > 0 {
		t.Errorf("error %v, report %q", err, out.String())
	}
}

// TestLimit shows that a service that fails every other request does not get more requests than the limit.
func TestLimit(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	a.fill(t)
	a.Inject(simulator.Fault{
		Operation: simulator.AnyOperation, Kind: simulator.RejectBefore, Status: http.StatusServiceUnavailable, Every: 2,
		Match: func(r simulator.Request) bool { return !strings.HasPrefix(r.Path, "/v3/") },
	})
	report, err := a.run(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := rows(report)
	const want = "not determinable: the limit of 30 requests is reached"
	if f := got["Filter of labels by name"]; f.seen != want || got["Order of the list of tickets"].seen != "newest first" {
		t.Errorf("%q, want %q\n%s", f.seen, want, report)
	}
	a.checkReads(t)
}

// TestFaults shows that no response breaks the program: it prints a row for each question, or an error.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, kind := range simulator.Kinds() {
		if kind == simulator.DelayBefore || kind == simulator.DelayAfter {
			continue // the attempt ends by the real clock
		}
		for _, skip := range []int{0, 1, 4} {
			t.Run(fmt.Sprint(kind, " ", skip), func(t *testing.T) {
				t.Parallel()
				a := newAccount(t)
				a.fill(t)
				fault := simulator.Fault{
					Operation: simulator.AnyOperation, Kind: kind, Skip: skip, Size: transport.DefaultResponseLimit + 1,
					Location: a.url + "/planted", Message: "planted-message",
					Match: func(r simulator.Request) bool { return !strings.HasPrefix(r.Path, "/v3/") },
				}
				if kind == simulator.Oversized {
					fault.Times = 2
				}
				a.Inject(fault)
				report, err := a.run(t, func(o *options) { o.ended, o.deleted = a.ended, a.deleted })
				if n := len(rows(report)); err == nil && n != len(questions) || err != nil && n != 0 {
					t.Errorf("%d rows, error %v", n, err)
				}
				a.checkReads(t)
				a.checkRedacted(t, report)
			})
		}
	}
}

// TestProblems shows how failures without a response are named.
func TestProblems(t *testing.T) {
	t.Parallel()
	late, cancel := context.WithTimeout(t.Context(), -time.Second)
	defer cancel()
	for want, tt := range map[string]struct {
		ctx context.Context
		err error
	}{
		"the run took more than a minute":     {late, &apierror.Error{Kind: apierror.TimedOut}},
		"the limit of 30 requests is reached": {late, &apierror.Error{Kind: apierror.Unreachable, Err: errTooManyCalls}},
		"the login failed":                    {t.Context(), &transport.CredentialError{Err: errors.New("planted")}},
		"no response in time":                 {t.Context(), &apierror.Error{Kind: apierror.TimedOut}},
		"the connection broke":                {t.Context(), &apierror.Error{Kind: apierror.Interrupted}},
		"no connection":                       {t.Context(), &apierror.Error{Kind: apierror.Untrusted}},
		"the call failed":                     {t.Context(), errors.New("planted")},
	} {
		if got := problemOf(tt.ctx, tt.err); got != want {
			t.Errorf("%v: %q, want %q", tt.err, got, want)
		}
	}
}
