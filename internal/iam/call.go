// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// caller sends the calls of a login.
type caller struct {
	config *Config
	doer   *transport.Doer
	now    func() time.Time
	// announcements holds the announcements of failures without a response.
	announcements *apierror.Announcements
}

// step is one call of a login with the texts for its failure.
type step struct {
	op            string // the operation's name in the API reference
	what          string // the purpose of the call, as in "could not …"
	method, url   string
	addressSource string // the settings that the address comes from
	header        map[string]string
	body          any                            // sent as JSON; nil sends none
	by            *grant                         // authenticates the call; nil is an anonymous call
	once          bool                           // forbids retries after the call may have been processed
	timeout       time.Duration                  // bounds the call, which is then not retried; 0 leaves that to the transport
	rejected      func(e *apierror.Error) string // returns a more specific cause and next step for a 4xx, or ""
	secrets       []Secret                       // are in the body, besides those of the configuration
}

// login completes a step at the login service. path begins with its version.
func (c *caller) login(s step, path string) step {
	s.url = strings.TrimSuffix(c.config.AuthURL.Value, "/v3") + path
	s.addressSource = c.config.AuthURL.Source
	return s
}

// do sends the call and returns a successful response. Failures are *LoginErrors.
func (c *caller) do(ctx context.Context, s step) (*transport.Response, error) {
	req, err := c.request(ctx, s)
	if err != nil {
		return nil, err
	}
	// A login may be repeated: older tokens stay valid.
	call := transport.Call{Op: s.op, Repeatable: !s.once, Once: s.timeout > 0, Timeout: s.timeout, Invalid: broken}
	call.PageIsFinal = true
	resp, err := c.doer.Do(req, call)
	if err == nil {
		err = apierror.Check(s.op, resp.Response, resp.Body)
	}
	if err != nil {
		return nil, c.failed(s, err)
	}
	return resp, nil
}

func (c *caller) request(ctx context.Context, s step) (*http.Request, error) {
	var body io.Reader
	if s.body != nil {
		data, err := json.Marshal(s.body)
		if err != nil {
			return nil, fmt.Errorf("encode a call to the login service: %w", err)
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, s.method, s.url, body)
	if err != nil {
		return nil, fmt.Errorf("create a call to the login service: %w", err)
	}
	if s.body != nil {
		req.Header.Set("Content-Type", "application/json;charset=utf8")
	}
	for name, v := range s.header {
		req.Header.Set(name, v)
	}
	if s.by == nil {
		return req, nil
	}
	return req, s.by.apply(req, c.now())
}

// broken reports whether a successful response has neither a token nor a JSON object, like the page of a proxy while the service
// is down. An object without a token is final: a retry would return the same.
func broken(status int, header http.Header, body []byte) bool {
	var object map[string]json.RawMessage
	isObject := json.Unmarshal(body, &object) == nil && object != nil
	return status >= 200 && status < 300 && header.Get("X-Subject-Token") == "" && !isObject
}

// lifeUntil returns the time from a response until expires, by the service's clock in the header Date. It returns fallback if
// expires is not a time or has passed.
func (c *caller) lifeUntil(expires string, resp *transport.Response, fallback time.Duration) time.Duration {
	now, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		now = c.now()
	}
	end, err := time.Parse(time.RFC3339Nano, expires)
	if err != nil || !end.After(now) {
		return fallback
	}
	return end.Sub(now)
}

const (
	opToken   = "CreateToken"
	tokenPath = "/v3/auth/tokens?nocatalog=true"
)

// object is a JSON object of a request.
type object map[string]any

// tokenBody returns the body of a call for a token or keys (IAM API reference, "Token Management"). A nil scope is left out.
func tokenBody(identity, scope object) object {
	auth := object{"identity": identity}
	if scope != nil {
		auth["scope"] = scope
	}
	return object{"auth": auth}
}

// tokenScope returns the scope of a token: the project by ID, else by its name beside the account, else the account. It is nil if
// neither is known: the service then takes the user's account.
func tokenScope(projectID, projectName string, account object) object {
	switch {
	case projectID != "":
		return object{"project": object{"id": projectID}}
	case projectName != "" && len(account) > 0:
		return object{"project": object{"name": projectName, "domain": account}}
	case projectName != "":
		return object{"project": object{"name": projectName}}
	case len(account) > 0:
		return object{"domain": account}
	}
	return nil
}

// byIDOrName returns the reference to an account, with prefix before the names of its fields. The ID goes before the name.
func byIDOrName(prefix, id, name string) object {
	switch {
	case id != "":
		return object{prefix + "id": id}
	case name != "":
		return object{prefix + "name": name}
	}
	return object{}
}

// idName is an entry of a response.
type idName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// tokenDetails are the fields of a response's body that are read. The password's expiry is not, since its form varies.
type tokenDetails struct {
	Token struct {
		IssuedAt  string `json:"issued_at"`
		ExpiresAt string `json:"expires_at"`
		User      struct {
			idName
			Domain idName `json:"domain"`
		} `json:"user"`
		Project idName `json:"project"`
	} `json:"token"`
}

// detailsOf reads the details of a token. They are optional: a body of another form is not an error.
func detailsOf(body []byte) *tokenDetails {
	out := new(tokenDetails)
	if err := json.Unmarshal(body, out); err != nil {
		out = new(tokenDetails)
	}
	return out
}

// life returns the lifetime of a token by the service's own clock, or the documented one if the response has none.
func (d *tokenDetails) life() time.Duration {
	issued, err := time.Parse(time.RFC3339Nano, d.Token.IssuedAt)
	expires, err2 := time.Parse(time.RFC3339Nano, d.Token.ExpiresAt)
	if err != nil || err2 != nil || !expires.After(issued) {
		return 24 * time.Hour
	}
	return expires.Sub(issued)
}

func (d *tokenDetails) who() Identity {
	t := d.Token
	return Identity{UserID: t.User.ID, UserName: t.User.Name, DomainID: t.User.Domain.ID, DomainName: t.User.Domain.Name,
		ProjectID: t.Project.ID, ProjectName: t.Project.Name}
}

// token sends a step that returns a token in the header X-Subject-Token.
func (c *caller) token(ctx context.Context, s step) (*grant, error) {
	s.method = http.MethodPost
	got, err := c.do(ctx, s)
	if err != nil {
		return nil, err
	}
	token := got.Header.Get("X-Subject-Token")
	if token == "" {
		return nil, s.unusable(got, "a token", "it is not an IAM v3 login service, or a proxy removes the header "+
			"X-Subject-Token")
	}
	details := detailsOf(got.Body)
	return &grant{token: NewSecret(token), life: details.life(), who: details.who()}, nil
}

// temporaryKeys are keys in the names of IAM v3 and of the metadata service, stsKeys in those of STS.
type (
	temporaryKeys struct {
		Access  Secret `json:"access"`
		Secret  Secret `json:"secret"`
		Token   Secret `json:"securitytoken"`
		Expires string `json:"expires_at"`
	}
	stsKeys struct {
		Access  Secret `json:"access_key_id"`
		Secret  Secret `json:"secret_access_key"`
		Token   Secret `json:"security_token"`
		Expires string `json:"expiration"`
	}
)

// keys sends a step that returns temporary keys, which were requested for a duration.
func (c *caller) keys(ctx context.Context, s step, requested time.Duration) (*grant, error) {
	got, err := c.do(ctx, s)
	if err != nil {
		return nil, err
	}
	var keys struct {
		V3  temporaryKeys `json:"credential"`
		STS stsKeys       `json:"credentials"`
	}
	err = json.Unmarshal(got.Body, &keys)
	k := keys.V3
	if k.Access.IsZero() {
		k = temporaryKeys(keys.STS)
	}
	if err != nil || k.Access.IsZero() || k.Secret.IsZero() {
		return nil, s.unusable(got, "keys", "it is not the service that issues them")
	}
	return &grant{access: k.Access, secret: k.Secret, security: k.Token, life: c.lifeUntil(k.Expires, got, requested)}, nil
}

const algorithm = "SDK-HMAC-SHA256"

// The header of a body's hash, and the value that leaves the body out of the signature (API Request Signing Guide, "Must the
// Request Body Be Signed?").
const (
	hashHeader      = "X-Sdk-Content-Sha256"
	unsignedPayload = "UNSIGNED-PAYLOAD"
)

// sign adds the headers X-Sdk-Date and Authorization of the vendor's scheme SDK-HMAC-SHA256. It must come last: it signs what the
// request holds. A streamed body is read through GetBody for its hash. A form is not signed, as in the vendor's clients: its file
// is read only once.
func sign(req *http.Request, access, secret Secret, now time.Time) error {
	date := now.UTC().Format("20060102T150405Z")
	req.Header.Set("X-Sdk-Date", date)
	if strings.HasPrefix(req.Header.Get("Content-Type"), "multipart/") {
		req.Header.Set(hashHeader, unsignedPayload)
	}
	sum, err := bodyHash(req)
	if err != nil {
		return err
	}
	canonical, names := canonicalRequest(req, sum)
	hashed := sha256.Sum256([]byte(canonical))
	mac := hmac.New(sha256.New, []byte(secret.Reveal()))
	_, _ = mac.Write([]byte(algorithm + "\n" + date + "\n" + hex.EncodeToString(hashed[:])))
	req.Header.Set("Authorization", fmt.Sprintf("%s Access=%s, SignedHeaders=%s, Signature=%s", algorithm, access.Reveal(), names,
		hex.EncodeToString(mac.Sum(nil))))
	return nil
}

func bodyHash(req *http.Request) (string, error) {
	if req.Header.Get(hashHeader) == unsignedPayload {
		return unsignedPayload, nil
	}
	hash := sha256.New()
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err == nil {
			_, err = io.Copy(hash, body)
			err = errors.Join(err, body.Close())
		}
		if err != nil {
			return "", fmt.Errorf("read the body to sign it: %w", err)
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// canonicalRequest returns the text that is hashed, and the names of the signed headers.
func canonicalRequest(req *http.Request, bodySum string) (text, names string) {
	path := strings.ReplaceAll(spaces(url.QueryEscape(req.URL.Path)), "%2F", "/")
	if !strings.HasSuffix(path, "/") {
		path += "/"
	}
	headers := map[string]string{"host": req.Host}
	if req.Host == "" {
		headers["host"] = req.URL.Host
	}
	for name, values := range req.Header {
		lower := strings.ToLower(name)
		if lower != "content-type" && lower != "authorization" && !strings.Contains(name, "_") && len(values) > 0 {
			headers[lower] = strings.TrimSpace(values[0])
		}
	}
	query := req.URL.Query()
	for _, values := range query {
		slices.Sort(values)
	}
	var b strings.Builder
	b.WriteString(req.Method + "\n" + path + "\n" + spaces(query.Encode()) + "\n")
	sorted := slices.Sorted(maps.Keys(headers))
	for _, name := range sorted {
		b.WriteString(name + ":" + headers[name] + "\n")
	}
	names = strings.Join(sorted, ";")
	b.WriteString("\n" + names + "\n" + bodySum)
	return b.String(), names
}

// spaces writes the spaces of an escaped query as the vendor's scheme does.
func spaces(query string) string { return strings.ReplaceAll(query, "+", "%20") }
