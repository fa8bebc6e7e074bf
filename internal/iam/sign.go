// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const algorithm = "SDK-HMAC-SHA256"

// sign adds the headers X-Sdk-Date and Authorization of the vendor's scheme SDK-HMAC-SHA256. It must come last: it signs what the
// request holds. A streamed body is read through GetBody for its hash.
func sign(req *http.Request, access, secret Secret, now time.Time) error {
	date := now.UTC().Format("20060102T150405Z")
	req.Header.Set("X-Sdk-Date", date)
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
