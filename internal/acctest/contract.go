// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// document loads the API document once, without its servers, since tests run on loopback.
var document = sync.OnceValues(func() (routers.Router, error) {
	doc, err := openapi3.NewLoader().LoadFromData(osmapi.Document)
	if err != nil {
		return nil, fmt.Errorf("load the API document: %w", err)
	}
	doc.Servers = nil
	for _, item := range doc.Paths.Map() {
		item.Servers = nil
	}
	return gorillamux.NewRouter(doc)
})

// checkContract checks against the API document each request of the ticket API and of the password login, and each response
// without a fault.
func (e *Env) checkContract(t *testing.T) {
	t.Helper()
	router, err := document()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range e.Requests() {
		if r.ClientGone && !json.Valid(r.Body) {
			continue // the client was killed while it sent the body
		}
		if r.Operation == "" {
			t.Errorf("request %d, %s %s, is not an operation of the API document", r.Seq, r.Method, r.Path)
			continue
		}
		if err := conformsOnce(router, r); err != nil {
			t.Errorf("request %d, %s: %v", r.Seq, r.Operation, err)
		}
	}
}

// undocumented are the operations outside the ticket API, which the API document does not contain.
var undocumented = map[string]bool{simulator.OperationIdentity: true, simulator.OperationFileDownload: true}

// volatile are the headers that differ between exchanges that are otherwise equal. The API document restricts no more of them
// than the length of a token.
var volatile = map[string]bool{"X-Auth-Token": true, "X-Sdk-Date": true, "Authorization": true, "Date": true}

// checked holds what conforms returned for an exchange, by its hash: the tests of a package log in and list alike.
var checked sync.Map

// conformsOnce is conforms, but checks equal exchanges once.
func conformsOnce(router routers.Router, r simulator.Request) error {
	hash := sha256.New()
	_, _ = fmt.Fprintln(hash, r.Operation, r.Method, r.Path, r.Query.Encode(), r.Status, r.Fault, r.CancelledByFault, len(r.Body),
		len(r.Header.Get("X-Auth-Token")))
	for _, header := range []http.Header{r.Header, r.ResponseHeader} {
		if err := header.WriteSubset(hash, volatile); err != nil {
			return err
		}
	}
	hash.Write(r.Body)
	hash.Write(r.Response)
	key := [sha256.Size]byte(hash.Sum(nil))
	if err, found := checked.Load(key); found {
		err, _ := err.(error)
		return err
	}
	err := conforms(router, r)
	checked.Store(key, err)
	return err
}

func conforms(router routers.Router, r simulator.Request) error {
	if undocumented[r.Operation] {
		return nil
	}
	req, err := http.NewRequestWithContext(context.Background(), r.Method, "http://"+r.Host+r.Path+"?"+r.Query.Encode(),
		bytes.NewReader(r.Body))
	if err != nil {
		return err
	}
	req.Header = r.Header
	route, params, err := router.FindRoute(req)
	if err != nil {
		return fmt.Errorf("%s %s is not in the API document: %w", r.Method, r.Path, err)
	}
	for k, v := range params {
		if params[k], err = url.PathUnescape(v); err != nil {
			return err
		}
	}
	input := &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, MultiError: true}}
	if err := openapi3filter.ValidateRequest(req.Context(), input); err != nil {
		return fmt.Errorf("the request does not conform to the API document: %w", err)
	}
	if r.Status == 0 || r.Fault != "" || r.CancelledByFault || len(bytes.TrimSpace(r.Response)) == 0 {
		return nil
	}
	response := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input,
		Status:                 r.Status,
		Header:                 r.ResponseHeader,
		Body:                   io.NopCloser(bytes.NewReader(r.Response)),
		Options:                &openapi3filter.Options{MultiError: true, IncludeResponseStatus: true},
	}
	if strings.HasPrefix(r.ResponseHeader.Get("Content-Type"), "application/octet-stream") ||
		r.ResponseHeader.Get("Content-Disposition") != "" {
		return nil
	}
	if err := openapi3filter.ValidateResponse(req.Context(), response); err != nil {
		return fmt.Errorf("the response does not conform to the API document: %w", err)
	}
	return nil
}
