// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// secured starts a TLS server in front of the simulator. It returns the address, the certificate and its key.
func secured(t *testing.T, env *acctest.Env, clients tls.ClientAuthType) (address, certificate, key string) {
	t.Helper()
	target, err := url.Parse(env.URL)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }})
	server.TLS = &tls.Config{ClientAuth: clients, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	t.Cleanup(server.Close)
	der, err := x509.MarshalPKCS8PrivateKey(server.TLS.Certificates[0].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	certificate = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	return server.URL, certificate, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// TestAccNetwork_tls logs in and calls over TLS: the authority, the client certificate and insecure hold for the login service as
// for the ticket service.
func TestAccNetwork_tls(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		clients tls.ClientAuthType
		lines   func(certificate, key string) []string
		want    string
	}{
		"unknown authority": {lines: func(string, string) []string { return nil }, want: "The TLS certificate of 127.0.0.1"},
		"authority, file":   {lines: func(c, _ string) []string { return []string{line("cacert_file", file(t, "ca.pem", c))} }},
		"authority, text":   {lines: func(c, _ string) []string { return []string{line("cacert_file", c)} }},
		"insecure":          {lines: func(string, string) []string { return []string{"insecure = true"} }},
		"client certificate": {clients: tls.RequireAnyClientCert, lines: func(c, k string) []string {
			return []string{line("cacert_file", c), line("cert", file(t, "cert.pem", c)), line("key", k)}
		}},
		"no client certificate": {clients: tls.RequireAnyClientCert,
			lines: func(c, _ string) []string { return []string{line("cacert_file", c)} },
			want:  "certificate"},
		"half a certificate": {lines: func(c, _ string) []string { return []string{line("cert", c)} },
			want: "A client certificate requires both `cert` and `key`"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			address, certificate, key := secured(t, env, c.clients)
			o := env.Options()
			lines := append([]string{
				fmt.Sprintf("endpoints = { osm = %[1]q, iam = %[1]q "+
					"}", address), line("user_name", o.User), line("password", o.Password), line("domain_name",
					o.Domain),
			}, c.lines(certificate, key)...)
			cli := env.NewCLI(t)
			cli.Write("main.tf", "provider \"osm\" {\n  "+strings.Join(lines, "\n  ")+"\n}\n"+label)
			if c.want == "" {
				cli.Apply()
				// Terraform runs plan and apply in processes of their own.
				env.ExpectCounts(map[string]int{simulator.OperationToken: 2, "CreateLabels": 1})
				return
			}
			if out := flat(cli.Must(1, "apply", "-auto-approve").Out); !strings.Contains(out, c.want) {
				t.Error(out)
			}
		})
	}
}

// TestAccNetwork_proxy takes the proxy from the environment, both for the login and for the calls: the hosts exist only behind
// it.
func TestAccNetwork_proxy(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	o := env.Options()
	cli := env.NewCLI(t)
	cli.Env = []string{"HTTP_PROXY=" + env.URL, "http_proxy=" + env.URL, "NO_PROXY=", "no_proxy="}
	cli.Write("main.tf", fmt.Sprintf("provider \"osm\" {\n  endpoints = { osm = \"http://osm.invalid\", iam = "+
		"\"http://iam.invalid\" }\n  %s\n}\n%s",
		strings.Join([]string{line("user_name", o.User), line("password", o.Password), line("domain_name", o.Domain)},
			"\n  "), label))
	if out := flat(cli.Apply().Out); !strings.Contains(out, ".invalid: credentials and tickets are not encrypted") {
		t.Errorf("no warning of plain http in %s", out)
	}
	for _, r := range env.Requests() {
		if want := map[bool]string{true: "iam.invalid",
			false: "osm.invalid"}[r.Operation == simulator.OperationToken]; r.Host != want {
			t.Errorf("%s went to %s", r.Operation, r.Host)
		}
	}
}
