// SPDX-License-Identifier: MPL-2.0

package iam_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator/identity"
)

// keys is the block of a login with the simulator's permanent keys.
func (f *fixture) keys() *config.Settings {
	o := f.Options()
	return &config.Settings{AccessKey: secret(o.AccessKey), SecretKey: secret(o.SecretKey)}
}

// chain adds two agencies, the first by the account's name, the second by its ID.
func (f *fixture) chain(settings *config.Settings) *config.Settings {
	second := identity.DefaultAgencies()[1]
	settings = agency(settings)
	settings.AssumeRole = append(settings.AssumeRole, config.Role{AgencyName: text(second.Name), DomainID: text(second.DomainID)})
	return settings
}

func agency(settings *config.Settings) *config.Settings {
	settings.AssumeRole = []config.Role{{AgencyName: text(identity.DefaultAgency), DomainName: text(identity.DefaultAgencyOf)}}
	return settings
}

// write creates a file in the test's folder and returns its path.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestMethods calls the service with every way to log in, and again after the token or keys were revoked.
func TestMethods(t *testing.T) {
	t.Parallel()
	const domain = simulator.DefaultDomainID
	for name, c := range map[string]struct {
		identity func(*identity.Config)
		settings func(t *testing.T, f *fixture) *config.Settings
		// want is the identity of the login; revoked reports whether the login survives a revocation.
		want    iam.Identity
		revoked bool
	}{
		"password": {settings: func(_ *testing.T, f *fixture) *config.Settings { return f.password() },
			want: iam.Identity{UserID: simulator.DefaultUserID, DomainID: domain, ProjectID: simulator.DefaultProjectID,
				Method: "password"}, revoked: true},
		"password by ids": {settings: func(_ *testing.T, f *fixture) *config.Settings {
			return &config.Settings{UserID: text(f.Options().UserID), Password: secret(f.Options().Password),
				DomainID: text(f.Options().DomainID)}
		}, want: iam.Identity{UserID: simulator.DefaultUserID, DomainID: domain, Method: "password"}, revoked: true},
		"passcode": {identity: func(c *identity.Config) { c.MFA, c.Passcodes = true, []string{"123456"} },
			settings: func(_ *testing.T,
				f *fixture) *config.Settings {
				return &config.Settings{UserID: text(f.Options().UserID), Password: secret(f.Options().Password),
					Passcode:  secret("123456"),
					ProjectID: text(f.Options().ProjectID)}
			}, want: iam.Identity{UserID: simulator.DefaultUserID, DomainID: domain, ProjectID: simulator.DefaultProjectID,
				Method: "password"}},
		"keys": {settings: func(_ *testing.T, f *fixture) *config.Settings { return f.keys() },
			want:    iam.Identity{DomainID: domain, Method: "keys"},
			revoked: true},
		"agency from keys": {settings: func(_ *testing.T, f *fixture) *config.Settings { return agency(f.keys()) },
			want: iam.Identity{DomainName: identity.DefaultAgencyOf, Method: "keys"}, revoked: true},
		"agency from a password": {settings: func(_ *testing.T, f *fixture) *config.Settings { return agency(f.password()) },
			want: iam.Identity{DomainName: identity.DefaultAgencyOf, Method: "password"}, revoked: true},
		"chain from keys": {settings: func(_ *testing.T, f *fixture) *config.Settings { return f.chain(f.keys()) },
			want: iam.Identity{DomainName: identity.SecondAgencyOf, Method: "keys"}, revoked: true},
		"chain from a password": {settings: func(_ *testing.T, f *fixture) *config.Settings { return f.chain(f.password()) },
			want: iam.Identity{DomainName: identity.SecondAgencyOf, Method: "password"}, revoked: true},
		"identity token": {identity: func(c *identity.Config) { c.IDTokens = []string{"jwt-one"} },
			settings: func(*testing.T, *fixture) *config.Settings {
				return &config.Settings{OIDC: config.OIDC{IDPID: text("ci"), IDToken: secret("jwt-one")}}
			}, want: iam.Identity{UserID: simulator.DefaultUserID, DomainID: domain, Method: "oidc"}, revoked: true},
		"identity token file and agency": {identity: func(c *identity.Config) { c.IDTokens = []string{"jwt-one"} },
			settings: func(t *testing.T,
				_ *fixture) *config.Settings {
				t.Helper()
				return &config.Settings{OIDC: config.OIDC{IDPID: text("ci"), IDTokenFile: text(write(t, "jwt", "jwt-one\n")),
					Role: config.Role{AgencyName: text(identity.DefaultAgency), DomainName: text(identity.DefaultAgencyOf)}}}
			}, want: iam.Identity{DomainName: identity.DefaultAgencyOf, Method: "oidc"}, revoked: true},
		"metadata": {settings: func(*testing.T, *fixture) *config.Settings {
			return &config.Settings{UseECSMetadata: config.Known(true)}
		},
			want: iam.Identity{DomainID: domain, Method: "metadata"}, revoked: true},
		"older metadata": {identity: func(c *identity.Config) { c.OldMetadata = true }, settings: func(*testing.T,
			*fixture) *config.Settings {
			return &config.Settings{UseECSMetadata: config.Known(true)}
		},
			want: iam.Identity{DomainID: domain, Method: "metadata"}, revoked: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, simulator.Options{Identity: c.identity})
			api, login := f.connect(t, c.settings(t, f))
			if err := call(t.Context(), api); err != nil {
				t.Fatal(explain(err))
			}
			who, err := login.Identity(t.Context())
			if err != nil {
				t.Fatal(explain(err))
			}
			for name, v := range map[string][2]string{
				"method":      {who.Method, c.want.Method},
				"user_id":     {who.UserID, c.want.UserID},
				"domain_id":   {who.DomainID, c.want.DomainID},
				"domain_name": {who.DomainName, c.want.DomainName},
				"project_id":  {who.ProjectID, c.want.ProjectID},
			} {
				if v[1] != "" && v[0] != v[1] {
					t.Errorf("%s is %q, want %q", name, v[0], v[1])
				}
			}
			if c.want.DomainName != "" && len(who.Roles) == 0 {
				t.Error("there is no role")
			}
			f.Identity().RevokeTokens()
			f.Identity().RevokeKeys()
			if err := call(t.Context(), api); (err == nil) != c.revoked {
				t.Errorf("after a revocation: %v", explain(err))
			}
		})
	}
}

// explain returns the whole text of an error.
func explain(err error) error {
	var e *iam.LoginError
	if errors.As(err, &e) {
		return errors.New(e.Detail())
	}
	return err
}

// TestRolesDropTheSourceAccountsIDs shows that calls for another account don't name the account and project that were logged in
// to.
func TestRolesDropTheSourceAccountsIDs(t *testing.T) {
	t.Parallel()
	f := start(t, simulator.Options{})
	settings, role := f.keys(), identity.DefaultAgencies()[0]
	settings.DomainID, settings.ProjectID = text(f.Options().DomainID), text(f.Options().ProjectID)
	settings.AssumeRole = []config.Role{{AgencyName: text(role.Name), DomainID: text(role.DomainID)}}
	c, _ := f.connect(t, settings)
	if err := call(t.Context(), c); err != nil {
		t.Fatal(explain(err))
	}
	for path, want := range map[string][2]string{
		"/v5/agencies/assume":       {f.Options().DomainID, f.Options().ProjectID},
		"/v2/servicerequest/labels": {role.DomainID, ""},
	} {
		for _, r := range f.Requests() {
			if got := [2]string{r.Header.Get("X-Domain-Id"), r.Header.Get("X-Project-Id")}; r.Path == path && got != want {
				t.Errorf("%s was called for account and project %q, want %q", path, got, want)
			}
		}
		if f.at(http.MethodPost, path)+f.at(http.MethodGet, path) == 0 {
			t.Errorf("%s was not called", path)
		}
	}
}

// TestFixedCredentialsAreNotReplayed shows that a credential that can't be renewed is sent once.
func TestFixedCredentialsAreNotReplayed(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string]*config.Settings{
		"token":          {Token: secret("MIIsomeothertoken")},
		"keys":           {AccessKey: secret("SOMEOTHERKEY"), SecretKey: secret("s")},
		"temporary keys": {AccessKey: secret("SOMEOTHERKEY"), SecretKey: secret("s"), SecurityToken: secret("t")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, simulator.Options{})
			c, _ := f.connect(t, settings)
			if call(t.Context(), c) == nil {
				t.Error("a wrong credential was accepted")
			}
			if n := len(f.Requests()); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
		})
	}
}

// TestTemporaryKeysAndToken uses the result of one login as the credential of another.
func TestTemporaryKeysAndToken(t *testing.T) {
	t.Parallel()
	f := start(t, simulator.Options{Identity: func(c *identity.Config) { c.OldMetadata = true }})
	_, login := f.connect(t, f.password())
	token, err := login.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c, static := f.connect(t, &config.Settings{Token: secret("  " + token.Value.Reveal() + "\n")})
	if err := call(t.Context(), c); err != nil {
		t.Error(err)
	}
	who, err := static.Identity(t.Context())
	if err != nil || who.UserName != simulator.DefaultUser || who.Expires.IsZero() {
		t.Errorf("%+v, %v", who, explain(err))
	}

	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.url+"/openstack/latest/securitykey", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var issued struct {
		Credential struct{ Access, Secret, SecurityToken string }
	}
	if err := json.NewDecoder(resp.Body).Decode(&issued); err != nil {
		t.Fatal(err)
	}
	k := issued.Credential
	c, temporary := f.connect(t, &config.Settings{AccessKey: secret(k.Access), SecretKey: secret(k.Secret),
		SecurityToken: secret(k.SecurityToken)})
	if err := call(t.Context(), c); err != nil {
		t.Error(err)
	}
	if _, err := temporary.Token(t.Context()); !errors.Is(err, iam.ErrNoToken) {
		t.Errorf("keys returned a token: %v", err)
	}
}

// TestRenewalBeforeTheEnd passes the time until just before a grant's end: the next call renews, and no call is rejected.
func TestRenewalBeforeTheEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		settings func(*fixture) *config.Settings
		life     time.Duration
		renewals string
		want     int
	}{
		"password": {func(f *fixture) *config.Settings { return f.password() }, 24 * time.Hour, "/v3/auth/tokens", 2},
		"agency": {func(f *fixture) *config.Settings { return agency(f.keys()) }, time.Hour,
			"/v3.0/OS-CREDENTIAL/securitytokens", 2},
		"metadata": {func(*fixture) *config.Settings { return &config.Settings{UseECSMetadata: config.Known(true)} }, time.Hour,
			"/openstack/latest/securitykey", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, simulator.Options{})
			api, _ := f.connect(t, c.settings(f))
			for _, later := range []time.Duration{0, c.life - 11*time.Minute, 2 * time.Minute, time.Minute} {
				f.Advance(later)
				if err := call(t.Context(), api); err != nil {
					t.Fatal(err)
				}
			}
			if got := f.at(http.MethodPost, c.renewals) + f.at(http.MethodGet, c.renewals); got != c.want {
				t.Errorf("%d logins, want %d", got, c.want)
			}
			for _, r := range f.Requests() {
				if r.Status == http.StatusUnauthorized {
					t.Errorf("%s was rejected", r.Path)
				}
			}
		})
	}
}

// TestOneTimeCodeIsNotSentTwice lets the token end: no second login is made, and the error says why.
func TestOneTimeCodeIsNotSentTwice(t *testing.T) {
	t.Parallel()
	f := start(t, simulator.Options{Identity: func(c *identity.Config) { c.Passcodes = []string{"123456"} }})
	c, _ := f.connect(t, &config.Settings{UserID: text(f.Options().UserID), Password: secret(f.Options().Password),
		Passcode: secret("123456")})
	for _, later := range []time.Duration{0, 24*time.Hour - time.Minute} {
		f.Advance(later)
		if err := call(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	f.Advance(2 * time.Minute)
	for range 3 {
		if err := explain(call(t.Context(), c)); err == nil || !strings.Contains(err.Error(), "valid for one login only") {
			t.Error(err)
		}
	}
	f.expectLogins(t, 1)
}

// TestIdentityTokenFileIsReadAgain rotates the file: renewal uses the new token, and a rejected one is not sent again.
func TestIdentityTokenFileIsReadAgain(t *testing.T) {
	t.Parallel()
	f := start(t, simulator.Options{Identity: func(c *identity.Config) { c.IDTokens = []string{"jwt-one"} }})
	path := write(t, "jwt", "jwt-one")
	c, _ := f.connect(t, &config.Settings{OIDC: config.OIDC{IDPID: text("ci"), IDTokenFile: text(path)}})
	if err := call(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	f.Identity().SetIDTokens("jwt-two")
	f.Advance(2 * time.Hour)
	for range 3 {
		if err := explain(call(t.Context(), c)); err == nil || !strings.Contains(err.Error(), "the identity token in "+path) {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(path, []byte("jwt-two\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := call(t.Context(), c); err != nil {
		t.Fatal(explain(err))
	}
	if n := f.at(http.MethodPost, "/v3.0/OS-AUTH/id-token/tokens"); n != 3 {
		t.Errorf("%d exchanges, want 3: first, rejected, rotated", n)
	}
}
