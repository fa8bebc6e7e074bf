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
	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// raw is a response.
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

// loginTo resolves settings and authorizes a request with the login.
func loginTo(ctx context.Context, t *testing.T, settings *config.Settings, variables map[string]string) error {
	t.Helper()
	cfg := resolve(t, settings, variables)
	cfg.Login.MetadataURL = settings.Endpoints.IAM.Value
	carrier, err := transport.New(transport.Config{MaxRetries: 1,
		Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(carrier.CloseIdle)
	login := iam.New(cfg.Login, carrier.Doer(nil), carrier.Direct(), nil)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://osm.example.com/v2/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	return login.Authorize(req)
}

const keystone = `{"error":{"code":401,"message":"%s","title":"Unauthorized"}}`

// TestLoginErrors holds the text of every failure of a login: the cause, the settings with their sources, what to do, and whether
// it is tried again.
func TestLoginErrors(t *testing.T) {
	t.Parallel()
	password := &config.Settings{UserName: text("joe"), Password: secret("the-password"), DomainName: text("acme"),
		ProjectName: text("cn-north-4")}
	fromEnv := map[string]string{"HW_USER_NAME": "joe", "OS_PASSWORD": "the-password", "HW_DOMAIN_NAME": "acme",
		"OS_PROJECT_ID": "p1"}
	passcode := &config.Settings{UserID: text("u1"), Password: secret("the-password"), Passcode: secret("123456")}
	oidc := &config.Settings{OIDC: config.OIDC{IDPID: text("ci"), IDToken: secret("the-jwt")}}
	role := agency(&config.Settings{AccessKey: secret("AK"), SecretKey: secret("the-secret")})
	metadata := &config.Settings{UseECSMetadata: config.Known(true)}
	said := func(text string) string { return strings.Replace(keystone, "%s", text, 1) }
	for name, c := range map[string]struct {
		settings  *config.Settings
		variables map[string]string
		response  raw
		want      []string
		final     bool
	}{
		"no token header": {password, nil, raw{201, `{"token":{}}`, nil}, []string{"without a token", "X-Subject-Token",
			"`endpoints.iam` (from the provider block)"}, true},
		"malformed": {password, nil, raw{400, `{"error_code":"IAM.0007","error_msg":"Request parameters is not valid"}`, nil},
			[]string{"`user_name` (from the provider block) \"joe\", `user_id` (not set)", "`project_id` (not set)",
				"IAM.0007"}, true},
		"old malformed": {password, nil, raw{400, `{"error":{"error_code":"1101","error_msg":"Invalid username"}}`, nil},
			[]string{"a name is probably missing or invalid", "code 1101"}, true},
		"wrong password": {password, nil, raw{401, said("The username or password is wrong."), nil},
			[]string{`user "joe" (from the provider block) of account "acme"`, "HUAWEI ID", "programmatic access",
				"several failed logins",
				"IAM trace ID trace-1"}, true},
		"its source": {&config.Settings{}, fromEnv, raw{401, said("The username or password is wrong."), nil},
			[]string{`user "joe" (from HW_USER_NAME)`,
				"`password` (from OS_PASSWORD)", "(from HW_DOMAIN_NAME)"}, true},
		"locked": {password, nil, raw{401, said("The user is locked."), nil}, []string{"is locked", "Wait 15 minutes"}, true},
		"second factor": {password, nil, raw{401, said("virtual MFA device is required"), nil},
			[]string{"second factor", "`user_id` and `passcode`",
				"`access_key` and `secret_key`"}, true},
		"wrong code": {passcode, nil, raw{401, said("The verification code is wrong."), nil}, []string{"valid for one login",
			"`passcode` (from the provider block)"}, true},
		"forbidden": {password, nil, raw{403, said("Forbidden"), nil}, []string{"does not permit", "access control list"}, true},
		"no such project": {password, nil, raw{404, said("Could not find project"), nil},
			[]string{`does not know the project "cn-north-4" (from the provider block)`, "region is enabled"}, true},
		"no IAM":    {password, nil, raw{404, "", nil}, []string{"not as an IAM v3 login service", "endpoints.iam"}, true},
		"no method": {password, nil, raw{405, "", nil}, []string{"not as an IAM v3 login service"}, true},
		"a page": {password, nil, raw{404, "<html><title>Portal</title></html>", nil}, []string{`an HTML page titled "Portal"`},
			true},
		"redirect": {password, nil, raw{302, "", map[string]string{"Location": "https://elsewhere.example.com"}},
			[]string{"sent a redirect, which the provider does not follow", "endpoints.iam"}, false},
		"throttled": {password, nil, raw{429, "", nil}, []string{"throttles requests"}, false},
		"fault": {password, nil, raw{503, said("busy"), nil}, []string{"reported an internal error", "IDs below", "trace ID"},
			false},
		"teapot":        {password, nil, raw{418, "", nil}, []string{"rejected the request", "endpoints.iam"}, true},
		"quoted secret": {password, nil, raw{401, said("the-password is wrong"), nil}, []string{"(hidden) is wrong"}, true},

		"agency forbidden": {role, nil, raw{403, said("not authorized"), nil}, []string{"Agent Operator",
			"agency \"ticket-agency\" of account \"customer-account\" (from `assume_role` in the provider block)",
			"`access_key` (from the provider block)"}, true},
		"agency unknown": {role, nil, raw{404, said("no agency"), nil}, []string{`does not know the agency "ticket-agency"`},
			true},
		"agency's project": {agency(&config.Settings{Token: secret("MIItoken"), Region: text("cn-north-4")}), nil,
			raw{404, said("no project"), nil},
			[]string{`lack the project "cn-north-4" (from the provider block)`}, true},
		"agency malformed": {role, nil, raw{400, said("duration"), nil}, []string{"longer than the agency allows"}, true},
		"agency's keys": {role, nil, raw{401, `{"error_code":"APIGW.0301","error_msg":"verify aksk signature fail"}`, nil},
			[]string{"do not belong together", "It was used to assume agency"}, true},
		"agency's other keys": {role, nil, raw{401, said("who are you"), nil}, []string{"did not accept `access_key` (from the " +
			"provider block)"}, true},
		"agency without keys": {role, nil, raw{201, `{}`, nil}, []string{"without keys"}, true},

		"identity token rejected": {oidc, nil, raw{401, said("invalid"), nil},
			[]string{"`id_token` (from the provider block)", `identity provider "ci"`,
				"conversion rules"}, true},
		"no identity provider": {oidc, nil, raw{404, said("Could not find"), nil},
			[]string{`does not know the identity provider "ci"`},
			true},

		"no agency at the server": {metadata, nil, raw{404, "", nil},
			[]string{"Assign the server an agency", "`use_ecs_metadata` " +
				"(from the provider block)"},
			true},
		"odd metadata": {metadata, nil, raw{200, "odd", nil}, []string{"without keys"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(c.response)
			t.Cleanup(server.Close)
			settings := *c.settings
			settings.Endpoints.IAM = text(server.URL)
			expectLoginError(t, loginTo(t.Context(), t, &settings, c.variables), c.final, c.want...)
		})
	}
}

func expectLoginError(t *testing.T, err error, final bool, want ...string) {
	t.Helper()
	var e *iam.LoginError
	if !errors.As(err, &e) {
		t.Fatalf("%v is not a LoginError", err)
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
			t.Errorf("%q is shown:\n%s", secret, text)
		}
	}
}

// TestLoginErrors_withoutAResponse has the failures below HTTP.
func TestLoginErrors_withoutAResponse(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(raw{201, "", nil})
	t.Cleanup(secure.Close)
	closed := httptest.NewServer(raw{201, "", nil})
	closed.Close()
	for name, c := range map[string]struct {
		settings  *config.Settings
		variables map[string]string
		want      []string
	}{
		"untrusted": {&config.Settings{AuthURL: text(secure.URL)}, nil,
			[]string{"certificate", "cacert_file", "`auth_url` (from the provider block)"}},
		"unreachable": {&config.Settings{AuthURL: text(closed.URL)}, nil, []string{"connect to 127.0.0.1", "HTTPS_PROXY"}},
		"no address": {&config.Settings{Cloud: text("cloud.invalid")}, map[string]string{"OS_REGION_NAME": "nowhere-1"},
			[]string{"iam.nowhere-1.cloud.invalid can't be resolved",
				"`region` (from OS_REGION_NAME) and `cloud` (from the provider block)"}},
		"no service": {&config.Settings{}, nil, []string{"address of the login service is unknown", "HW_AUTH_URL",
			"HW_REGION_NAME"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings := c.settings
			settings.UserName, settings.Password, settings.DomainName = text("joe"), secret("the-password"), text("acme")
			expectLoginError(t, loginTo(t.Context(), t, settings, c.variables), false, c.want...)
		})
	}
}

// TestLoginErrors_metadataServiceHangs shows that the provider does not wait on a machine that is not a cloud server.
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
	err := loginTo(t.Context(), t, &config.Settings{Endpoints: config.Endpoints{IAM: text(server.URL)},
		UseECSMetadata: config.Known(true)}, nil)
	expectLoginError(t, err, false, "get keys from the metadata service", "did not respond in time", "`use_ecs_metadata` (from "+
		"the provider block)")
	if took := time.Since(begin); took < 3*time.Second || took > 20*time.Second || calls.Load() != 1 {
		t.Errorf("%d calls in %s", calls.Load(), took)
	}
}

// TestLoginErrors_cancelled shows that a cancelled login is not reported as a failed one.
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
	err := loginTo(ctx, t, &config.Settings{Endpoints: config.Endpoints{IAM: text(server.URL)}, UserID: text("u"),
		Password: secret("p")}, nil)
	var e *iam.LoginError
	if !errors.Is(err, context.Canceled) || errors.As(err, &e) {
		t.Errorf("got %v", err)
	}
}

// TestGatewayErrors holds the explanation of what the gateway reports about a login, by code and message.
func TestGatewayErrors(t *testing.T) {
	t.Parallel()
	body := func(code, message string) string {
		return `{"error_code":"` + code + `","error_msg":"` + message + `","request_id":"r1"}`
	}
	const login = "Incorrect IAM authentication information: "
	password := &config.Settings{UserName: text("joe"), Password: secret("p"), DomainName: text("acme"),
		AuthURL: text("iam.example.com"), ProjectID: text("p1")}
	keys := map[string]string{"HW_ACCESS_KEY": "AK", "OS_SECRET_KEY": "SK"}
	for name, c := range map[string]struct {
		settings  *config.Settings
		variables map[string]string
		response  raw
		want      string
	}{
		"other site": {password, nil, raw{401, body("APIGW.0301", login+"decrypt token fail"), nil},
			"a different site, cloud or region.*https://iam.example.com/v3.*`site` (china)"},
		"ended token": {password, nil, raw{401, body("APIGW.0301", login+"token expires"), nil},
			"the token from a new login was " +
				"rejected too"},
		"ended static": {&config.Settings{Token: secret("t")}, nil, raw{401, body("APIG.0301", login+"token expires"), nil},
			"is not renewed.*Set a new one: `token` (from the provider block)"},
		"header stripped": {password, nil, raw{401, body("APIGW.0301", login+"x-auth-token not found"), nil},
			"removes the header X-Auth-Token"},
		"wrong secret key": {&config.Settings{}, keys, raw{401, body("APIGW.0301", login+"verify aksk signature fail"), nil},
			"`access_key` (from HW_ACCESS_KEY) and `secret_key` (from OS_SECRET_KEY) do not belong together.*5 minutes"},
		"unknown key": {&config.Settings{}, keys, raw{401,
			body("APIGW.0301", login+"AK access failed to reach the limit or does "+
				"not exist"), nil},
			"The access key is unknown.*`access_key` (from HW_ACCESS_KEY)"},
		"security token": {&config.Settings{}, keys, raw{401, body("APIGW.0301", login+"the security token is expired"), nil},
			"security token of temporary keys has expired"},
		"clock": {&config.Settings{}, keys, raw{401, body("APIGW.0303", "signature expired"),
			map[string]string{"Date": "Mon, 23 Nov 2026 07:35:24 GMT"}}, "Correct this machine's clock.*23 Nov 2026 07:35:24"},
		"clock by 0301": {&config.Settings{}, keys, raw{401, body("APIGW.0301", "the timestamp is out of range"), nil},
			"Correct this machine's clock"},
		"other failure": {password, nil, raw{401, body("APIGW.0305", "failed"), nil}, `did not accept the login of user "joe"`},
		"revoked": {password, nil, raw{401, body("APIGW.0307", "The token must be updated."), nil},
			"was revoked.*permissions change"},
		"barred": {password, nil, raw{403, body("APIGW.0302", "not allowed"), nil},
			"not permitted to call.*Ticket Administrator"},
		"barred 0306": {password, nil, raw{403, body("APIGW.0306", "denied"), nil}, "is not permitted to call"},
		"barred 0802": {password, nil, raw{403, body("APIGW.0802", "denied"), nil}, "is not permitted to call"},
		"frozen project": {password, nil, raw{403, body("APIGW.0310", "The project is unavailable"), nil},
			`project with ID "p1" (from the provider block) is frozen`},
		"address":         {password, nil, raw{403, body("APIGW.0402", "IP"), nil}, "allow list"},
		"blocked address": {password, nil, raw{403, body("APIGW.0401", "IP"), nil}, "block list"},
		"region":          {password, nil, raw{403, body("APIGW.0801", "region"), nil}, "not offered at"},
		"other website":   {password, nil, raw{403, body("CBC.0150", "Access denied"), nil}, "a different site"},
		"unknown API": {password, nil, raw{404, body("APIGW.0101", "The API does not exist"), nil},
			"does not mean that a ticket is gone"},
		"arrears":   {password, nil, raw{405, body("APIGW.0502", "frozen"), nil}, "overdue payments"},
		"throttled": {password, nil, raw{429, body("APIGW.0308", "throttled"), nil}, "throttles requests"},
		"a ticket's code": {password, nil, raw{200, body("OSM.01010015", "This case does not exist"), nil},
			"There is no such ticket"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			recorder := httptest.NewRecorder()
			c.response.ServeHTTP(recorder, nil)
			e := apierror.As(apierror.Check("ListCases", recorder.Result(), recorder.Body.Bytes()))
			text := e.Explain(iam.New(resolve(t, c.settings, c.variables).Login, nil, nil, nil).Provenance())
			for part := range strings.SplitSeq(c.want, ".*") {
				if !strings.Contains(text, part) {
					t.Errorf("no %q in %q", part, text)
				}
			}
		})
	}
}

// TestProvenance shows that an error about the login names its settings, and ends with the facts.
func TestProvenance(t *testing.T) {
	t.Parallel()
	login := iam.New(resolve(t, &config.Settings{Token: secret("MIItoken")}, nil).Login, nil, nil, nil)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://osm.example.com/v2/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{
		"APIGW.0301": "The token has expired. A token issued elsewhere is not renewed. Set a new one: `token` (from the " +
			"provider block).",
		"OSM.01010015": "There is no such ticket. Check the ID, and the account that the provider is configured for.",
	} {
		resp := &http.Response{StatusCode: http.StatusUnauthorized, Header: http.Header{}, Request: req}
		e := apierror.As(apierror.Check("ListCases", resp, []byte(`{"error_code":"`+code+`","error_msg":"token expires"}`)))
		e.Provenance = login.Provenance()
		want += " Response: token expires\n\nHTTP 401, code " + code + ", operation ListCases, host osm.example.com"
		if got := apierror.Detail(e); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
