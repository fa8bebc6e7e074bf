// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator/identity"
)

// Secrets that are planted. What the simulator issues begins with one of the last three.
const (
	markPassword = "MARKpasswordMARK"
	markSecret   = "MARKsecretkeyMARK"
	markSecurity = "MARKsecuritytokenMARK"
	markToken    = "MARKtokenMARK"
	markJWT      = "MARKjwtMARK"
	markCode     = "975310"
)

var planted = []string{markPassword, markSecret, markSecurity, markToken, markJWT, markCode, "MIIsimulated",
	"simulatedSecurityToken",
	"simulated-metadata-token"}

// TestAccLogin_secretsStayOut plants the secrets of every method, lets logins succeed and fail, also with a service that quotes
// what it was sent, and looks for them in the logs at TRACE, in what Terraform prints and in state and plan.
func TestAccLogin_secretsStayOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		variables []string
		// quoted makes the service reject everything and quote what it was sent.
		quoted []string
		// exit is what apply ends with.
		exit int
	}{
		"password": {variables: []string{"HW_USER_NAME=osm-user", "HW_DOMAIN_NAME=osm-account", "HW_USER_PASSWORD=" +
			markPassword}},
		"password, quoted": {variables: []string{"HW_USER_NAME=osm-user", "HW_DOMAIN_NAME=osm-account",
			"HW_USER_PASSWORD=" + markPassword},
			quoted: []string{markPassword}, exit: 1},
		"passcode, quoted": {variables: []string{"HW_USER_ID=u", "HW_USER_PASSWORD=" + markPassword, "HW_USER_PASSCODE=" +
			markCode},
			quoted: []string{markPassword, markCode}, exit: 1},
		"token":         {variables: []string{"HW_AUTH_TOKEN=" + markToken}, exit: 1},
		"token, quoted": {variables: []string{"HW_AUTH_TOKEN=" + markToken}, quoted: []string{markToken}, exit: 1},
		"keys":          {variables: []string{"HW_ACCESS_KEY=" + simulator.DefaultAccessKey, "HW_SECRET_KEY=" + markSecret}},
		"temporary, quoted": {variables: []string{"HW_ACCESS_KEY=a", "HW_SECRET_KEY=" + markSecret, "HW_SECURITY_TOKEN=" +
			markSecurity,
			"HW_ASSUME_ROLE_AGENCY_NAME=a", "HW_ASSUME_ROLE_DOMAIN_NAME=d"}, quoted: []string{markSecret, markSecurity}, exit: 1},
		"agency": {variables: []string{"HW_ACCESS_KEY=" + simulator.DefaultAccessKey, "HW_SECRET_KEY=" + markSecret,
			"HW_ASSUME_ROLE_AGENCY_NAME=" + identity.DefaultAgency, "HW_ASSUME_ROLE_DOMAIN_NAME=" + identity.DefaultAgencyOf}},
		"identity token": {variables: []string{"HW_ASSUME_ROLE_IDP_ID=ci", "HW_ASSUME_ROLE_ID_TOKEN=" + markJWT}},
		"identity token, file": {variables: []string{"HW_ASSUME_ROLE_IDP_ID=ci", "HW_ASSUME_ROLE_ID_TOKEN_FILE={file}" + markJWT},
			quoted: []string{markJWT}, exit: 1},
		"profile": {variables: []string{"HW_SHARED_CONFIG_FILE={file}" +
			fmt.Sprintf(`{"current":"a","profiles":[{"name":"a","accessKeyId":%q,"secretAccessKey":%q}]}`,
				simulator.DefaultAccessKey,
				markSecret)}},
		"halves": {variables: []string{"HW_SECRET_KEY=" + markSecret, "HW_SECURITY_TOKEN=" + markSecurity,
			"HW_USER_PASSWORD=" + markPassword,
			"HW_USER_PASSCODE=" + markCode}, exit: 1},
		"odd address": {variables: []string{"HW_AUTH_TOKEN=" + markToken,
			"HW_AUTH_URL=https://joe:" + markPassword + "@iam.example.com"},
			exit: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Password: markPassword, SecretKey: markSecret,
				Identity: func(c *identity.Config) { c.IDTokens = []string{markJWT} }})
			cli := env.NewCLI(t)
			if c.quoted != nil {
				rejectQuoting(env, c.quoted...)
			}
			cli.Env = []string{"HW_AUTH_URL=" + env.URL, "HW_OSM_ENDPOINT=" + env.URL, "TF_LOG=TRACE",
				"TF_LOG_PATH=" + filepath.Join(cli.Dir, "trace.log")}
			for i, v := range c.variables {
				if variable, content, found := strings.Cut(v, "={file}"); found {
					v = variable + "=" + file(t, fmt.Sprint(i), content)
				}
				cli.Env = append(cli.Env, v)
			}
			cli.Write("main.tf", "provider \"osm\" {}\n"+label+whoAmI)
			printed := cli.Must(c.exit, "apply", "-auto-approve", "-input=false").Out
			printed += cli.Run("plan", "-out=saved").Out
			expectNoSecret(t, "the output", printed)
			expectNoSecretIn(t, cli)
		})
	}
}

func rejectQuoting(env *acctest.Env, sent ...string) {
	body := fmt.Sprintf(`{"error":{"code":401,"message":"bad: %s"}}`, strings.Join(sent, " "))
	for _, operation := range []string{simulator.OperationToken, simulator.OperationIdentity, "CreateLabels", "ListLabels"} {
		env.Inject(simulator.Fault{Operation: operation, Kind: simulator.RejectBefore, Status: http.StatusUnauthorized,
			Body: body})
	}
}

func expectNoSecret(t *testing.T, place, text string) {
	t.Helper()
	for _, mark := range planted {
		pattern := regexp.QuoteMeta(mark)
		if mark == markCode {
			pattern = `\b` + pattern + `\b` // six digits may be a part of a random ID
		}
		if at := regexp.MustCompile(pattern).FindStringIndex(text); at != nil {
			t.Errorf("%s holds %s: %s", place, mark, text[max(0, at[0]-200):min(len(text), at[1]+100)])
		}
	}
}

// expectNoSecretIn looks through all files of the folder: log, state, plan.
func expectNoSecretIn(t *testing.T, cli *acctest.CLI) {
	t.Helper()
	log := cli.Read("trace.log")
	configured := strings.Contains(log, "Configured provider") && strings.Contains(log, "login_method=") && strings.Contains(log,
		"login_level=")
	if !configured && !strings.Contains(log, "Invalid provider setting") {
		t.Error("the log does not say how the provider logs in")
	}
	err := filepath.WalkDir(cli.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil {
			expectNoSecret(t, entry.Name(), string(data))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
