// SPDX-License-Identifier: MPL-2.0

// Package osm holds the rules of tickets: one method per operation of the service, responses checked for API errors before
// anything else, lists paged to the end, writes that take effect once. It knows nothing of Terraform. Every method is bound to
// its context; every error is an *apierror.Error or an error of the login.
package osm

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// Config configures a Client.
type Config struct {
	// Endpoint is the base URL of the ticket service, without a path.
	Endpoint   string
	Transport  *transport.Transport
	Credential iam.Credential
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
	lists                     sharedLists
	clock                     serviceClock
	cache                     cache
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
	c.LookUps.client = c
	return c
}

// Endpoint returns the base URL of the ticket service.
func (c *Client) Endpoint() string { return c.cfg.Endpoint }

// Language returns the language of names in responses.
func (c *Client) Language() string { return c.cfg.Language }

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

// authorize adds the credential to each attempt and renews it once after a 401: the gateway rejects the request before the
// service sees it, so that a replay can't take effect twice.
func authorize(credential iam.Credential, next transport.RoundTrip) transport.RoundTrip {
	return func(req *http.Request, call transport.Call) (*transport.Response, error) {
		first := req.Clone(req.Context())
		if err := credential.Authorize(first); err != nil {
			return nil, &transport.CredentialError{Err: err}
		}
		resp, err := next(first, call)
		if err != nil || resp.StatusCode != http.StatusUnauthorized || call.TookEffect(resp) || !credential.Rejected(first) {
			return resp, err
		}
		second := req.Clone(req.Context())
		if err := credential.Authorize(second); err != nil {
			return nil, &transport.CredentialError{Err: err}
		}
		return next(second, call)
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
