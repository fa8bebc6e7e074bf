// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// Values that no report may contain.
const (
	secretText   = "planted-description <b>bold</b> & more"
	secretReply  = "planted-reply <i>slanted</i>"
	secretMobile = "13911112222"
	secretMail   = "planted.person@example.com"
	secretLabel  = "planted-label"
	secretUser   = "planted-user"
	secretDomain = "planted-account"
)

// account is a simulated account with the environment of its user.
type account struct {
	*simulator.Simulator
	url            string
	env            map[string]string
	ended, deleted string
	stderr         strings.Builder
}

func newAccount(t *testing.T, behaviors ...string) *account {
	t.Helper()
	o := simulator.Options{User: secretUser, Domain: secretDomain}
	for _, b := range behaviors {
		name, value, _ := strings.Cut(b, "=")
		if err := o.Behaviors.Choose(name, value); err != nil {
			t.Fatal(err)
		}
	}
	sim := simulator.New(o)
	server, err := sim.Listen("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return &account{Simulator: sim, url: server.URL, env: map[string]string{
		"HW_AUTH_URL": server.URL + "/v3", "HW_OSM_ENDPOINT": server.URL, "HW_USER_NAME": secretUser,
		"HW_USER_PASSWORD": simulator.DefaultPassword, "HW_DOMAIN_NAME": secretDomain,
		"HW_PROJECT_ID": simulator.DefaultProjectID,
	}}
}

// fill opens tickets with everything that the report looks at.
func (a *account) fill(t *testing.T) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	open := func(text string, status int) string {
		id := a.OpenCase(text)
		must(a.SetContact(id, secretMobile, secretMail))
		_, err := a.Reply(id, secretReply)
		must(err)
		must(a.SetStatus(id, status))
		a.Advance(time.Hour)
		return id
	}
	for range 3 {
		open("planted-question\n", simulator.StatusToBeHandled)
	}
	a.deleted = open("planted-deleted", simulator.StatusDeleted)
	a.ended = open(secretText, simulator.StatusCompleted)
	open(secretText+strings.Repeat(" long", 20), simulator.StatusInProcess)
	a.AddLabel(secretLabel, "#00ff00")
	a.AddLabel("other", "#00ff00")
	a.AddVerifiedContact(0, secretMobile, "86")
	a.AddVerifiedContact(1, secretMail, "")
}

// run runs the program and returns what it prints.
func (a *account) run(t *testing.T, change func(*options)) (string, error) {
	t.Helper()
	o := options{
		env:  func(name string) (string, bool) { v, ok := a.env[name]; return v, ok },
		now:  a.Now,
		wait: func(ctx context.Context, d time.Duration) error { a.Advance(d); return ctx.Err() },
	}
	if change != nil {
		change(&o)
	}
	var out strings.Builder
	err := run(t.Context(), &out, io.MultiWriter(&a.stderr), o)
	return out.String(), err
}

// rows returns what a report says about each question.
func rows(report string) map[string]finding {
	out := map[string]finding{}
	for line := range strings.Lines(report) {
		cells := strings.Split(strings.Trim(line, "|\n "), " | ")
		if len(cells) == 4 && cells[0] != "Question" {
			out[cells[0]] = finding{cells[1], cells[2], cells[3]}
		}
	}
	return out
}

func (a *account) checkReads(t *testing.T) {
	t.Helper()
	calls := 0
	for _, r := range a.Requests() {
		switch {
		case strings.HasPrefix(r.Path, "/v3/"):
		case r.Method != http.MethodGet || r.Operation == "" || r.Applied:
			t.Errorf("%s %s (%s) was sent", r.Method, r.Path, r.Operation)
		case r.Header.Get("Connection") != "close":
			t.Errorf("%s %s was sent on a connection that is kept", r.Method, r.Path)
		default:
			calls++
		}
	}
	if calls == 0 || calls > maxCalls {
		t.Errorf("%d calls", calls)
	}
	if n := a.Count(simulator.OperationToken); n != 1 {
		t.Errorf("%d logins", n)
	}
}

func (a *account) checkRedacted(t *testing.T, printed string) {
	t.Helper()
	secrets := []string{
		"planted", "bold", "slanted", secretMobile, "139", simulator.DefaultPassword, simulator.DefaultProjectID,
		simulator.DefaultDomainID, simulator.DefaultUserID, simulator.EngineerName, "127.0.0.1", "#00ff00",
	}
	for _, c := range a.Cases() {
		secrets = append(secrets, c.ID, c.BusinessTypeID, c.ProductCategoryName, c.BusinessTypeName)
		for _, m := range c.Messages {
			secrets = append(secrets, m.ID)
		}
	}
	for _, r := range a.Requests() {
		if token := r.Header.Get("X-Auth-Token"); token != "" {
			secrets = append(secrets, token)
		}
		if id := r.ResponseHeader.Get("X-Request-Id"); id != "" {
			secrets = append(secrets, id)
		}
	}
	for _, secret := range secrets {
		if secret != "" && strings.Contains(strings.ToLower(printed), strings.ToLower(secret)) {
			t.Errorf("%q is printed", secret)
		}
	}
	if found := regexp.MustCompile(`[0-9a-f]{32}|TS-\d|(?:^|[^.\d])\d{7}`).FindString(printed); found != "" {
		t.Errorf("%q is printed", found)
	}
}

// TestEmptyAccount shows that an account without tickets, labels and contacts has a report, which says what is missing.
func TestEmptyAccount(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	report, err := a.run(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := rows(report)
	for question, want := range map[string]string{
		"How an error is reported":         "HTTP 200 with `OSM.01010015`",
		"How a success is reported":        "no code",
		"Limits of attachments":            "`limit_count` string, `limit_size` string",
		"An empty list":                    "`incident_info_list` is `[]`, total 0",
		"`business_type_name` of a ticket": "not determinable: the list has no tickets",
		"Markup in texts":                  "not determinable: the list has no tickets",
		"A deleted ticket":                 "not determinable: name a deleted ticket: DELETED=TS-…",
		"An ended ticket":                  "not determinable: no listed ticket has ended; name one: ENDED=TS-…",
		"Contacts of a ticket":             "not determinable: the list has no tickets",
		"What the total counts":            "not determinable: the list has fewer than two tickets",
		"Time zone of `create_time`":       "not determinable: the list has no tickets",
		"Order of the list of tickets":     "not determinable: the list has no tickets",
		"`contact_way`":                    "not determinable: the account has no verified contact",
		"Statuses":                         "not determinable: the list has no tickets",
		"Filter of labels by name":         "not determinable: the account has no label",
	} {
		if got[question].seen != want {
			t.Errorf("%s: %q, want %q", question, got[question].seen, want)
		}
	}
	if len(got) != len(questions) {
		t.Errorf("%d rows of %d questions", len(got), len(questions))
	}
	a.checkReads(t)
	a.checkRedacted(t, report)
}

// TestHostKind shows that the report says whose host is used, and never its name.
func TestHostKind(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://osm.cn-south-1.myhuaweicloud.com":  "a host of the vendor",
		"https://osm.eu-west-101.myhuaweicloud.eu":  "a host of the vendor",
		"https://osm.private.example":               "a host of another owner",
		"https://myhuaweicloud.com.private.example": "a host of another owner",
		"http://127.0.0.1:8080":                     "this machine",
		"http://localhost":                          "this machine",
	} {
		if got := hostKind(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

// TestErrorTravel shows that only a business error shows how errors are reported.
func TestErrorTravel(t *testing.T) {
	t.Parallel()
	for body, tt := range map[string]struct {
		status int
		want   string
	}{
		`{"error_code":"OSM.01010015","error_msg":"x"}`: {200, "HTTP 200 with `OSM.01010015`"},
		`{"error_code":"OSM.01010001","error_msg":"x"}`: {400, "HTTP 400 with `OSM.01010001`"},
		`{"error_code":"OSM.0001","error_msg":"x"}`: {400, "not determinable: the call was rejected for another reason " +
			"(HTTP 400 with `OSM.0001`)"},
		`{"error_code":"+8613911112222"}`: {404, "HTTP 404 without a code"},
		`{"incident_detail_info":null}`:   {200, "a success without a ticket"},
		`{"incident_detail_info":{}}`:     {200, "not determinable: the service returned a ticket"},
		`[]`:                              {200, "not determinable: the response is not a JSON object"},
		`{}`:                              {503, "not determinable: HTTP 503"},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(tt.status)
			_, _ = io.WriteString(w, body)
		}))
		t.Cleanup(server.Close)
		s, err := newService(&config.Config{Settings: &config.Settings{}, OSM: server.URL, Login: iam.Config{
			Method: iam.MethodToken, Token: iam.Param[iam.Secret]{Value: iam.NewSecret("t"), Source: "test"},
		}}, options{wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
		if err != nil {
			t.Fatal(err)
		}
		seen := &observations{missing: s.get(t.Context(), detailRequest(s, noTicket(nil), nil))}
		if got := errorTravel(seen).seen; got != tt.want {
			t.Errorf("HTTP %d %s: %q, want %q", tt.status, body, got, tt.want)
		}
	}
}
