// SPDX-License-Identifier: MPL-2.0

package iam_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// raw is an answer as it comes over the wire.
type raw struct {
	status int
	body   string
	header map[string]string
}

func (a raw) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("X-IAM-Trace-Id", "trace-1")
	for name, v := range a.header {
		w.Header().Set(name, v)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write([]byte(a.body))
}

// loginTo makes the login that settings come to, with a login service of its own, and asks it for a credential.
func loginTo(ctx context.Context, t *testing.T, settings iam.Settings, variables map[string]string) error {
	t.Helper()
	resolved, err := iam.Resolve(settings, lookup(variables))
	if err != nil {
		t.Fatal(err)
	}
	resolved.Metadata.URL = settings["endpoints.iam"].Text.Reveal()
	carrier, err := transport.New(transport.Config{MaxRetries: 1, Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(carrier.CloseIdle)
	resolved.Metadata.Doer = carrier.Direct()
	login := resolved.Credential(carrier.Doer(nil), nil)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://osm.example.com/v2/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	return login.Authorize(req)
}

const keystone = `{"error":{"code":401,"message":"%s","title":"Unauthorized"}}`

// TestLoginErrors holds the text of every failure of a login: what led there, where that came from, what to do, and whether it is tried again.
func TestLoginErrors(t *testing.T) {
	t.Parallel()
	password := block("user_name", "joe", "password", "the-password", "domain_name", "acme", "project_name", "cn-north-4")
	fromEnv := map[string]string{"HW_USER_NAME": "joe", "OS_PASSWORD": "the-password", "HW_DOMAIN_NAME": "acme", "OS_PROJECT_ID": "p1"}
	passcode := block("user_id", "u1", "password", "the-password", "passcode", "123456")
	oidc := block("assume_role_with_oidc.idp_id", "ci", "assume_role_with_oidc.id_token", "the-jwt")
	role := agency(block("access_key", "AK", "secret_key", "the-secret"))
	metadata := block("use_ecs_metadata", "true")
	said := func(text string) string { return strings.Replace(keystone, "%s", text, 1) }
	for name, c := range map[string]struct {
		settings  iam.Settings
		variables map[string]string
		answer    raw
		want      []string
		final     bool
	}{
		"no token header": {password, nil, raw{201, `{"token":{}}`, nil}, []string{"no token came", "X-Subject-Token",
			"endpoints.iam, from the provider block"}, true},
		"malformed": {password, nil, raw{400, `{"error_code":"IAM.0007","error_msg":"Request parameters is not valid"}`, nil},
			[]string{`user_name "joe" from the provider block`, "Not given: user_id, domain_id, project_id", "IAM.0007"}, true},
		"old malformed": {password, nil, raw{400, `{"error":{"error_code":"1101","error_msg":"Invalid username"}}`, nil},
			[]string{"one of the names is probably missing or odd", "code 1101"}, true},
		"wrong password": {password, nil, raw{401, said("The username or password is wrong."), nil},
			[]string{`user "joe" (from the provider block) of account "acme"`, "HUAWEI ID", "programmatic access", "five failed logins",
				"IAM trace id trace-1"}, true},
		"its source": {iam.Settings{}, fromEnv, raw{401, said("The username or password is wrong."), nil}, []string{`user "joe" (from HW_USER_NAME)`,
			"the password from OS_PASSWORD", "(from HW_DOMAIN_NAME)"}, true},
		"locked": {password, nil, raw{401, said("The user is locked."), nil}, []string{"is locked", "Wait 15 minutes"}, true},
		"second factor": {password, nil, raw{401, said("virtual MFA device is required"), nil}, []string{"second factor", "user_id and passcode",
			"access_key and secret_key"}, true},
		"wrong code": {passcode, nil, raw{401, said("The verification code is wrong."), nil}, []string{"good once",
			"the passcode from the provider block"}, true},
		"forbidden": {password, nil, raw{403, said("Forbidden"), nil}, []string{"forbids", "access control list"}, true},
		"no such project": {password, nil, raw{404, said("Could not find project"), nil},
			[]string{`knows no such project "cn-north-4" (from the provider block)`, "region may not be enabled"}, true},
		"no IAM":    {password, nil, raw{404, "", nil}, []string{"not as an IAM v3 login service", "endpoints.iam"}, true},
		"no method": {password, nil, raw{405, "", nil}, []string{"not as an IAM v3 login service"}, true},
		"a page":    {password, nil, raw{404, "<html><title>Portal</title></html>", nil}, []string{"an HTML page titled “Portal”"}, true},
		"redirect": {password, nil, raw{302, "", map[string]string{"Location": "https://elsewhere.example.com"}},
			[]string{"redirects, which is not followed", "endpoints.iam"}, false},
		"throttled":     {password, nil, raw{429, "", nil}, []string{"throttles logins"}, false},
		"fault":         {password, nil, raw{503, said("busy"), nil}, []string{"has a fault", "trace id"}, false},
		"teapot":        {password, nil, raw{418, "", nil}, []string{"refused", "endpoints.iam"}, true},
		"quoted secret": {password, nil, raw{401, said("the-password is wrong"), nil}, []string{"(hidden) is wrong"}, true},

		"agency forbidden": {role, nil, raw{403, said("not authorized"), nil}, []string{"Agent Operator",
			`agency "ticket-agency" of account "customer-account" (from assume_role in the provider block)`, "the access_key from the provider block"}, true},
		"agency unknown": {role, nil, raw{404, said("no agency"), nil}, []string{`knows no agency "ticket-agency"`}, true},
		"agency's project": {agency(block("token", "MIItoken", "region", "cn-north-4")), nil, raw{404, said("no project"), nil},
			[]string{`has no project "cn-north-4" (from the provider block)`}, true},
		"agency malformed": {role, nil, raw{400, said("duration"), nil}, []string{"longer than the agency allows"}, true},
		"agency's keys": {role, nil, raw{401, `{"error_code":"APIGW.0301","error_msg":"verify aksk signature fail"}`, nil},
			[]string{"do not belong together", "It was to take over agency"}, true},
		"agency's other keys": {role, nil, raw{401, said("who are you"), nil}, []string{"did not accept the access_key from the provider block"}, true},
		"agency without keys": {role, nil, raw{201, `{}`, nil}, []string{"no keys came"}, true},

		"identity token refused": {oidc, nil, raw{401, said("invalid"), nil}, []string{"the id_token from the provider block", `identity provider "ci"`,
			"conversion rules"}, true},
		"no identity provider": {oidc, nil, raw{404, said("Could not find"), nil}, []string{`knows no identity provider "ci"`}, true},

		"no agency at the server": {metadata, nil, raw{404, "", nil}, []string{"the server needs an agency", "use_ecs_metadata", "from the provider block"},
			true},
		"odd metadata": {metadata, nil, raw{200, "odd", nil}, []string{"no keys came"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(c.answer)
			t.Cleanup(server.Close)
			settings := block("endpoints.iam", server.URL)
			for k, v := range c.settings {
				settings[k] = v
			}
			expectLoginError(t, loginTo(t.Context(), t, settings, c.variables), c.final, c.want...)
		})
	}
}

func expectLoginError(t *testing.T, err error, final bool, want ...string) {
	t.Helper()
	var e *iam.LoginError
	if !errors.As(err, &e) {
		t.Fatalf("%v is no LoginError", err)
	}
	text := e.Error() + "\n" + e.Detail()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("no %q in:\n%s", w, text)
		}
	}
	if e.Final != final {
		t.Errorf("Final is %t:\n%s", e.Final, text)
	}
	for _, secret := range []string{"the-password", "123456", "the-jwt", "the-secret"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is told:\n%s", secret, text)
		}
	}
}

// TestLoginErrors_withoutAnAnswer has the failures below HTTP.
func TestLoginErrors_withoutAnAnswer(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(raw{201, "", nil})
	t.Cleanup(secure.Close)
	closed := httptest.NewServer(raw{201, "", nil})
	closed.Close()
	for name, c := range map[string]struct {
		settings  iam.Settings
		variables map[string]string
		want      []string
	}{
		"untrusted":   {block("auth_url", secure.URL), nil, []string{"certificate", "cacert_file", "auth_url, from the provider block"}},
		"unreachable": {block("auth_url", closed.URL), nil, []string{"no connection to 127.0.0.1", "proxy variables"}},
		"no address": {block("cloud", "cloud.invalid"), map[string]string{"OS_REGION_NAME": "nowhere-1"},
			[]string{"iam.nowhere-1.cloud.invalid has no address", "region (OS_REGION_NAME) and cloud (the provider block)"}},
		"no service": {iam.Settings{}, nil, []string{"needs the address of the login service", "HW_REGION_NAME"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings := block("user_name", "joe", "password", "the-password", "domain_name", "acme")
			for k, v := range c.settings {
				settings[k] = v
			}
			expectLoginError(t, loginTo(t.Context(), t, settings, c.variables), false, c.want...)
		})
	}
}

// TestLoginErrors_metadataServiceHangs shows that a machine which is no cloud server is not waited for.
func TestLoginErrors_metadataServiceHangs(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		calls.Add(1)
		<-release
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(release) })
	begin := time.Now()
	err := loginTo(t.Context(), t, block("endpoints.iam", server.URL, "use_ecs_metadata", "true"), nil)
	expectLoginError(t, err, false, "get keys from the metadata service", "did not answer in time", "use_ecs_metadata, from the provider block")
	if took := time.Since(begin); took < 3*time.Second || took > 20*time.Second || calls.Load() != 1 {
		t.Errorf("%d calls in %s", calls.Load(), took)
	}
}

// TestLoginErrors_cancelled shows that who gives up is not told of a failed login.
func TestLoginErrors_cancelled(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(arrived)
		<-release
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(release) })
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	err := loginTo(ctx, t, block("endpoints.iam", server.URL, "user_id", "u", "password", "p"), nil)
	var e *iam.LoginError
	if !errors.Is(err, context.Canceled) || errors.As(err, &e) {
		t.Errorf("got %v", err)
	}
}

// TestGatewayErrors holds the words for what the gateway says of a login, by code and text.
func TestGatewayErrors(t *testing.T) {
	t.Parallel()
	refusal := func(code, message string) string {
		return `{"error_code":"` + code + `","error_msg":"` + message + `","request_id":"r1"}`
	}
	const login = "Incorrect IAM authentication information: "
	password := block("user_name", "joe", "password", "p", "domain_name", "acme", "auth_url", "iam.example.com", "project_id", "p1")
	keys := map[string]string{"HW_ACCESS_KEY": "AK", "OS_SECRET_KEY": "SK"}
	for name, c := range map[string]struct {
		settings  iam.Settings
		variables map[string]string
		answer    raw
		want      string
	}{
		"other site": {password, nil, raw{401, refusal("APIGW.0301", login+"decrypt token fail"), nil},
			"another site, cloud or region.*https://iam.example.com/v3.*site china"},
		"ended token": {password, nil, raw{401, refusal("APIGW.0301", login+"token expires"), nil}, "the one of a new login was refused too"},
		"ended static": {block("token", "t"), nil, raw{401, refusal("APIG.0301", login+"token expires"), nil},
			"is not renewed: set a new one (the token from the provider block)"},
		"header stripped": {password, nil, raw{401, refusal("APIGW.0301", login+"x-auth-token not found"), nil}, "take the header X-Auth-Token out"},
		"wrong secret key": {iam.Settings{}, keys, raw{401, refusal("APIGW.0301", login+"verify aksk signature fail"), nil},
			"the access_key from HW_ACCESS_KEY and the secret_key from OS_SECRET_KEY do not belong together.*5 minutes"},
		"unknown key": {iam.Settings{}, keys, raw{401, refusal("APIGW.0301", login+"AK access failed to reach the limit or does not exist"), nil},
			"The access key is not known.*the access_key from HW_ACCESS_KEY"},
		"security token": {iam.Settings{}, keys, raw{401, refusal("APIGW.0301", login+"the security token is expired"), nil},
			"security token of temporary keys has ended"},
		"clock": {iam.Settings{}, keys, raw{401, refusal("APIGW.0303", "signature expired"),
			map[string]string{"Date": "Mon, 23 Nov 2026 07:35:24 GMT"}}, "clock is wrong.*23 Nov 2026 07:35:24"},
		"clock by 0301": {iam.Settings{}, keys, raw{401, refusal("APIGW.0301", "the timestamp is out of range"), nil}, "clock is wrong"},
		"other failure": {password, nil, raw{401, refusal("APIGW.0305", "failed"), nil}, `did not accept the login of user "joe"`},
		"revoked":       {password, nil, raw{401, refusal("APIGW.0307", "The token must be updated."), nil}, "was revoked.*permissions change"},
		"barred":        {password, nil, raw{403, refusal("APIGW.0302", "not allowed"), nil}, "may not call.*Ticket Administrator"},
		"barred 0306":   {password, nil, raw{403, refusal("APIGW.0306", "denied"), nil}, "may not call"},
		"barred 0802":   {password, nil, raw{403, refusal("APIGW.0802", "denied"), nil}, "may not call"},
		"frozen project": {password, nil, raw{403, refusal("APIGW.0310", "The project is unavailable"), nil},
			`project with id "p1" (from the provider block) is frozen`},
		"address":          {password, nil, raw{403, refusal("APIGW.0402", "IP"), nil}, "allow list"},
		"blocked address":  {password, nil, raw{403, refusal("APIGW.0401", "IP"), nil}, "block list"},
		"region":           {password, nil, raw{403, refusal("APIGW.0801", "region"), nil}, "not offered at"},
		"other website":    {password, nil, raw{403, refusal("CBC.0150", "Access denied"), nil}, "another site of the vendor"},
		"unknown API":      {password, nil, raw{404, refusal("APIGW.0101", "The API does not exist"), nil}, "no proof that a ticket is gone"},
		"arrears":          {password, nil, raw{405, refusal("APIGW.0502", "frozen"), nil}, "arrears"},
		"not of the login": {password, nil, raw{429, refusal("APIGW.0308", "throttled"), nil}, ""},
		"a ticket's":       {password, nil, raw{200, refusal("OSM.01010015", "This case does not exist"), nil}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resolved, err := iam.Resolve(c.settings, lookup(c.variables))
			if err != nil {
				t.Fatal(err)
			}
			recorder := httptest.NewRecorder()
			c.answer.ServeHTTP(recorder, nil)
			err = apierror.Check("ListCases", recorder.Result(), recorder.Body.Bytes())
			text, ok := resolved.Credential(nil, nil).Explain(apierror.As(err))
			if ok != (c.want != "") {
				t.Fatalf("explained: %t, %q", ok, text)
			}
			for part := range strings.SplitSeq(c.want, ".*") {
				if !strings.Contains(text, part) {
					t.Errorf("no %q in %q", part, text)
				}
			}
		})
	}
}

// TestRefusal leads an answer back to the login that its request carried.
func TestRefusal(t *testing.T) {
	t.Parallel()
	resolved, err := iam.Resolve(block("token", "MIItoken"), lookup(nil))
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://osm.example.com/v2/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := resolved.Credential(nil, nil).Authorize(req); err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{"APIGW.0301": "The token has ended", "OSM.01010015": ""} {
		resp := &http.Response{StatusCode: http.StatusUnauthorized, Header: http.Header{}, Request: req}
		plain := apierror.Check("ListCases", resp, []byte(`{"error_code":"`+code+`","error_msg":"token expires"}`))
		err := iam.Refusal(resp, plain)
		var refusal *iam.RefusalError
		if errors.As(err, &refusal) != (want != "") || apierror.As(err) != apierror.As(plain) {
			t.Fatalf("%s gave %v", code, err)
		}
		if want != "" && (!strings.Contains(refusal.Detail(), want) || !strings.Contains(refusal.Detail(),
			"HTTP 401, code APIGW.0301, operation ListCases, host osm.example.com")) {
			t.Error(refusal.Detail())
		}
	}
}
