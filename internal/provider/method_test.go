// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/provider"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator/identity"
)

// withMetadata creates providers that find the simulator's metadata service too.
func withMetadata(env *acctest.Env) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		made := provider.New("test", provider.WithClock(env.Now, env.Wait), provider.WithMetadataService(env.URL))
		return providerserver.NewProtocol6(made())()
	}
}

// run runs steps in process with a provider that finds the simulator's metadata service too.
func run(t *testing.T, env *acctest.Env, steps ...resource.TestStep) {
	t.Helper()
	env.InProcessServer(withMetadata(env), steps...)
}

// block returns a provider block with the addresses of all services and the given lines.
func block(env *acctest.Env, lines ...string) string {
	return fmt.Sprintf("provider \"osm\" {\n  endpoints = { osm = %[1]q, iam = %[1]q, sts = %[1]q }\n  "+
		"%[2]s\n}\n", env.URL, strings.Join(lines, "\n  "))
}

const (
	whoAmI = "data \"osm_identity\" \"this\" {}\n"
	label  = "resource \"osm_label\" \"this\" {\n  name  = \"urgent\"\n  color = \"#ff0000\"\n}\n"
)

// line writes an argument.
func line(name, value string) string { return fmt.Sprintf("%s = %q", name, value) }

// nested writes a nested block.
func nested(name string, lines ...string) string {
	return name + " {\n    " + strings.Join(lines, "\n    ") + "\n  }"
}

// file creates a file in the test's folder and returns its path.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func agencyByName() string {
	return nested("assume_role", line("agency_name", identity.DefaultAgency), line("domain_name", identity.DefaultAgencyOf),
		"duration = 900")
}

func agencyByID(number int) string {
	a := identity.DefaultAgencies()[number]
	return nested("assume_role", line("agency_name", a.Name), line("domain_id", a.DomainID))
}

// expectIdentity checks osm_identity; a want of "" is null.
func expectIdentity(want map[string]string) []statecheck.StateCheck {
	var out []statecheck.StateCheck
	for name, v := range want {
		check := knownvalue.StringExact(v)
		if v == "" {
			out = append(out, statecheck.ExpectKnownValue("data.osm_identity.this", tfjsonpath.New(name), knownvalue.Null()))
			continue
		}
		out = append(out, statecheck.ExpectKnownValue("data.osm_identity.this", tfjsonpath.New(name), check))
	}
	return out
}

// method is one way to log in.
type method struct {
	identity func(*identity.Config)
	lines    func(t *testing.T, o simulator.Options) []string
	want     map[string]string
}

func passwordMethods() map[string]method {
	byPassword := func(o simulator.Options, more ...string) []string {
		return append([]string{line("user_name", o.User), line("password", o.Password), line("domain_name", o.Domain)}, more...)
	}
	user := map[string]string{
		"method": "password", "level": "block", "user_id": simulator.DefaultUserID, "user_name": simulator.DefaultUser,
		"domain_id": simulator.DefaultDomainID, "domain_name": simulator.DefaultDomain, "project_id": simulator.DefaultProjectID,
	}
	return map[string]method{
		"password, project by id": {lines: func(_ *testing.T, o simulator.Options) []string {
			return byPassword(o, line("project_id", o.ProjectID))
		}, want: user},
		"password, project by name": {lines: func(_ *testing.T, o simulator.Options) []string {
			return byPassword(o, line("project_name", o.ProjectName))
		}, want: user},
		"password, region's project": {lines: func(_ *testing.T,
			o simulator.Options) []string {
			return byPassword(o, line("region", o.ProjectName))
		},
			want: user},
		"password, account": {lines: func(_ *testing.T, o simulator.Options) []string { return byPassword(o) },
			want: map[string]string{"method": "password", "domain_id": simulator.DefaultDomainID, "project_id": ""}},
		"agency from a password": {lines: func(_ *testing.T, o simulator.Options) []string {
			return byPassword(o, line("region", o.ProjectName), agencyByName())
		}, want: map[string]string{"method": "password", "domain_name": identity.DefaultAgencyOf,
			"project_name": simulator.DefaultProjectName}},
		"chain from a password": {lines: func(_ *testing.T,
			o simulator.Options) []string {
			return byPassword(o, agencyByID(0), agencyByID(1))
		},
			want: map[string]string{"method": "password", "domain_name": identity.SecondAgencyOf}},
	}
}

func keyMethods() map[string]method {
	keys := func(o simulator.Options, more ...string) []string {
		return append([]string{line("access_key", o.AccessKey), line("secret_key", o.SecretKey)}, more...)
	}
	idTokens := func(c *identity.Config) { c.IDTokens = []string{"jwt-one"} }
	account := map[string]string{"method": "keys", "level": "block", "user_id": "", "domain_id": simulator.DefaultDomainID,
		"expires_at": ""}
	first, second := map[string]string{"method": "keys", "domain_name": identity.DefaultAgencyOf},
		map[string]string{"method": "keys",
			"domain_name": identity.SecondAgencyOf}
	profile := func(t *testing.T, entries string) string {
		t.Helper()
		return line("shared_config_file", file(t, "config.json", `{"current":"main","profiles":[{"name":"main",`+entries+`}]}`))
	}
	metadata := func(*testing.T, simulator.Options) []string { return []string{"use_ecs_metadata = true"} }
	return map[string]method{
		"keys": {lines: func(_ *testing.T, o simulator.Options) []string { return keys(o) }, want: account},
		"keys with a project": {lines: func(_ *testing.T, o simulator.Options) []string {
			return keys(o, line("project_id", o.ProjectID), line("domain_id", o.DomainID))
		}, want: map[string]string{"method": "keys", "project_id": simulator.DefaultProjectID}},
		"agency by name": {lines: func(_ *testing.T, o simulator.Options) []string { return keys(o, agencyByName()) },
			want: first},
		"agency by account id": {lines: func(_ *testing.T, o simulator.Options) []string { return keys(o, agencyByID(0)) },
			want: first},
		"chain": {lines: func(_ *testing.T,
			o simulator.Options) []string {
			return keys(o, agencyByName(), agencyByID(1))
		}, want: second},
		"identity token": {identity: idTokens, lines: func(*testing.T, simulator.Options) []string {
			return []string{nested("assume_role_with_oidc", line("idp_id", "ci"), line("id_token", "jwt-one"))}
		}, want: map[string]string{"method": "oidc", "domain_id": simulator.DefaultDomainID}},
		"identity token file": {identity: idTokens, lines: func(t *testing.T, _ simulator.Options) []string {
			t.Helper()
			return []string{nested("assume_role_with_oidc", line("idp_id", "ci"),
				line("id_token_file", file(t, "jwt", "jwt-one\n")),
				line("agency_name", identity.DefaultAgency), line("domain_name", identity.DefaultAgencyOf))}
		}, want: map[string]string{"method": "oidc", "domain_name": identity.DefaultAgencyOf}},
		"profile": {lines: func(t *testing.T, o simulator.Options) []string {
			t.Helper()
			return []string{profile(t, fmt.Sprintf(`"accessKeyId":%q,"secretAccessKey":%q`, o.AccessKey, o.SecretKey))}
		}, want: map[string]string{"method": "keys", "level": "shared config file", "domain_id": simulator.DefaultDomainID}},
		"profile with an agency": {lines: func(t *testing.T, o simulator.Options) []string {
			t.Helper()
			return []string{profile(t, fmt.Sprintf(`"accessKeyId":%q,"secretAccessKey":%q,"agencyName":%q,"agencyDomainName":%q`,
				o.AccessKey, o.SecretKey, identity.DefaultAgency, identity.DefaultAgencyOf))}
		}, want: map[string]string{"level": "shared config file", "domain_name": identity.DefaultAgencyOf}},
		"profile, SSO": {lines: func(t *testing.T, o simulator.Options) []string {
			t.Helper()
			return []string{profile(t, fmt.Sprintf(`"mode":"SSO","ssoAuth":{"stsToken":{"accessKeyId":%q,"secretAccessKey":%q}}`,
				o.AccessKey, o.SecretKey))}
		}, want: map[string]string{"method": "keys", "level": "shared config file"}},
		"metadata": {lines: metadata, want: map[string]string{"method": "metadata", "level": "metadata",
			"domain_id": simulator.DefaultDomainID}},
		"older metadata": {identity: func(c *identity.Config) { c.OldMetadata = true }, lines: metadata,
			want: map[string]string{"method": "metadata"}},
	}
}

// TestAccLogin_methods creates a label and reads the identity with every way to log in.
func TestAccLogin_methods(t *testing.T) {
	t.Parallel()
	for _, group := range []map[string]method{passwordMethods(), keyMethods()} {
		for name, m := range group {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{Identity: m.identity})
				run(t, env, resource.TestStep{Config: block(env, m.lines(t, env.Options())...) + label + whoAmI,
					ConfigStateChecks: expectIdentity(m.want)})
			})
		}
	}
}

// TestAccLogin_passcode plans and applies with a code each, since a code is good for one login and Terraform logs in for both. A
// used one is reported.
func TestAccLogin_passcode(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{Identity: func(c *identity.Config) {
		c.MFA, c.Passcodes = true,
			[]string{"000001", "000002"}
	}})
	o := env.Options()
	cli := env.NewCLI(t)
	cli.Write("main.tf", block(env)+label+whoAmI)
	login := []string{"HW_USER_ID=" + o.UserID, "HW_USER_PASSWORD=" + o.Password}
	for _, c := range []struct {
		code, want string
		exit       int
		args       []string
	}{
		{"", "requires a second factor", 1, []string{"plan"}},
		{"000001", "1 to add", 0, []string{"plan", "-out=saved"}},
		{"000001", "A passcode is valid for one login", 1, []string{"plan"}},
		{"000002", "1 added", 0, []string{"apply", "saved"}},
	} {
		cli.Env = slices.Concat(login, []string{"HW_USER_PASSCODE=" + c.code})
		if out := flat(cli.Must(c.exit, c.args...).Out); !strings.Contains(out, c.want) {
			t.Errorf("no %q in %s", c.want, out)
		}
	}
	env.ExpectCounts(map[string]int{simulator.OperationToken: 4})
}

// TestAccLogin_tokenOfAnotherLogin uses a token, and temporary keys, that were issued elsewhere.
func TestAccLogin_tokenOfAnotherLogin(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{Identity: func(c *identity.Config) { c.OldMetadata = true }})
	o := env.Options()
	login := fmt.Sprintf(`{"auth":{"identity":{"methods":["password"],"password":{"user":{"id":%q,"password":%q}}}}}`, o.UserID,
		o.Password)
	resp := ask(t, http.MethodPost, env.URL+"/v3/auth/tokens", login)
	keys := regexp.MustCompile(`"(access|secret|securitytoken)":"([^"]+)"`).FindAllStringSubmatch(ask(t, http.MethodGet,
		env.URL+"/openstack/latest/securitykey", "").body, -1)
	found := map[string]string{}
	for _, k := range keys {
		found[k[1]] = k[2]
	}
	run(t, env,
		resource.TestStep{Config: block(env, line("token", resp.token+"\n")) + label + whoAmI,
			ConfigStateChecks: expectIdentity(map[string]string{"method": "token", "user_name": o.User,
				"domain_id": o.DomainID})},
		resource.TestStep{Config: block(env, line("access_key", found["access"]), line("secret_key", found["secret"]),
			line("security_token",
				found["securitytoken"])) + strings.Replace(label, "urgent", "later", 1) + whoAmI,
			ConfigStateChecks: expectIdentity(map[string]string{"method": "keys", "domain_id": o.DomainID})},
	)
}

// TestAccLogin_rejectedBlocks shows what is wrong with a block when it is validated.
func TestAccLogin_rejectedBlocks(t *testing.T) {
	t.Parallel()
	for want, lines := range map[string][]string{
		"has\\s+two\\s+logins:\\s+`access_key`\\s+and\\s+`token`": {line("access_key", "a"), line("secret_key", "s"),
			line("token", "t")},
		"has\\s+`access_key`\\s+but\\s+no\\s+`secret_key`": {line("access_key", "a")},
		"exactly\\s+one\\s+of\\s+`domain_name`\\s+and\\s+`domain_id`": {line("token", "t"),
			nested("assume_role", line("agency_name", "a"))},
		"exactly\\s+one\\s+of\\s+`id_token`\\s+and\\s+`id_token_file`": {nested("assume_role_with_oidc", line("idp_id", "i"))},
		`from\s+900\s+to\s+86400`: {nested("assume_role", line("agency_name", "a"),
			line("domain_id", "d"), "duration = 60")},
		`must\s+be\s+the\s+six\s+digits`: {line("passcode", "12345"), line("password", "p"),
			line("user_id", "u")},
		`at\s+most\s+one`: {nested("assume_role_with_oidc", line("idp_id", "i"), line("id_token", "t")),
			nested("assume_role_with_oidc", line("idp_id", "i"), line("id_token", "t"))},
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			run(t, env, resource.TestStep{Config: block(env, lines...) + label, PlanOnly: true,
				ExpectError: regexp.MustCompile(want)})
			if n := len(env.Requests()); n > 0 {
				t.Errorf("%d requests were made", n)
			}
		})
	}
}

// flat takes out how Terraform breaks lines.
func flat(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "│", " ")), " ")
}
