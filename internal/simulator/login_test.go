// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func TestTokensExpire(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{TokenTTL: time.Hour})
	c.call("GET", "/cases", "").ok()
	c.sim.Advance(59 * time.Minute)
	c.call("GET", "/cases", "").ok()
	c.sim.Advance(time.Minute)
	expired := c.call("GET", "/cases", "")
	expired.expectError("expired", http.StatusUnauthorized, "APIGW.0301")
	if !strings.Contains(expired.text("error_msg"), "token expires") ||
		expired.text("request_id") != expired.header.Get("X-Request-Id") {
		t.Errorf("response %s", expired.body)
	}
	old := c.token
	c.login()
	c.call("GET", "/cases", "").ok()
	if c.token == old {
		t.Error("the new login returned the old token")
	}
}

func TestTokens_rejected(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	valid := c.token
	for what, token := range map[string]string{"none": "", "unknown": "MIIother", "longer": valid + "0"} {
		c.token = token
		c.call("POST", "/labels", `{"name":"a","color":"#000000"}`).expectError(what, http.StatusUnauthorized, "APIGW.0301")
	}
	c.token = valid
	c.sim.Identity().RevokeTokens()
	c.call("GET", "/cases", "").expectError("revoked", http.StatusUnauthorized, "APIGW.0301")
	if len(c.sim.Labels()) != 0 {
		t.Error("a rejected call was applied")
	}
}

// The vendor's own client made the signature, of host and X-Sdk-Date, with the keys AK and SK.
const vendorsSignature = "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, " +
	"Signature=0960d6f0caaea7367483dc6bd7c16daba57bee35a263709348a842708d53e7bc"

// signedRequest is the request of the vendor's signature.
func signedRequest(t *testing.T) *http.Request {
	t.Helper()
	const address = "https://osm.cn-south-1.myhuaweicloud.com/v2/servicerequest/cases/TT-1"
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	req.Header.Set("X-Sdk-Date", "20261123T073524Z")
	req.Header.Set("Authorization", vendorsSignature)
	return req
}

func TestSignaturesAreChecked(t *testing.T) {
	t.Parallel()
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for what, c := range map[string]struct {
		change func(*http.Request)
		after  time.Duration
		code   string
	}{
		"as signed":       {change: func(*http.Request) {}, code: "OSM.01010015"},
		"a quarter later": {change: func(*http.Request) {}, after: 15 * time.Minute, code: "OSM.01010015"},
		"too late":        {change: func(*http.Request) {}, after: 16 * time.Minute, code: "APIGW.0303"},
		"too early":       {change: func(*http.Request) {}, after: -16 * time.Minute, code: "APIGW.0303"},
		"unsigned header": {change: set("X-Language", "en-us"), code: "OSM.01010015"},
		"another key":     {change: set("Authorization", strings.Replace(vendorsSignature, "=AK", "=BK", 1)), code: "APIGW.0301"},
		"another scheme": {change: set("Authorization", strings.Replace(vendorsSignature, "SDK-", "AWS4-", 1)),
			code: "APIGW.0301"},
		"another sum":  {change: set("Authorization", vendorsSignature[:len(vendorsSignature)-1]+"d"), code: "APIGW.0301"},
		"another date": {change: set("X-Sdk-Date", "20261123T073525Z"), code: "APIGW.0301"},
		"no date":      {change: set("X-Sdk-Date", ""), code: "APIGW.0303"},
		"another host": {change: func(r *http.Request) { r.Host = "osm.example.com" }, code: "APIGW.0301"},
		"another method": {change: func(r *http.Request) { r.Method = http.MethodPost; r.URL.Path += "/message" },
			code: "APIGW.0301"},
		"another path":     {change: func(r *http.Request) { r.URL.Path = "/v2/servicerequest/cases/TT-2" }, code: "APIGW.0301"},
		"another query":    {change: func(r *http.Request) { r.URL.RawQuery = "group_id=" }, code: "APIGW.0301"},
		"payload unsigned": {change: set("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD"), code: "APIGW.0301"},
	} {
		signed := time.Date(2026, 11, 23, 7, 35, 24, 0, time.UTC)
		sim := simulator.New(simulator.Options{AccessKey: "AK", SecretKey: "SK",
			Now: func() time.Time { return signed.Add(c.after) }})
		req := signedRequest(t)
		c.change(req)
		recorder := httptest.NewRecorder()
		sim.ServeHTTP(recorder, req)
		if log := sim.Requests(); len(log) != 1 || log[0].ErrorCode != c.code {
			t.Errorf("%s: %d %s, want %s", what, recorder.Code, recorder.Body, c.code)
		}
	}
}

func TestSignedBodiesAreLimited(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	large := strings.Repeat(" ", 12<<20) + `{"name":"a","color":"#000000"}`
	c.call("POST", "/labels", large).ok()
	c.header = http.Header{"Authorization": {"SDK-HMAC-SHA256 Access=a"}}
	c.call("POST", "/labels", large).expectError("signed", http.StatusRequestEntityTooLarge, "APIGW.0201")
}

func TestCallsAreThrottled(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{CallsPerSecond: 2, ThrottleRetryAfter: 3 * time.Second, Now: noon})
	for range 2 {
		c.call("GET", "/labels", "").ok()
	}
	limited := c.call("POST", "/labels", `{"name":"a","color":"#000000"}`)
	limited.expectError("third", http.StatusTooManyRequests, "APIG.0308")
	if limited.header.Get("Retry-After") != "3" || !strings.Contains(limited.text("error_msg"), "limit:2,time:1 second") {
		t.Errorf("%v %s", limited.header, limited.body)
	}
	c.login() // the login service has no limit
	c.sim.Advance(time.Second)
	c.call("GET", "/labels", "").ok()
	if rate := c.sim.Rate(); rate != (simulator.Rate{PeakOffered: 3, PeakAccepted: 2, Throttled: 1}) || len(c.sim.Labels()) != 0 {
		t.Errorf("rate %+v, %d labels", rate, len(c.sim.Labels()))
	}
}

func TestThrottleWithoutRetryAfter(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{CallsPerSecond: 1, Now: noon})
	c.call("GET", "/labels", "").ok()
	if got := c.call("GET", "/labels", ""); got.status != http.StatusTooManyRequests || got.header.Values("Retry-After") != nil {
		t.Errorf("%d %v", got.status, got.header)
	}
}

func TestRequestLog_everyRequest(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{Now: noon})
	c.header = http.Header{"X-Language": {"en-us"}}
	c.call("POST", "/labels?x=1", `{}`)
	c.call("POST", "/labels", `{"name":"a","color":"#000000"}`).ok()
	c.call("GET", "/labels?name=a", "").ok()
	c.call("GET", "/nothing", "")
	log := c.sim.Requests()
	var operations, codes []string
	for i, r := range log {
		operations, codes = append(operations, r.Operation), append(codes, r.ErrorCode)
		if r.Seq != i+1 || !r.Done || !r.Time.Equal(noon()) || r.ClientGone || r.Fault != "" ||
			r.ResponseHeader.Get("X-Request-Id") == "" {
			t.Errorf("record %+v", r)
		}
	}
	if want := []string{simulator.OperationToken, "CreateLabels", "CreateLabels", "ListLabels", ""}; !slices.Equal(operations,
		want) {
		t.Errorf("operations %q", operations)
	}
	if want := []string{"", "OSM.0001", "", "", "APIGW.0101"}; !slices.Equal(codes, want) {
		t.Errorf("codes %q", codes)
	}
	made := log[2]
	if made.Method != "POST" || made.Path != "/v2/servicerequest/labels" ||
		string(made.Body) != `{"name":"a","color":"#000000"}` ||
		!made.Applied ||
		made.Header.Get("X-Language") != "en-us" || made.Header.Get("X-Auth-Token") != c.token || made.Status != 200 ||
		string(made.Response) != "{}" {
		t.Errorf("record %+v", made)
	}
	if log[3].Query.Get("name") != "a" || log[3].Applied || log[1].Applied {
		t.Errorf("record %+v", log[3])
	}
	if writes := c.sim.Writes(); len(writes) != 2 || c.sim.Count("CreateLabels") != 2 ||
		len(c.sim.RequestsFor("ListLabels", "CreateLabels")) != 3 {
		t.Errorf("writes %+v", writes)
	}
	c.sim.ResetLog()
	c.call("GET", "/labels", "").ok()
	if left := c.sim.Requests(); len(left) != 1 || left[0].Seq != 6 {
		t.Errorf("after the reset %+v", left)
	}
}

func TestRequestLog_bodyLimit(t *testing.T) {
	t.Parallel()
	for limit, want := range map[int]int{0: 30, 10: 10, 100: 30, -1: 0} {
		c := newClient(t, simulator.Options{MaxLoggedBody: limit})
		c.call("POST", "/labels", `{"name":"a","color":"#000000"}`).ok()
		if r := c.sim.RequestsFor("CreateLabels")[0]; len(r.Body) != want || r.BodySize != 30 {
			t.Errorf("limit %d: %d of %d bytes", limit, len(r.Body), r.BodySize)
		}
	}
}

func TestHooksSeeRequestsBeforeTheyCount(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	id := c.sim.OpenCase("question")
	c.sim.OnRequest(func(r *simulator.Request) {
		if r.Operation == "ShowCaseStatus" && c.sim.SetStatus(id, 17) != nil {
			t.Error("the hook can't change the store")
		}
	})
	var status struct {
		Status int `json:"status"`
	}
	if err := json.Unmarshal(c.call("GET", "/cases/"+id+"/status", "").ok().body, &status); err != nil || status.Status != 17 {
		t.Errorf("status %d, %v", status.Status, err)
	}
}
