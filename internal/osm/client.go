// SPDX-License-Identifier: MPL-2.0

// Package osm holds the rules of tickets: one method per operation of the service, responses checked for API errors before
// anything else, lists paged to the end, writes that take effect once. It knows nothing of Terraform. Every method is bound to
// its context; every error is an *apierror.Error or an error of the login.
package osm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// Config configures a Client.
type Config struct {
	// Endpoint is the base URL of the ticket service, without a path.
	Endpoint   string
	Transport  *transport.Transport
	Credential *iam.Login
	// Site is sent as X-Site: 0 China, 1 international. If nil, the header is omitted and the service assumes 0.
	Site *int
	// Language is sent as X-Language, TimeZone as X-Time-Zone; both are sent always, so that names and times are stable.
	Language, TimeZone string
	// Log, if set, is called with messages for troubleshooting.
	Log func(ctx context.Context, message string, cause error)
	// Now and Wait replace the clock in tests; nil is the real one.
	Now  func() time.Time
	Wait func(ctx context.Context, d time.Duration) error
}

// Client calls the ticket service. It is safe for concurrent use.
type Client struct {
	LookUps
	cfg    Config
	server string
	doer   doer
	locks  keyedMutex
	// held are the tickets and labels that resources of this process hold; adopted are the tickets that it adopted.
	held, heldLabels, adopted knownIDs
	// plannedLabels holds the names of the labels that a plan creates, plannedAdoptions the descriptions of new tickets that may
	// adopt another.
	plannedLabels, plannedAdoptions sync.Map
	lists                           sharedLists
	clock                           serviceClock
	cache                           cache
	announcements                   apierror.Announcements
	// onlyJSONUploads is set once the service has accepted an upload as JSON that it did not accept as a form.
	onlyJSONUploads atomic.Bool
	poller          poller
	caseIDs         queryForm
}

// New creates a Client. It makes no call.
func New(cfg Config) (*Client, error) {
	base, err := url.Parse(cfg.Endpoint)
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("the address of the ticket service, %q, is not a URL with a host", cfg.Endpoint)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Wait == nil {
		cfg.Wait = transport.Wait
	}
	c := newClient(cfg)
	c.doer = cfg.Transport.Doer(func(next transport.RoundTrip) transport.RoundTrip {
		return authorize(cfg.Credential, c.observeClock(next))
	})
	return c, nil
}

func newClient(cfg Config) *Client {
	c := &Client{cfg: cfg, server: cfg.Endpoint}
	c.LookUps = LookUps{client: c}
	return c
}

// Language returns the language of names in responses.
func (c *Client) Language() string { return c.cfg.Language }

func (c *Client) log(ctx context.Context, message string, cause error) {
	if c.cfg.Log != nil {
		c.cfg.Log(ctx, message, cause)
	}
}

type doer interface {
	Do(req *http.Request, call transport.Call) (*transport.Response, error)
}

// headers returns a copy of a request's headers with the default headers added. Headers that are already set are kept.
func (c *Client) headers(of http.Header) http.Header {
	out := of.Clone()
	set := func(name, value string) {
		if value != "" && out.Get(name) == "" {
			out.Set(name, value)
		}
	}
	set("Accept", "application/json")
	set("X-Language", c.cfg.Language)
	set("X-Time-Zone", c.cfg.TimeZone)
	if c.cfg.Site != nil {
		set("X-Site", strconv.Itoa(*c.cfg.Site))
	}
	return out
}

// authorize adds the credential and renews it once after a 401, with which the gateway rejects a call before the service sees it.
func authorize(credential *iam.Login, next transport.RoundTrip) transport.RoundTrip {
	return func(req *http.Request, call transport.Call) (*transport.Response, error) {
		for renewed := false; ; renewed = true {
			out := req.Clone(req.Context())
			if err := credential.Authorize(out); err != nil {
				return nil, &transport.CredentialError{Err: err}
			}
			resp, err := next(out, call)
			if renewed || err != nil || resp.StatusCode != http.StatusUnauthorized || call.TookEffect(resp) ||
				!credential.Rejected(out) {
				return resp, err
			}
		}
	}
}

func (c *Client) observeClock(next transport.RoundTrip) transport.RoundTrip {
	return func(req *http.Request, call transport.Call) (*transport.Response, error) {
		resp, err := next(req, call)
		if err == nil {
			c.clock.observe(resp.Header, c.cfg.Now())
		}
		return resp, err
	}
}

// Now returns the time by the client's clock.
func (c *Client) Now() time.Time { return c.cfg.Now() }

// Wait waits for d by the client's clock, or until ctx ends, and returns ctx's error then.
func (c *Client) Wait(ctx context.Context, d time.Duration) error { return c.cfg.Wait(ctx, d) }

// send makes a call and returns its response, even if it is an API error.
func (c *Client) send(ctx context.Context, call transport.Call, r osmapi.Request) (*transport.Response, error) {
	if r.Err != nil {
		return nil, unprepared(r.Op, r.Err)
	}
	call.Op = r.Op
	req := r.WithContext(ctx)
	req.Header = c.headers(r.Header)
	resp, err := c.doer.Do(req, call)
	_, isLogin := errors.AsType[*transport.CredentialError](err)
	if e := apierror.As(err); e != nil && !isLogin {
		e.Provenance, e.Announcement = c.cfg.Credential.Provenance(), c.announcements.Of(e)
	}
	return resp, err
}

func (c *Client) checkResponse(op string, resp *transport.Response) error {
	err := apierror.Check(op, resp.Response, resp.Body)
	if e := apierror.As(err); e != nil {
		e.Repeated = resp.Repeated
		e.Provenance, e.Announcement = c.cfg.Credential.Provenance(), c.announcements.Of(e)
	}
	return err
}

// exchange makes a call whose response is not an API error and is read without an error.
func (c *Client) exchange(
	ctx context.Context, call transport.Call, r osmapi.Request, read func(body []byte) error,
) (*transport.Response, error) {
	resp, err := c.send(ctx, call, r)
	if err != nil {
		return nil, err
	}
	if err := c.checkResponse(r.Op, resp); err != nil {
		return nil, err
	}
	if err := read(resp.Body); err != nil {
		return nil, c.unusable(r.Op, resp, err)
	}
	return resp, nil
}

// create makes a call whose response contains the ID of the new object in field. The ID proves success, whatever status and code
// come with it. After ctx ends, the response is still awaited for a grace period.
func (c *Client) create(ctx context.Context, field string, r osmapi.Request) (id string, code, err error) {
	effective := func(body []byte) bool { return idIn(body, field) != "" }
	resp, err := c.send(ctx, transport.Call{CancelGrace: cancelGrace, Effective: effective}, r)
	if err != nil {
		return "", nil, err
	}
	code = c.checkResponse(r.Op, resp)
	if id = idIn(resp.Body, field); id != "" {
		return id, code, nil
	}
	if code != nil {
		return "", nil, code
	}
	if err := decode(resp.Body, &struct{}{}); err != nil {
		return "", nil, c.unusable(r.Op, resp, err)
	}
	return "", nil, missing(r, field)
}

// idIn returns the ID in a field of a response body, or "".
func idIn(body []byte, field string) string {
	var object map[string]json.RawMessage
	var id string
	if json.Unmarshal(body, &object) != nil || json.Unmarshal(object[field], &id) != nil {
		return ""
	}
	return strings.TrimSpace(id)
}

// get makes a call whose response is a JSON object.
func get[T any](ctx context.Context, c *Client, r osmapi.Request) (out T, err error) {
	err = c.getInto(ctx, &out, transport.Call{}, r)
	return out, err
}

// getInto is get for a pointer to the response, which stays as it is if there is an error.
func (c *Client) getInto(ctx context.Context, out any, call transport.Call, r osmapi.Request) error {
	response := reflect.ValueOf(out).Elem()
	call.Invalid = notJSONObject(response.Type())
	_, err := c.exchange(ctx, call, r, func(body []byte) error {
		decoded := reflect.New(response.Type())
		err := decode(body, decoded.Interface())
		if err == nil {
			response.Set(decoded.Elem())
		}
		return err
	})
	return err
}

// doNoContent makes a call whose response has no content: {}, null, no body, or a code that means success.
func (c *Client) doNoContent(ctx context.Context, call transport.Call, r osmapi.Request) (*transport.Response, error) {
	call.Invalid = notJSON
	return c.exchange(ctx, call, r, validateNoContent)
}

// doOnce is doNoContent for calls whose effect must happen once: an empty response may come from an intermediary.
func (c *Client) doOnce(ctx context.Context, call transport.Call, r osmapi.Request) error {
	resp, err := c.doNoContent(ctx, call, r)
	if err == nil && len(bytes.TrimSpace(resp.Body)) == 0 {
		return c.unusable(r.Op, resp, nil)
	}
	return err
}

// doIdempotent is doNoContent for idempotent calls: after a response without a body, the call is sent a second time.
func (c *Client) doIdempotent(ctx context.Context, r osmapi.Request) error {
	call := transport.Call{Repeatable: true}
	resp, err := c.doNoContent(ctx, call, r)
	if err == nil && len(bytes.TrimSpace(resp.Body)) == 0 {
		_, err = c.doNoContent(ctx, call, r)
		if e := apierror.As(err); e != nil {
			e.Repeated = true
		}
	}
	return err
}

// unusable returns the error for a response with a success status that can't be read. It does not quote the body.
func (c *Client) unusable(op string, resp *transport.Response, why error) error {
	e := apierror.New(op, resp.Response)
	switch page := apierror.Page(resp.Body); {
	case len(bytes.TrimSpace(resp.Body)) == 0:
		why = errors.New("it is empty")
	case page != "":
		why = errors.New("it is " + page)
	case !errors.Is(why, errNotObject) && !errors.Is(why, errNotFile):
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](why); ok && wrong.Field != "" {
			why = fmt.Errorf("its field `%s` has an unexpected type", wrong.Field)
		} else {
			why = errors.New("it is not the JSON that the API reference describes")
		}
	}
	e.Err, e.Provenance = why, c.cfg.Credential.Provenance()
	return e
}

// errNotObject is the reason why a response that is not a JSON object can't be used.
var errNotObject = errors.New("it is not a JSON object")

func unprepared(op string, err error) error {
	return &apierror.Error{Op: op, Kind: apierror.Unprepared, Err: err}
}

func missing(r osmapi.Request, field string) error {
	return unreadable(r, missingFieldError(field))
}

// missingFieldError is the cause of an error about a response without a field that it must have.
type missingFieldError string

func (e missingFieldError) Error() string { return "it has no `" + string(e) + "`" }

func unreadable(r osmapi.Request, err error) error {
	return &apierror.Error{Op: r.Op, Method: r.Method, Kind: apierror.Unusable, Status: http.StatusOK, Sent: true, Err: err}
}

// The functions below report unusable responses to the transport, which handles error statuses itself.

// notJSONObject reports a response that is not a JSON object of that type, or whose code says that the service failed.
func notJSONObject(of reflect.Type) func(status int, _ http.Header, body []byte) bool {
	return func(status int, _ http.Header, body []byte) bool {
		return apierror.IsTransient(body) || isSuccess(status) && decode(body, reflect.New(of).Interface()) != nil
	}
}

// notJSON is notJSONObject for calls whose response has no content: an empty body is valid.
func notJSON(status int, _ http.Header, body []byte) bool {
	return isSuccess(status) && validateNoContent(body) != nil
}

// notFile is notJSONObject for downloads, whose content may be anything.
func notFile(_ int, header http.Header, body []byte) bool {
	return isJSON(header) && apierror.IsTransient(body)
}

func isSuccess(status int) bool { return status >= 200 && status < 300 }

func decode(body []byte, into any) error {
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		return errNotObject
	}
	return json.Unmarshal(body, into)
}

// validateNoContent checks the body of a response without content: {}, null, no body or a code that means success.
func validateNoContent(body []byte) error {
	var object map[string]json.RawMessage
	if body = bytes.TrimSpace(body); len(body) > 0 && json.Unmarshal(body, &object) != nil {
		return errors.New("it is not JSON")
	}
	return nil
}
