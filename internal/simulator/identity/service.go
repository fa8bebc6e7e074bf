// SPDX-License-Identifier: MPL-2.0

// Package identity is the simulated login service: tokens, temporary keys, agencies (IAM v3 and STS), identity tokens of CI
// systems, the metadata service of cloud servers, and the gateway's checks of tokens and signatures. It shares no types
// with the provider's login.
package identity

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Config configures the service.
type Config struct {
	User, UserID, Password string
	Domain, DomainID       string
	ProjectID, ProjectName string
	AccessKey, SecretKey   string
	// TTL is the lifetime of a token.
	TTL time.Duration
	// Now is the service's clock.
	Now func() time.Time

	// Passcodes are the codes of the user's virtual device; each is valid once.
	Passcodes []string
	// MFA rejects a login without a code.
	MFA bool
	// Agencies are the agencies that may be assumed; nil means DefaultAgencies.
	Agencies []Agency
	// IDP is the name of the identity provider; "" means DefaultIDP.
	IDP string
	// IDTokens are the accepted identity tokens; SetIDTokens replaces them.
	IDTokens []string
	// MetadataTTL is the lifetime of the metadata service's keys; 0 means one hour.
	MetadataTTL time.Duration
	// OldMetadata selects the older metadata service, which has no tokens; NoMetadataKeys removes the server's agency.
	OldMetadata, NoMetadataKeys bool
	// KeysTTL replaces the requested lifetime of temporary keys unless it is 0.
	KeysTTL time.Duration
}

// Agency is an agency through which one account lets another act on its behalf.
type Agency struct {
	Name string
	// Domain and DomainID are the account that delegates.
	Domain, DomainID string
	// Trusted is the name of the account that may assume it; "" means any.
	Trusted string
}

// The default names.
const (
	DefaultIDP      = "ci"
	DefaultAgency   = "ticket-agency"
	DefaultAgencyOf = "customer-account"
	SecondAgency    = "audit-agency"
	SecondAgencyOf  = "auditor-account"
)

// DefaultAgencies returns two agencies that form a chain.
func DefaultAgencies() []Agency {
	return []Agency{
		{Name: DefaultAgency, Domain: DefaultAgencyOf, DomainID: "c1c1c1c1c1c1c1c1c1c1c1c1c1c1c101"},
		{Name: SecondAgency, Domain: SecondAgencyOf, DomainID: "c2c2c2c2c2c2c2c2c2c2c2c2c2c2c202", Trusted: DefaultAgencyOf},
	}
}

// Principal is who made a request.
type Principal struct{ UserID, UserName, DomainID, DomainName, ProjectID string }

// Rejection is the gateway's rejection of a request.
type Rejection struct {
	Status        int
	Code, Message string
}

// Service is the simulated login service. It is safe for concurrent use.
type Service struct {
	cfg Config

	mu          sync.Mutex
	tokens      map[string]session
	keys        map[string]temporaryKeys
	passcodes   map[string]bool
	idTokens    map[string]bool
	issued      int
	logins      int
	failures    int
	lockedUntil time.Time

	keyFailures map[string]keyFailure
}

// New returns a Service.
func New(cfg Config) *Service {
	if cfg.Agencies == nil {
		cfg.Agencies = DefaultAgencies()
	}
	if cfg.IDP == "" {
		cfg.IDP = DefaultIDP
	}
	if cfg.MetadataTTL == 0 {
		cfg.MetadataTTL = time.Hour
	}
	s := &Service{
		cfg:         cfg,
		tokens:      map[string]session{},
		keys:        map[string]temporaryKeys{},
		passcodes:   map[string]bool{},
		idTokens:    map[string]bool{},
		keyFailures: map[string]keyFailure{},
	}
	for _, code := range cfg.Passcodes {
		s.passcodes[code] = true
	}
	for _, token := range cfg.IDTokens {
		s.idTokens[token] = true
	}
	return s
}

// Owns reports whether a request is for the login service, the STS service or the metadata service.
func (*Service) Owns(r *http.Request) bool {
	for _, prefix := range []string{"/v3/", "/v3.0/", "/v5/", "/meta-data/latest/", "/openstack/latest/"} {
		if strings.HasPrefix(r.URL.Path, prefix) {
			return true
		}
	}
	return false
}

// Logins returns the number of password logins, including failed ones.
func (s *Service) Logins() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.logins
}

// RevokeTokens revokes all tokens.
func (s *Service) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

// RevokeKeys revokes all temporary keys.
func (s *Service) RevokeKeys() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.keys)
}

// SetIDTokens replaces the accepted identity tokens.
func (s *Service) SetIDTokens(tokens ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.idTokens)
	for _, token := range tokens {
		s.idTokens[token] = true
	}
}

// request is a request with its body read.
type request struct {
	*http.Request
	body []byte
}

// ServeHTTP serves the requests that the service owns.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := readAll(r)
	if err != nil {
		reject(w, http.StatusBadRequest, "The request body is invalid.")
		return
	}
	routes := map[string]func(http.ResponseWriter, *request){
		"POST /v3/auth/tokens":                    s.serveToken,
		"GET /v3/auth/tokens":                     s.validateToken,
		"GET /v3/auth/domains":                    s.listDomains,
		"GET /v3/projects":                        s.listProjects,
		"POST /v3.0/OS-CREDENTIAL/securitytokens": s.serveKeys,
		"POST /v3.0/OS-AUTH/id-token/tokens":      s.serveIDToken,
		"POST /v5/agencies/assume":                s.serveAssume,
		"PUT /meta-data/latest/api/token":         s.serveMetadataToken,
		"GET /openstack/latest/securitykey":       s.serveMetadataKeys,
	}
	route, ok := routes[r.Method+" "+r.URL.Path]
	if !ok {
		w.Header().Set("X-IAM-Trace-Id", "token_simulated")
		reject(w, http.StatusNotFound, "The resource could not be found.")
		return
	}
	if !strings.Contains(r.URL.Path, "latest") {
		w.Header().Set("X-IAM-Trace-Id", "token_simulated")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	route(w, &request{r, body})
}

func formatTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

func reject(w http.ResponseWriter, status int, message string) {
	err := map[string]any{"code": status, "message": message, "title": http.StatusText(status)}
	writeJSON(w, status, map[string]any{"error": err})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
