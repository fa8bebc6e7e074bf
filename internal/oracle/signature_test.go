// SPDX-License-Identifier: MPL-2.0

package oracle_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/signer"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/request"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	osm "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/osm/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/osm/v2/model"

	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// roundTrip is a function as a transport.
type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip sends a request.
func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// sent is a request as sent by the vendor's client.
type sent struct {
	method, url, body string
	header            http.Header
}

// recorder records requests and responds to each with an empty object.
type recorder struct {
	mu   sync.Mutex
	sent []sent
}

// RoundTrip records the request.
func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, fmt.Errorf("reading the body: %w", err)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent = append(r.sent, sent{req.Method, req.URL.String(), string(body), req.Header.Clone()})
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader("{}")), ContentLength: 2,
	}, nil
}

// provider returns the provider's own credential with the simulator's keys.
func provider(t *testing.T, now func() time.Time) *iam.Login {
	t.Helper()
	cfg, err := config.Resolve(&config.Settings{
		AccessKey: config.Known(iam.NewSecret(simulator.DefaultAccessKey)),
		SecretKey: config.Known(iam.NewSecret(simulator.DefaultSecretKey)),
		DomainID:  config.Known(simulator.DefaultDomainID),
	}, func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	return iam.New(cfg.Login, nil, nil, now)
}

// signedBy returns the headers of the vendor's signer for a request with the given headers, including Host if it is signed.
func (s sent) signedBy(t *testing.T, header http.Header) string {
	t.Helper()
	address, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	builder := request.NewHttpRequestBuilder().WithEndpoint(address.Scheme + "://" + address.Host).WithPath(address.Path).
		WithMethod(s.method)
	for name, values := range address.Query() {
		builder.AddQueryParam(name, reflect.ValueOf(values))
	}
	for name, values := range header {
		if name != "Authorization" {
			builder.AddHeaderParam(name, values[0])
		}
	}
	if s.body != "" {
		builder.WithBody("", s.body)
	}
	added, err := signer.Sign(builder.Build(), simulator.DefaultAccessKey, simulator.DefaultSecretKey)
	if err != nil {
		t.Fatal(err)
	}
	return added["Authorization"]
}

// signedByProvider returns the headers of the provider for the request: those of the vendor's client with a new signature.
func (s sent) signedByProvider(t *testing.T) http.Header {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), s.method, s.url, strings.NewReader(s.body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = s.header.Clone()
	req.Header.Del("Authorization")
	at, err := time.Parse("20060102T150405Z", s.header.Get("X-Sdk-Date"))
	if err != nil {
		t.Fatal(err)
	}
	if err := provider(t, func() time.Time { return at }).Authorize(req); err != nil {
		t.Fatal(err)
	}
	return req.Header
}

// oddText contains every kind of character that paths, queries and JSON escape differently.
const oddText = `a b+c/é&=*~%2F"<工单>'`

func TestProvider_signsLikeTheVendor(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(*osm.OsmClient) error{
		"plain": func(c *osm.OsmClient) error {
			_, err := c.ShowAccessoryLimits(&model.ShowAccessoryLimitsRequest{})
			return err
		},
		"path and headers": func(c *osm.OsmClient) error {
			_, err := c.ShowCaseDetail(&model.ShowCaseDetailRequest{
				CaseId: "TS-1", XSite: ptr(int32(1)), XLanguage: ptr("en-us"), XTimeZone: ptr("GMT+08:00"),
			})
			return err
		},
		"odd path": func(c *osm.OsmClient) error {
			_, err := c.ShowCaseDetail(&model.ShowCaseDetailRequest{CaseId: "a b é*"})
			return err
		},
		"odd query": func(c *osm.OsmClient) error {
			_, err := c.ListCases(&model.ListCasesRequest{
				SearchKey: &[]string{oddText, "B", "a", ""}, GroupId: ptr(""), Limit: ptr(int32(10)), IncidentStatus: ptr("0,1"),
			})
			return err
		},
		"repeated query": func(c *osm.OsmClient) error {
			_, err := c.CreateCaseLabels(&model.CreateCaseLabelsRequest{CaseId: "TS-1", LabelIds: []int32{1002, 1001}})
			return err
		},
		"odd body": func(c *osm.OsmClient) error {
			_, err := c.CreateLabels(&model.CreateLabelsRequest{Body: &model.CreateLabelsReq{Name: oddText, Color: "#000000"}})
			return err
		},
		"delete": func(c *osm.OsmClient) error {
			_, err := c.DeleteLabels(&model.DeleteLabelsRequest{LabelId: 1001})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &recorder{}
			if err := call(vendor(t, "https://osm.example.com", simulator.DefaultSecretKey, log)); err != nil {
				t.Fatal(err)
			}
			if len(log.sent) != 1 {
				t.Fatalf("%d requests", len(log.sent))
			}
			asked := log.sent[0]
			if got, want := asked.signedBy(t, asked.header), asked.header.Get("Authorization"); got != want {
				t.Fatalf("the vendor's client and its signer differ:\n%s\n%s", want, got)
			}
			// The provider also signs the host, which the vendor's client omits by default.
			header := asked.signedByProvider(t)
			header.Set("Host", "osm.example.com")
			if got, want := header.Get("Authorization"), asked.signedBy(t, header); got != want {
				t.Errorf("%s %s\ngot  %s\nwant %s", asked.method, asked.url, got, want)
			}
		})
	}
}

func TestSimulator_acceptsBothSigners(t *testing.T) {
	t.Parallel()
	sim, base := start(t, simulator.Options{Behaviors: simulator.Behaviors{LabelUniqueness: simulator.LabelsRepeatable}})
	client := vendor(t, base, simulator.DefaultSecretKey, nil)
	must(client.ListCases(&model.ListCasesRequest{SearchKey: &[]string{oddText, "x"}}))(t)
	must(client.CreateLabels(&model.CreateLabelsRequest{Body: &model.CreateLabelsReq{Name: oddText, Color: "#000000"}}))(t)
	credential := provider(t, nil)
	for _, r := range sim.Requests() {
		req, err := http.NewRequestWithContext(t.Context(), r.Method, base+r.Path+"?"+r.Query.Encode(), bytes.NewReader(r.Body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", r.Header.Get("Content-Type"))
		if err := credential.Authorize(req); err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	requests := sim.Requests()
	if len(requests) != 4 {
		t.Fatalf("%d requests", len(requests))
	}
	for _, r := range requests {
		if r.Status != http.StatusOK || r.ErrorCode != "" {
			t.Errorf("%s %s: %d %s", r.Operation, r.Query.Encode(), r.Status, r.Response)
		}
	}
}

// expectError expects an error of the vendor's client with a status and a code.
func expectError(t *testing.T, err error, status int, code string) {
	t.Helper()
	var refusal *sdkerr.ServiceResponseError
	if !errors.As(err, &refusal) || refusal.StatusCode != status || refusal.ErrorCode != code || refusal.ErrorMessage == "" {
		t.Errorf("error %v, want %d %s", err, status, code)
	}
}

func TestSimulator_rejectsTamperedRequests(t *testing.T) {
	t.Parallel()
	sim, base := start(t, simulator.Options{})
	for name, tamper := range map[string]func(*http.Request){
		"body": func(r *http.Request) {
			body := `{"name":"b","color":"#000000"}`
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		},
		"query":         func(r *http.Request) { r.URL.RawQuery = "limit=1" },
		"method":        func(r *http.Request) { r.Method = http.MethodGet },
		"path":          func(r *http.Request) { r.URL.Path = strings.Replace(r.URL.Path, "labels", "cases", 1) },
		"signed header": func(r *http.Request) { r.Header.Set("X-Domain-Id", "other") },
		"date": func(r *http.Request) {
			r.Header.Set("X-Sdk-Date", time.Now().UTC().Add(time.Minute).Format("20060102T150405Z"))
		},
		"access key":        func(r *http.Request) { replace(r, simulator.DefaultAccessKey, "OTHERACCESSKEY000001") },
		"signed names":      func(r *http.Request) { replace(r, "SignedHeaders=", "SignedHeaders=accept;") },
		"signature":         func(r *http.Request) { r.Header.Set("Authorization", r.Header.Get("Authorization")+"0") },
		"signing procedure": func(r *http.Request) { replace(r, "SDK-HMAC-SHA256", "SDK-HMAC-SM3") },
	} {
		client := vendor(t, base, simulator.DefaultSecretKey, roundTrip(func(r *http.Request) (*http.Response, error) {
			tamper(r)
			return http.DefaultTransport.RoundTrip(r)
		}))
		_, err := client.CreateLabels(&model.CreateLabelsRequest{Body: &model.CreateLabelsReq{Name: "a", Color: "#000000"}})
		var refusal *sdkerr.ServiceResponseError
		if !errors.As(err, &refusal) || refusal.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: %v", name, err)
		}
	}
	if labels := sim.Labels(); len(labels) != 0 {
		t.Errorf("labels %+v", labels)
	}
}

func replace(r *http.Request, old, changed string) {
	r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, changed, 1))
}

func TestVendor_seesErrors(t *testing.T) {
	t.Parallel()
	_, base := start(t, simulator.Options{HTTPErrors: true})
	_, err := vendor(t, base, "another secret key", nil).ListLabels(&model.ListLabelsRequest{})
	expectError(t, err, http.StatusUnauthorized, "APIGW.0301")
	_, err = vendor(t, base, simulator.DefaultSecretKey, nil).ShowCaseDetail(&model.ShowCaseDetailRequest{CaseId: "TS-1"})
	expectError(t, err, http.StatusNotFound, "OSM.01010015")
}
