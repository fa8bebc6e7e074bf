// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const counts = "\ndata \"osm_case_counts\" \"this\" {}\n"

// fails plans a configuration that ends with an error and returns the words that Terraform printed.
func fails(t *testing.T, cli *acctest.CLI, config string) string {
	t.Helper()
	cli.Write("main.tf", config)
	out := cli.Must(1, "plan").Out
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(out)), " ")
}

func expect(t *testing.T, out string, want ...string) {
	t.Helper()
	for _, text := range want {
		if !strings.Contains(out, text) {
			t.Errorf("%q is not in: %s", text, out)
		}
	}
}

// TestAccLogin_wrongPassword shows that a wrong password is sent once, however many calls need it, and is not shown.
func TestAccLogin_wrongPassword(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	o := env.Options()
	config := env.Block(fmt.Sprintf("user_name = %q", o.User), `password = "wrong-Passw0rd"`,
		fmt.Sprintf("domain_name = %q", o.Domain), fmt.Sprintf("project_id = %q", o.ProjectID))
	for i := range 20 {
		config += fmt.Sprintf("\ndata \"osm_case\" \"c%d\" { case_id = \"TS-%d\" }\n", i, i)
	}
	out := fails(t, env.NewCLI(t), config)
	expect(t, out, o.User, o.Domain, "127.0.0.1", "HTTP 401", "Check the password")
	if strings.Contains(out, "wrong-Passw0rd") {
		t.Error("the password is shown")
	}
	env.ExpectCounts(map[string]int{simulator.OperationToken: 1, "ShowCaseDetail": 0})
}

// TestAccLogin_unreachable shows that each way of not reaching a login service has a text of its own.
func TestAccLogin_unreachable(t *testing.T) {
	t.Parallel()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	serve := func(h http.HandlerFunc) string {
		server := httptest.NewServer(h)
		t.Cleanup(server.Close)
		return server.URL
	}
	other := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(other.Close)
	for name, c := range map[string]struct {
		address string
		want    []string
	}{
		"no listener": {closed, []string{"Unable to connect to 127.0.0.1", "set HTTPS_PROXY"}},
		"no such host": {"https://iam.osm-test.invalid", []string{"iam.osm-test.invalid can't be " +
			"resolved", "Check `auth_url`"}},
		"unknown authority": {other.URL, []string{"TLS certificate of 127.0.0.1", "cacert_file"}},
		"not a login service": {serve(func(w http.ResponseWriter,
			_ *http.Request) {
			http.Error(w, "what?", http.StatusNotFound)
		}),
			[]string{"not as an IAM v3 login service", "Check `auth_url`"}},
		"no token in the response": {serve(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write([]byte(`{"token":{}}`))
		}), []string{"without a token", "Check `auth_url`"}},
		"a redirect": {serve(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://example.com/", http.StatusFound)
		}),
			[]string{"redirect", "Check `auth_url`"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			config := fmt.Sprintf(`
provider "osm" {
  auth_url    = %q
  endpoints   = { osm = %q }
  user_name   = "someone"
  password    = "the-Passw0rd"
  domain_name = "some-account"
  project_id  = "p"
  max_retries = 0
}
`, c.address, env.URL)
			out := fails(t, env.NewCLI(t), config+counts)
			expect(t, out, c.want...)
			if strings.Contains(out, "the-Passw0rd") {
				t.Error("the password is shown")
			}
			env.ExpectCounts(map[string]int{"ListCaseCounts": 0})
		})
	}
}

// TestAccLogin_ownAuthority shows that cacert_file is added to the authorities of the system, and that insecure warns.
func TestAccLogin_ownAuthority(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	server := httptest.NewTLSServer(env.Simulator)
	t.Cleanup(server.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(ca, text, 0o600); err != nil {
		t.Fatal(err)
	}
	tls := *env
	tls.URL = server.URL
	cli := env.NewCLI(t)
	cli.Write("main.tf", tls.Provider(fmt.Sprintf("cacert_file = %q", ca))+counts)
	cli.Apply()
	cli.Write("main.tf", tls.Provider("insecure = true")+counts)
	expect(t, strings.Join(strings.Fields(cli.Apply().Out), " "), "insecure")
	expect(t, fails(t, cli, tls.Provider(`cacert_file = "/nowhere/ca.pem"`)+counts), "/nowhere/ca.pem")
	expect(t, fails(t, cli, tls.Provider("max_retries = 0")+counts), "TLS certificate", "cacert_file")
}

func TestAccLogin_nothingConfigured(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	out := fails(t, env.NewCLI(t), env.Block()+counts)
	expect(t, out, "user_name", "HW_USER_NAME", "OS_USERNAME", "password", "HW_USER_PASSWORD", "HW_ACCESS_KEY", "HW_AUTH_TOKEN")
	env.ExpectCounts(map[string]int{simulator.OperationToken: 0})
}

// TestAccLogin_settingsThatAreNotKnownYet shows that a plan which only creates is made, and that nothing is taken from elsewhere
// instead.
func TestAccLogin_settingsThatAreNotKnownYet(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.NewCLI(t)
	o := env.Options()
	cli.Env = []string{"HW_USER_PASSWORD=from-the-environment"}
	config := env.Block(fmt.Sprintf("user_name = %q", o.User), "password = "+
		"terraform_data.password.output", fmt.Sprintf("domain_name = %q", o.Domain),
		fmt.Sprintf("project_id = %q", o.ProjectID)) + fmt.Sprintf(`
resource "terraform_data" "password" {
  input = %q
}

resource "osm_servicecase" "this" {
  business_type_id   = %q
  simple_description = "late password"
}
`, o.Password, simulator.ProblemConsulting)
	cli.Write("main.tf", config)
	cli.Must(0, "plan")
	env.ExpectCounts(map[string]int{simulator.OperationToken: 0})
	cli.Apply()
	cli.ExpectEmptyPlan()
	expect(t, fails(t, env.NewCLI(t), strings.Replace(config, "resource \"osm_servicecase\" \"this\" {", "data "+
		"\"osm_case_counts\" \"this\" {}\nresource \"osm_servicecase\" \"this\" {", 1)),
		"`password` in the provider block", "only known after apply")
}

// TestAccLogin_scopes shows the scope of each way to name it.
func TestAccLogin_scopes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ lines, want string }{
		"project id": {`project_id = "` + simulator.DefaultProjectID + `"`,
			`"scope":{"project":{"id":"` + simulator.DefaultProjectID + `"}}`},
		"project name": {`project_name = "` + simulator.DefaultProjectName + `"`,
			`"scope":{"project":{"domain":{"name":"osm-account"},"name":"` + simulator.DefaultProjectName + `"}}`},
		"region as project name": {`region = "` + simulator.DefaultProjectName + `"`,
			`"scope":{"project":{"domain":{"name":"osm-account"},"name":"` + simulator.DefaultProjectName + `"}}`},
		"account": {``, `"scope":{"domain":{"name":"osm-account"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			o := env.Options()
			env.InProcess(resource.TestStep{Config: env.Block(fmt.Sprintf("user_name = %q", o.User),
				fmt.Sprintf("password = %q", o.Password), fmt.Sprintf("domain_name = %q", o.Domain), c.lines) + counts})
			login := env.RequestsFor(simulator.OperationToken)[0]
			if body := string(login.Body); !strings.Contains(body, c.want) {
				t.Errorf("login %s, want %s", body, c.want)
			}
			if login.Query.Get("nocatalog") != "true" {
				t.Errorf("query %v", login.Query)
			}
		})
	}
}

// TestAccProvider_settingsAreChecked shows that wrong settings are named with their value and what is allowed.
func TestAccProvider_settingsAreChecked(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		`site = "mars"`:                             `site.*mars.*china`,
		`request_timeout = "soon"`:                  `request_timeout`,
		`max_retries = -1`:                          `max_retries`,
		`cacert_file = "/nowhere"`:                  `(?s)(?i)cacert_file.*/nowhere`,
		`endpoints = { os = "x" }`:                  `has no key "os"; use "osm", "iam" or "sts"`,
		`endpoints = { osm = "https://https://x" }`: `endpoints`,
		`endpoints = { osm = "ftp://x" }`:           `endpoints`,
		`endpoints = { osm = "https://a..b" }`:      `endpoints`,
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			o := env.Options()
			config := fmt.Sprintf("provider \"osm\" {\n  auth_url = %q\n  user_name = %q\n  password = %q\n  domain_name = "+
				"%q\n  %s\n}\n", env.URL, o.User, o.Password, o.Domain, line)
			env.InProcess(resource.TestStep{Config: config + counts, PlanOnly: true, ExpectError: regexp.MustCompile(want)})
			if n := len(env.Requests()); n != 0 {
				t.Errorf("%d calls were made", n)
			}
		})
	}
}
