// SPDX-License-Identifier: MPL-2.0

package identity

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"sort"
	"strings"
	"time"
)

// notAuthenticated is the gateway's rejection of a token or a signature.
func notAuthenticated(why string) *Rejection {
	return &Rejection{http.StatusUnauthorized, "APIGW.0301", "Incorrect IAM authentication information: " + why}
}

// Authenticate checks the token or the signature of a request as the gateway does.
func (s *Service) Authenticate(r *http.Request, body []byte) (Principal, *Rejection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.authenticate(r, body)
}

func (s *Service) authenticate(r *http.Request, body []byte) (Principal, *Rejection) {
	if authorization := r.Header.Get("Authorization"); authorization != "" {
		return s.checkSignature(r, body, authorization)
	}
	token := r.Header.Get("X-Auth-Token")
	if token == "" {
		return Principal{}, notAuthenticated("x-auth-token not found")
	}
	found, ok := s.tokens[token]
	switch {
	case !ok:
		return Principal{}, notAuthenticated("decrypt token fail")
	case !s.cfg.Now().Before(found.end):
		return Principal{}, notAuthenticated("token expires")
	}
	return found.who, nil
}

// checkSignature verifies SDK-HMAC-SHA256.
func (s *Service) checkSignature(r *http.Request, body []byte, authorization string) (Principal, *Rejection) {
	wrong := notAuthenticated("verify aksk signature fail")
	rest, ok := strings.CutPrefix(authorization, "SDK-HMAC-SHA256 ")
	if !ok {
		return Principal{}, wrong
	}
	parts := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		parts[name] = value
	}
	access := parts["Access"]
	if s.keyBlocked(access) {
		return Principal{}, notAuthenticated(badKey)
	}
	who, secret := s.user(), s.cfg.SecretKey
	if access != s.cfg.AccessKey {
		k, ok := s.keys[access]
		switch {
		case !ok:
			return Principal{}, notAuthenticated(badKey)
		case !s.cfg.Now().Before(k.end),
			r.Header.Get("X-Security-Token") != k.token,
			!strings.Contains(";"+parts["SignedHeaders"]+";",
				";x-security-token;"):
			return Principal{}, notAuthenticated("the security token is invalid or expired")
		}
		who, secret = k.who, k.secret
	}
	date := r.Header.Get("X-Sdk-Date")
	at, err := time.Parse("20060102T150405Z", date)
	if err != nil || at.Sub(s.cfg.Now()).Abs() > 15*time.Minute {
		message := "Incorrect app authentication information: signature expired"
		return Principal{}, &Rejection{http.StatusUnauthorized, "APIGW.0303", message}
	}
	hashed := sha256.Sum256([]byte(canonicalRequest(r, body, parts["SignedHeaders"])))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("SDK-HMAC-SHA256\n" + date + "\n" + hex.EncodeToString(hashed[:])))
	if !hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(parts["Signature"])) {
		s.keyFailed(access)
		return Principal{}, wrong
	}
	delete(s.keyFailures, access)
	return who, nil
}

// unsignedPayload replaces the hash of the body, also in X-Sdk-Content-Sha256, if the client did not sign the body (forms).
const unsignedPayload = "UNSIGNED-PAYLOAD"

// canonicalRequest returns the text that is hashed and signed.
func canonicalRequest(r *http.Request, body []byte, signed string) string {
	var b bytes.Buffer
	path := r.URL.Path
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		segments[i] = escape(segment)
	}
	path = strings.Join(segments, "/")
	if !strings.HasSuffix(path, "/") {
		path += "/"
	}
	var query []string
	for name, values := range r.URL.Query() {
		sort.Strings(values)
		for _, value := range values {
			query = append(query, escape(name)+"="+escape(value))
		}
	}
	sort.Strings(query)
	b.WriteString(r.Method + "\n" + path + "\n" + strings.Join(query, "&") + "\n")
	for name := range strings.SplitSeq(signed, ";") {
		value := r.Header.Get(name)
		if name == "host" {
			value = r.Host
		}
		b.WriteString(name + ":" + strings.TrimSpace(value) + "\n")
	}
	sum := sha256.Sum256(body)
	payload := hex.EncodeToString(sum[:])
	if r.Header.Get("X-Sdk-Content-Sha256") == unsignedPayload {
		payload = unsignedPayload
	}
	b.WriteString("\n" + signed + "\n" + payload)
	return b.String()
}

func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("-_.~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// The gateway blocks an access key for a while after more than that many wrong signatures in a row.
const (
	maxKeyFailures = 5
	blockFor       = 5 * time.Minute
)

// badKey is the gateway's message for an access key that is blocked or does not exist.
const badKey = "AK access failed to reach the limit or does not exist"

// keyFailure counts the wrong signatures of an access key.
type keyFailure struct {
	inRow        int
	blockedUntil time.Time
}

func (s *Service) keyBlocked(access string) bool {
	return s.cfg.Now().Before(s.keyFailures[access].blockedUntil)
}

func (s *Service) keyFailed(access string) {
	f := s.keyFailures[access]
	if f.inRow++; f.inRow > maxKeyFailures {
		f = keyFailure{blockedUntil: s.cfg.Now().Add(blockFor)}
	}
	s.keyFailures[access] = f
}
