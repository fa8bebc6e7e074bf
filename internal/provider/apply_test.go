// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator/identity"
)

// response is a body, with the token of the header.
type response struct{ body, token string }

func ask(t *testing.T, method, url, body string) response {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response{string(data), resp.Header.Get("X-Subject-Token")}
}

const many = 40

func tickets() string {
	return fmt.Sprintf("resource \"osm_servicecase\" \"this\" {\n  count = %d\n  business_type_id = %q\n  simple_description = "+
		"\"ticket ${count.index}\"\n}\n",
		many, simulator.ProblemConsulting)
}

// TestAccLogin_endsDuringAnApply lets the credential end in the middle of an apply of 40 tickets: by the service's clock, by a
// revocation, or with the token file rotated. Nothing fails, and one renewal serves all.
func TestAccLogin_endsDuringAnApply(t *testing.T) {
	t.Parallel()
	const idToken = "/v3.0/OS-AUTH/id-token/tokens"
	for name, c := range map[string]struct {
		identity func(*identity.Config)
		lines    func(o simulator.Options, jwt string) []string
		end      func(t *testing.T, env *acctest.Env, jwt string)
		// renewal is the path of the call that renews.
		renewal string
	}{
		"password login ends": {
			lines: func(o simulator.Options, _ string) []string {
				return []string{line("user_name", o.User), line("password", o.Password), line("domain_name", o.Domain),
					line("project_id", o.ProjectID)}
			},
			end:     func(_ *testing.T, env *acctest.Env, _ string) { env.Advance(24*time.Hour + time.Minute) },
			renewal: "/v3/auth/tokens",
		},
		"agency's keys end": {
			lines: func(o simulator.Options, _ string) []string {
				return []string{line("access_key", o.AccessKey), line("secret_key", o.SecretKey), agencyByName()}
			},
			end:     func(_ *testing.T, env *acctest.Env, _ string) { env.Simulator.Identity().RevokeKeys() },
			renewal: "/v3.0/OS-CREDENTIAL/securitytokens",
		},
		"token file is rotated": {
			identity: func(c *identity.Config) { c.IDTokens = []string{"jwt-one"} },
			lines: func(_ simulator.Options, jwt string) []string {
				return []string{nested("assume_role_with_oidc", line("idp_id", "ci"), line("id_token_file", jwt))}
			},
			end: func(t *testing.T, env *acctest.Env, jwt string) {
				t.Helper()
				if err := os.WriteFile(jwt, []byte("jwt-two"), 0o600); err != nil {
					t.Error(err)
				}
				env.Simulator.Identity().SetIDTokens("jwt-two")
				env.Simulator.Identity().RevokeKeys()
			},
			renewal: idToken,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Identity: c.identity})
			jwt := file(t, "jwt", "jwt-one")
			var creates atomic.Int32
			env.OnRequest(func(r *simulator.Request) {
				if r.Operation == "CreateCases" && creates.Add(1) == many/2 {
					c.end(t, env, jwt)
				}
			})
			cli := env.NewCLI(t)
			cli.Write("main.tf", block(env, append(c.lines(env.Options(), jwt), "plan_checks = false")...)+tickets())
			cli.Apply()
			if n := len(env.Cases()); n != many {
				t.Errorf("%d tickets", n)
			}
			expectOneRenewal(t, env, c.renewal)
		})
	}
}

// TestAccLogin_keysAreRenewedByTheClock lets the time pass during an apply until shortly before the agency's keys end: they are
// renewed once, before a call is rejected.
func TestAccLogin_keysAreRenewedByTheClock(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	o := env.Options()
	var creates atomic.Int32
	env.OnRequest(func(r *simulator.Request) {
		if r.Operation == "CreateCases" && creates.Add(1) == many/2 {
			env.Advance(14 * time.Minute)
		}
	})
	cli := env.AttachServer(t, withMetadata(env))
	cli.Write("main.tf", block(env, line("access_key", o.AccessKey), line("secret_key", o.SecretKey), agencyByName(),
		"plan_checks = false")+tickets())
	cli.Apply()
	cli.ExpectEmptyPlan()
	last, renewals := 0, 0
	for i, r := range env.Requests() {
		if r.Operation == "CreateCases" {
			last = i
		}
		if r.Status == http.StatusUnauthorized {
			t.Errorf("%s was rejected", r.Operation)
		}
	}
	begun := false
	for _, r := range env.Requests()[:last] {
		begun = begun || r.Operation == "CreateCases"
		if begun && r.Path == "/v3.0/OS-CREDENTIAL/securitytokens" {
			renewals++
		}
	}
	if renewals != 1 {
		t.Errorf("%d renewals, want 1", renewals)
	}
}

// expectOneRenewal counts the logins and the rejected calls from the first ticket on.
func expectOneRenewal(t *testing.T, env *acctest.Env, path string) {
	t.Helper()
	begun, renewals, rejected := false, 0, 0
	for _, r := range env.Requests() {
		begun = begun || r.Operation == "CreateCases"
		if begun && r.Path == path {
			renewals++
		}
		if r.Status == http.StatusUnauthorized {
			rejected++
		}
	}
	if renewals != 1 || rejected == 0 {
		t.Errorf("%d renewals by %s, %d rejected calls; want one renewal", renewals, path, rejected)
	}
}

// TestAccLogin_emptyBlock runs with the variables that a user of the official provider has set, and an empty provider block.
func TestAccLogin_emptyBlock(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		variables func(o simulator.Options, url string) []string
		want      string
	}{
		"HW_ password": {func(o simulator.Options, url string) []string {
			return []string{"HW_AUTH_URL=" + url + "/v3", "HW_USER_NAME=" + o.User, "HW_USER_PASSWORD=" + o.Password,
				"HW_DOMAIN_NAME=" + o.Domain,
				"HW_REGION_NAME=" + o.ProjectName, "HW_PROJECT_ID=" + o.ProjectID}
		}, "password"},
		"OS_ password": {func(o simulator.Options, url string) []string {
			return []string{"OS_AUTH_URL=" + url + "/v3", "OS_USERNAME=" + o.User, "OS_PASSWORD=" + o.Password,
				"OS_USER_DOMAIN_NAME=" + o.Domain,
				"OS_REGION_NAME=" + o.ProjectName, "OS_TENANT_NAME=" + o.ProjectName}
		}, "password"},
		"HW_ keys": {func(o simulator.Options, url string) []string {
			return []string{"HW_AUTH_URL=" + url, "HW_ACCESS_KEY=" + o.AccessKey, "HW_SECRET_KEY=" + o.SecretKey,
				"HW_REGION_NAME=" + o.ProjectName}
		}, "keys"},
		"OS_ keys": {func(o simulator.Options, url string) []string {
			return []string{"OS_AUTH_URL=" + url, "OS_ACCESS_KEY=" + o.AccessKey, "OS_SECRET_KEY=" + o.SecretKey}
		}, "keys"},
		"HW_ agency": {func(o simulator.Options, url string) []string {
			return []string{"HW_AUTH_URL=" + url, "HW_ACCESS_KEY=" + o.AccessKey, "HW_SECRET_KEY=" + o.SecretKey,
				"HW_ASSUME_ROLE_AGENCY_NAME=" + identity.DefaultAgency, "HW_ASSUME_ROLE_DOMAIN_NAME=" + identity.DefaultAgencyOf,
				"HW_ASSUME_ROLE_DURATION=900"}
		}, "keys"},
		"HW_ identity token": {func(_ simulator.Options, url string) []string {
			return []string{"HW_AUTH_URL=" + url, "HW_ASSUME_ROLE_IDP_ID=ci", "HW_ASSUME_ROLE_ID_TOKEN=jwt-one"}
		}, "oidc"},
		"HW_ profile": {func(o simulator.Options, url string) []string {
			content := fmt.Sprintf(`{"profiles":[{"name":"main","accessKeyId":%q,"secretAccessKey":%q}]}`, o.AccessKey,
				o.SecretKey)
			return []string{"HW_AUTH_URL=" + url, "HW_PROFILE=main", "HOME={home}" + content}
		}, "keys"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Identity: func(c *identity.Config) { c.IDTokens = []string{"jwt-one"} }})
			cli := env.NewCLI(t)
			cli.Env = append(home(t, cli, c.variables(env.Options(), env.URL)), "HW_OSM_ENDPOINT="+env.URL)
			cli.Write("main.tf", "provider \"osm\" {}\n"+label+whoAmI+"output \"method\" {\n  value = "+
				"data.osm_identity.this.method\n}\n")
			if out := cli.Apply().Out; !strings.Contains(out, fmt.Sprintf("method = %q", c.want)) {
				t.Error(out)
			}
			cli.ExpectEmptyPlan()
		})
	}
}

// home creates a home folder with the shared configuration file for variables that need one.
func home(t *testing.T, cli *acctest.CLI, variables []string) []string {
	t.Helper()
	for i, v := range variables {
		if content, ok := strings.CutPrefix(v, "HOME={home}"); ok {
			if err := os.Mkdir(cli.Dir+"/.hcloud", 0o700); err != nil {
				t.Fatal(err)
			}
			cli.Write(".hcloud/config.json", content)
			variables[i] = "HOME=" + cli.Dir
		}
	}
	return variables
}

// TestAccLogin_unknownAtPlan takes the password from a resource that is created in the same run. The plan does not need a login,
// and the environment's token, which would be rejected, is not used instead.
func TestAccLogin_unknownAtPlan(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	o := env.Options()
	cli := env.NewCLI(t)
	cli.Env = []string{"HW_AUTH_TOKEN=MIIofanotheraccount"}
	config := fmt.Sprintf("resource \"terraform_data\" \"secret\" {\n  input = %q\n}\n", o.Password) +
		block(env, line("user_name", o.User), "password = terraform_data.secret.output", line("domain_name", o.Domain))
	cli.Write("main.tf", config+whoAmI)
	if out := flat(cli.Must(1, "plan").Out); !strings.Contains(out,
		"`password` in the provider block depends on a value that is "+
			"only known after apply") {
		t.Error(out)
	}
	cli.Write("main.tf", config+label)
	cli.Apply()
	env.ExpectCounts(map[string]int{"CreateLabels": 1})
	for _, r := range env.Requests() {
		if strings.Contains(r.Header.Get("X-Auth-Token"), "anotheraccount") {
			t.Errorf("the environment's token was used for %s", r.Operation)
		}
	}
}
