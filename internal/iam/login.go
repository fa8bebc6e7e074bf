// SPDX-License-Identifier: MPL-2.0

// Package iam implements the login: credentials, tokens and temporary keys, their renewal, and the signing of requests. It must
// not know Terraform or the purpose of the calls.
package iam

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// Login proves to the service who calls, as a Config describes. It is safe for concurrent use.
type Login struct {
	caller caller
	source *source
}

// New returns a Login. It makes no call: the login happens at the first request. doer sends the calls to the login service, and
// direct, which must bypass proxies, those to the metadata service. now is the clock; nil is the real one.
func New(config Config, doer, direct *transport.Doer, now func() time.Time) *Login {
	if now == nil {
		now = time.Now
	}
	l := &Login{caller: caller{config: &config, doer: doer, now: now, announcements: new(apierror.Announcements)}}
	l.source = newSource(l.first(direct), now)
	for _, role := range config.Roles {
		l.source = newSource(&assume{caller: &l.caller, from: l.source, role: role}, now)
	}
	return l
}

// first returns the issuer of the login from which roles are then assumed.
func (l *Login) first(direct *transport.Doer) issuer {
	c := l.caller.config
	if c.Problem != nil {
		return fixed{err: c.Problem}
	}
	switch c.Method {
	case MethodKeys:
		return fixed{grant: &grant{
			access:    c.AccessKey.Value,
			secret:    c.SecretKey.Value,
			security:  c.SecurityToken.Value,
			projectID: c.ProjectID.Value,
			domainID:  c.DomainID.Value,
			who:       Identity{DomainID: c.DomainID.Value, ProjectID: c.ProjectID.Value},
		}}
	case MethodToken:
		return fixed{grant: &grant{token: c.Token.Value}}
	case MethodMetadata:
		return &metadata{caller: caller{c, direct, l.caller.now, l.caller.announcements}}
	}
	switch {
	case c.AuthURL.Value == "":
		return fixed{err: noAddress("log in", "login service", "auth_url", "HW_AUTH_URL")}
	case c.Method == MethodOIDC:
		return &oidcLogin{caller: &l.caller}
	}
	return &passwordLogin{caller: &l.caller}
}

// Authorize adds a token or a signature to req. It logs in first where needed, bound to the context of req.
func (l *Login) Authorize(req *http.Request) error {
	g, err := l.source.get(req.Context())
	if errors.Is(err, context.DeadlineExceeded) && apierror.As(err) == nil {
		s := step{op: opToken, what: "log in"}
		late := &apierror.Error{Op: s.op, Method: http.MethodPost, Kind: apierror.TimedOut, Err: err}
		if u, parseErr := url.Parse(l.caller.config.AuthURL.Value); parseErr == nil {
			late.Host = u.Host
		}
		return l.caller.failed(l.caller.login(s, tokenPath), late)
	}
	if err != nil {
		return err
	}
	return g.apply(req, l.caller.now())
}

// Rejected records that the service responded to req with 401. It reports whether Authorize would now use another credential.
func (l *Login) Rejected(req *http.Request) bool {
	return l.source.drop(func(g *grant) bool { return g.carriedBy(req) })
}

const (
	// issueTimeout bounds one login with its retries.
	issueTimeout = 2 * time.Minute
	// renewBefore is the time before its end when a grant is renewed, or a fifth of its life, whichever is shorter.
	renewBefore = 10 * time.Minute
	// renewPause is the time between failed renewals while the grant is still valid.
	renewPause = 30 * time.Second
)

// source holds one grant for all calls of the process, and makes only one login at a time. A rejected login is remembered, since
// a user may be locked after several failures. The login runs on a context of its own: a cancelled caller does not fail the
// others.
type source struct {
	issuer issuer
	now    func() time.Time
	flight singleflight.Group

	mu           sync.Mutex
	grant        *grant
	renewAt, end time.Time
	rejection    error
}

func newSource(i issuer, now func() time.Time) *source { return &source{issuer: i, now: now} }

// drop drops the grant if it is the rejected one and not one that has replaced it. It reports whether another can be issued.
func (s *source) drop(isRejected func(*grant) bool) bool {
	if _, ok := s.issuer.(fixed); ok {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.grant != nil && isRejected(s.grant) {
		s.grant = nil
	}
	return true
}

// current returns the valid grant, or the remembered rejection; neither if a login is due.
func (s *source) current() (*grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.grant != nil && (s.renewAt.IsZero() || s.now().Before(s.renewAt)) {
		return s.grant, nil
	}
	return nil, s.rejection
}

func (s *source) get(ctx context.Context) (*grant, error) {
	if g, err := s.current(); g != nil || err != nil {
		return g, err
	}
	done := s.flight.DoChan("login", func() (any, error) {
		// Another login may have ended since the check above.
		if g, err := s.current(); g != nil || err != nil {
			return g, err
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), issueTimeout)
		defer cancel()
		return s.keep(s.issuer.issue(ctx))
	})
	select {
	case result := <-done:
		g, _ := result.Val.(*grant)
		return g, result.Err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// keep stores the result of a login. If a renewal fails before the old grant has expired, the old grant stays in use.
func (s *source) keep(g *grant, err error) (*grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if err != nil {
		var failed *LoginError
		final := errors.As(err, &failed) && failed.Final
		if final {
			s.rejection = err
		}
		if s.grant == nil || !now.Before(s.end) {
			s.grant = nil
			return nil, err
		}
		if s.renewAt = now.Add(renewPause); final || s.renewAt.After(s.end) {
			s.renewAt = s.end
		}
		return s.grant, nil
	}
	// The lifetime is counted from now by this machine's clock, so that a wrong clock does not matter.
	s.grant, s.renewAt, s.end = g, time.Time{}, time.Time{}
	if g.life > 0 {
		s.end = now.Add(g.life)
		s.renewAt = s.end.Add(-min(renewBefore, g.life/5))
	}
	return g, nil
}

// times returns, by this machine's clock, when the current grant is renewed and when it expires; zero if it never does.
func (s *source) times() (renewAt, end time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.renewAt, s.end
}

// grant is the result of a login: a token, or keys to sign with.
type grant struct {
	token                    Secret
	access, secret, security Secret
	projectID, domainID      string        // are sent with keys
	life                     time.Duration // how long it is valid from now on; 0 means that it is never renewed
	who                      Identity      // what the login returned about the caller
}

// issuer issues grants. A rejection that another attempt would not change is a *LoginError with Final set.
type issuer interface {
	issue(ctx context.Context) (*grant, error)
}

// fixed is a credential issued elsewhere, or its error, raised at the first call so that what needs no call works.
type fixed struct {
	grant *grant
	err   error
}

func (f fixed) issue(context.Context) (*grant, error) { return f.grant, f.err }

const tokenHeader = "X-Auth-Token"

// apply adds the grant to a request: as a header, or as a signature over the whole request.
func (g *grant) apply(req *http.Request, now time.Time) error {
	if !g.token.IsZero() {
		req.Header.Set(tokenHeader, g.token.Reveal())
		return nil
	}
	for name, v := range map[string]string{
		"X-Security-Token": g.security.Reveal(),
		"X-Project-Id":     g.projectID,
		"X-Domain-Id":      g.domainID,
	} {
		if v != "" {
			req.Header.Set(name, v)
		}
	}
	return sign(req, g.access, g.secret, now)
}

// carriedBy reports whether a request carries this grant.
func (g *grant) carriedBy(req *http.Request) bool {
	if !g.token.IsZero() {
		return req.Header.Get(tokenHeader) == g.token.Reveal()
	}
	return strings.HasPrefix(req.Header.Get("Authorization"), algorithm+" Access="+g.access.Reveal()+",")
}

// Identity describes the caller. Fields that neither the configuration nor the login service knows are empty.
type Identity struct {
	UserID, UserName       string
	DomainID, DomainName   string
	ProjectID, ProjectName string
	// Method and Level are those of the login; Roles are the agencies that were assumed.
	Method, Level string
	Roles         []string
	// Expires is when the current token or keys expire; zero if they don't or if it is unknown.
	Expires time.Time
}

// Identity returns the caller's identity. It queries the login service for what the login did not return.
func (l *Login) Identity(ctx context.Context) (*Identity, error) {
	g, err := l.source.get(ctx)
	if err != nil {
		return nil, err
	}
	who := g.who
	_, who.Expires = l.source.times()
	c := l.caller.config
	switch {
	case c.AuthURL.Value == "" || who.UserID != "":
	case g.token.IsZero():
		err = l.domain(ctx, g, &who)
	default:
		err = l.validate(ctx, g, &who)
	}
	who.Method, who.Level = c.Method, c.Level
	for _, role := range c.Roles {
		who.Roles = append(who.Roles, role.String())
	}
	return &who, err
}

// validate looks up a token that was issued elsewhere.
func (l *Login) validate(ctx context.Context, g *grant, who *Identity) error {
	s := step{op: "KeystoneValidateToken", what: "look up the owner of the token", method: http.MethodGet, by: g}
	s.header = map[string]string{"X-Subject-Token": g.token.Reveal()}
	got, err := l.caller.do(ctx, l.caller.login(s, tokenPath))
	if err != nil {
		return err
	}
	details, expires := detailsOf(got.Body), who.Expires
	if life := l.caller.lifeUntil(details.Token.ExpiresAt, got, 0); life > 0 {
		expires = l.caller.now().Add(life)
	}
	*who = details.who()
	who.Expires = expires
	return nil
}

// domain looks up the account of access keys. The service has no documented call that returns the user of a key.
func (l *Login) domain(ctx context.Context, g *grant, who *Identity) error {
	s := step{op: "KeystoneListAuthDomains", what: "look up the owner of the keys", method: http.MethodGet, by: g}
	got, err := l.caller.do(ctx, l.caller.login(s, "/v3/auth/domains"))
	if err != nil {
		return err
	}
	var found struct {
		Domains []idName `json:"domains"`
	}
	if json.Unmarshal(got.Body, &found) == nil && len(found.Domains) == 1 {
		who.DomainID, who.DomainName = found.Domains[0].ID, found.Domains[0].Name
	}
	return nil
}

// Token is a token of the login.
type Token struct {
	Value     Secret
	ExpiresAt time.Time // by this machine's clock; zero if that is unknown, as for a token that was issued elsewhere
	RenewAt   time.Time // when the login is renewed; zero if it never is
}

// ErrNoToken reports that the credential signs requests and has no token.
var ErrNoToken = &LoginError{What: "get a token",
	Text: "The login is by access key: each request is signed, and there is no token. Log in by password or token instead."}

// Token returns the token that is added to requests, logging in where needed. The error is ErrNoToken for access keys.
func (l *Login) Token(ctx context.Context) (Token, error) {
	g, err := l.source.get(ctx)
	if err != nil {
		return Token{}, err
	}
	if g.token.IsZero() {
		return Token{}, ErrNoToken
	}
	renewAt, end := l.source.times()
	return Token{Value: g.token, ExpiresAt: end, RenewAt: renewAt}, nil
}
