// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"encoding/base64"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// What must be read nowhere. Each has a length that Base64 encodes without a rest, so that an encoded file begins with the encoded secret.
const (
	password      = "PLANTEDpasswordPLANTED-Aa1"
	secretMessage = "PLANTEDmessageTextPLANTED"
	tokenStart    = "MIIsimulated"
	traceLog      = "trace.log"
)

var secretOf = map[string]string{
	fromDisk:   "PLANTEDbytesOnDiskPLANTED.._",
	fromConfig: "PLANTEDbytesInConfPLANTED.._",
	writeOnly:  "PLANTEDbytesWriteOPLANTED.._",
}

// auditSecrets looks for the secrets in everything that Terraform printed, in its log and in the state.
func (c *campaign) auditSecrets() {
	c.t.Helper()
	secrets := []string{password, secretMessage, tokenStart}
	for _, s := range secretOf {
		secrets = append(secrets, s, base64.StdEncoding.EncodeToString([]byte(s[:27])))
	}
	log := c.cli.Read(traceLog)
	if traced := strings.Contains(strings.Join(c.cli.Env, " "), "TF_LOG=TRACE"); traced && !strings.Contains(log, "operation=CreateCases") {
		c.t.Errorf("the log does not tell of the calls")
	}
	for _, bad := range []string{"DATA RACE", "panic: "} {
		if i := strings.Index(log, bad); i >= 0 {
			c.t.Errorf("the log holds %q: %s", bad, log[i:min(len(log), i+4000)])
		}
	}
	places := map[string]string{"the output": c.printed.String(), "the log": log}
	for place, text := range places {
		for _, s := range secrets {
			if i := strings.Index(text, s); i >= 0 {
				c.t.Errorf("%s holds %q: %s", place, s, text[max(0, i-200):min(len(text), i+100)])
			}
		}
	}
	for _, name := range []string{"terraform.tfstate", "terraform.tfstate.backup"} {
		for _, s := range []string{password, secretMessage, tokenStart, secretOf[fromDisk], secretOf[writeOnly]} {
			if strings.Contains(c.cli.Read(name), s) {
				c.t.Errorf("%s holds %q", name, s)
			}
		}
	}
	if n := c.env.Count(simulator.OperationToken); n == 0 {
		c.t.Errorf("nobody logged in")
	}
}
