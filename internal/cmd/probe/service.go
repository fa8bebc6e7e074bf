// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

const (
	// maxCalls bounds the requests to the ticket service, retries included.
	maxCalls = 30
	// callTimeout bounds one attempt, so that one slow call does not use up the whole run.
	callTimeout = 15 * time.Second
	// maxRetries is how often a call is retried.
	maxRetries = 1
)

// Zones of the calls. That of the time stamps is found by reading one ticket in both.
const (
	zoneEight = "GMT+8"
	zoneNine  = "GMT+9"
)

// errTooManyCalls is the cause of an error after maxCalls requests.
var errTooManyCalls = fmt.Errorf("the limit of %d requests is reached", maxCalls)

// service sends GET requests to the ticket service and returns what it responds, undecoded.
type service struct {
	server   string
	site     *int
	language string
	doer     *transport.Doer
	sent     atomic.Int32
	// isDown reports whether the last call failed. The next one is then not retried.
	isDown bool
}

func newService(cfg *config.Config, o options) (*service, error) {
	settings := cfg.Settings
	carrier, err := transport.New(transport.Config{
		UserAgent:  "terraform-provider-osm/" + version + " probe",
		Insecure:   settings.Insecure.Value,
		CACert:     settings.CACertFile.Value,
		Cert:       settings.Cert.Value,
		Key:        settings.Key.Value.Reveal(),
		Timeout:    callTimeout,
		MaxRetries: maxRetries,
		Now:        o.now,
		Wait:       o.wait,
	})
	if setting, ok := errors.AsType[*transport.SettingError](err); ok {
		return nil, settings.Invalid(setting.Setting, setting.Problem)
	}
	if err != nil {
		return nil, err
	}
	s := &service{server: cfg.OSM, site: cfg.Site, language: settings.Language.Value}
	login := iam.New(cfg.Login, carrier.Doer(nil), carrier.Direct(), o.now)
	s.doer = carrier.Doer(func(next transport.RoundTrip) transport.RoundTrip {
		return func(req *http.Request, call transport.Call) (*transport.Response, error) {
			out := req.Clone(httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
				GotConn: func(httptrace.GotConnInfo) { s.sent.Add(1) },
			}))
			if err := login.Authorize(out); err != nil {
				return nil, &transport.CredentialError{Err: err}
			}
			if s.sent.Load() >= maxCalls {
				return nil, errTooManyCalls
			}
			// net/http repeats a GET by itself, any number of times, if a kept connection breaks.
			out.Close = true
			return next(out, call)
		}
	})
	return s, nil
}

// attempts returns the number of requests so far, retries included.
func (s *service) attempts() int { return int(s.sent.Load()) }

// response is the result of a call.
type response struct {
	op     string
	status int
	// code is the API's error code, if it has the form of one.
	code string
	// problem is why the response can't be used, without anything that the service wrote; "" after a success.
	problem string
	body    []byte
	// fields is the body, nil if it is empty or null.
	fields object
	date   time.Time
	err    error
}

// get makes a call in zoneEight, or in the zone that the request has.
func (s *service) get(ctx context.Context, r osmapi.Request) *response {
	out := &response{op: r.Op, err: r.Err}
	if r.Err != nil {
		out.problem = "the request could not be built"
		return out
	}
	if r.Method != http.MethodGet {
		panic("probe: " + r.Op + " is not a read") // requests are written in this program
	}
	r = r.With("Accept", "application/json").With("X-Language", s.language)
	if s.site != nil {
		r = r.With("X-Site", strconv.Itoa(*s.site))
	}
	if r.Header.Get("X-Time-Zone") == "" {
		r = r.With("X-Time-Zone", zoneEight)
	}
	resp, err := s.doer.Do(r.WithContext(ctx), transport.Call{Op: r.Op, Once: s.isDown})
	s.isDown = err != nil || resp.StatusCode >= http.StatusInternalServerError
	if err != nil {
		out.err, out.problem = err, problemOf(ctx, err)
		return out
	}
	out.status, out.body = resp.StatusCode, resp.Body
	out.date, _ = http.ParseTime(resp.Header.Get("Date"))
	if err := apierror.Check(r.Op, resp.Response, resp.Body); err != nil {
		out.err, out.code, out.problem = err, codeOf(err), fmt.Sprintf("HTTP %d", out.status)
		if out.code != "" {
			out.problem += " with `" + out.code + "`"
		}
		return out
	}
	if out.fields, out.problem = parse(resp.Body); out.problem != "" {
		e := apierror.New(r.Op, resp.Response)
		e.Err = errors.New(out.problem)
		out.err = e
	}
	return out
}

// parse returns the object of a successful response, and why it can't be used.
func parse(body []byte) (fields object, problem string) {
	body = bytes.TrimSpace(body)
	switch {
	case len(body) == 0:
		return nil, ""
	case apierror.Page(body) != "":
		return nil, "the response is an HTML page"
	case json.Unmarshal(body, &fields) != nil:
		return nil, "the response is not a JSON object"
	}
	return fields, ""
}

// codeForm is the form of the codes of the service and its gateway. Nothing else that an error contains is shown.
var codeForm = regexp.MustCompile(`^[A-Z]{2,8}\.[0-9]{1,12}$`)

func codeOf(err error) string {
	if e := apierror.As(err); e != nil && codeForm.MatchString(e.Code) {
		return e.Code
	}
	return ""
}

// problemOf returns why there is no response, in words that name no host.
func problemOf(ctx context.Context, err error) string {
	if errors.Is(err, errTooManyCalls) {
		return errTooManyCalls.Error()
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return "the run took more than a minute"
	}
	if _, ok := errors.AsType[*transport.CredentialError](err); ok {
		return "the login failed"
	}
	e := apierror.As(err)
	if e == nil {
		return "the call failed"
	}
	switch e.Kind {
	case apierror.TimedOut:
		return "no response in time"
	case apierror.Interrupted:
		return "the connection broke"
	case apierror.Cancelled:
		return "the run was interrupted"
	case apierror.Unusable:
		return "the response is too large"
	default:
		return "no connection"
	}
}

// isUsable reports whether the call succeeded.
func (r *response) isUsable() bool { return r != nil && r.problem == "" }
