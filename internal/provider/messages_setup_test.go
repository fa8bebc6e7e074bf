// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// setups are what the header of a messageCase may name: faults, statuses, servers. A server's address becomes a placeholder.
var setups = map[string]func(*messageCase){
	"closed port": func(c *messageCase) { c.address("closed", c.closedPort()) },
	"TLS server with an unknown authority": func(c *messageCase) {
		c.serveTLS(newCertificate(c, "Example Gateway", "127.0.0.1", time.Now().Add(time.Hour)))
	},
	"TLS server with an expired certificate": func(c *messageCase) {
		certificate := newCertificate(c, "Example Gateway", "127.0.0.1", time.Now().Add(-time.Hour))
		c.serveTLS(certificate)
		c.authority(certificate)
	},
	"TLS server for another host": func(c *messageCase) {
		certificate := newCertificate(c, "Example Gateway", "192.0.2.1", time.Now().Add(time.Hour))
		c.serveTLS(certificate)
		c.authority(certificate)
	},
	"CA certificate of another authority": func(c *messageCase) {
		c.authority(newCertificate(c, "Example Corporation", "127.0.0.1", time.Now().Add(time.Hour)))
	},
	"web server that knows nothing": func(c *messageCase) {
		c.serve("web", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "what?", http.StatusNotFound) })
	},
	"login page of a network": func(c *messageCase) {
		c.serve("portal", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<html><head><title>Welcome to Airport WiFi</title></head><body>Log in</body></html>"))
		})
	},
	"server that redirects": func(c *messageCase) {
		c.serve("redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://example.com/", http.StatusFound)
		})
	},
	"deletion of held attachments is rejected": func(c *messageCase) {
		c.env.SetBehaviors(func(b *simulator.Behaviors) { b.AttachedDeletion = simulator.AttachedDeletionRejected })
	},
	"deletion of held attachments is ignored": func(c *messageCase) {
		c.env.SetBehaviors(func(b *simulator.Behaviors) { b.AttachedDeletion = simulator.AttachedDeletionIgnored })
	},
	"deletion of attachments is not permitted": func(c *messageCase) {
		c.env.Inject(simulator.Fault{Operation: "DeleteAccessories", Kind: simulator.RejectUnder200, Code: "OSM.01010002"})
	},
	"messages can no longer be revoked": func(c *messageCase) {
		c.env.SetBehaviors(func(b *simulator.Behaviors) { b.RevocableMessages = simulator.RevocableMessagesRecent })
		c.env.Advance(time.Hour)
	},
	"service has an internal error": func(c *messageCase) {
		c.env.Inject(simulator.Fault{Operation: "ListLabels", Kind: simulator.RejectUnder200, Code: "OSM.0004"})
	},
	"login service is down": func(c *messageCase) {
		c.env.Inject(simulator.Fault{Operation: simulator.OperationToken, Kind: simulator.RejectBefore, Status: 503})
	},
	"no support plan":              func(c *messageCase) { c.env.SetSupportPlan(false) },
	"no privilege to open tickets": func(c *messageCase) { c.env.SetPrivilege("createCase", false) },
	"no privilege to export":       func(c *messageCase) { c.env.SetPrivilege("export", false) },
	"quota is used up":             func(c *messageCase) { c.env.SetQuota(simulator.ProblemConsulting, 3, 0) },
	"label day shift":              func(c *messageCase) { c.env.AddLabel("day shift", "#112233") },
	"label night":                  func(c *messageCase) { c.env.AddLabel("night", "#112233") },
	"30 labels": func(c *messageCase) {
		for i := range 30 {
			c.env.AddLabel(fmt.Sprint("team ", i), "#112233")
		}
	},
	"contacts need verification": func(c *messageCase) {
		c.env.SetBehaviors(func(b *simulator.Behaviors) { b.UnregisteredContacts = simulator.UnregisteredNeedVerification })
	},
	"response to the verification code is lost": func(c *messageCase) {
		c.env.Inject(simulator.Fault{Operation: "SendVerifyCodes", Kind: simulator.DropAfter})
	},
	"new agreement": func(c *messageCase) { c.env.PublishAgreement("0", 4) },
	"no agreement":  func(c *messageCase) { c.env.PublishAgreement("0", 0) },
	"privileges are never reported": func(c *messageCase) {
		c.env.Inject(simulator.Fault{Operation: "ListPrivileges", Kind: simulator.RejectUnder200, Body: `{"has_privilege":0}`})
	},
	"two regions of one name": func(c *messageCase) {
		c.placeholders["other region"] = c.env.Duplicate(simulator.RegionList)
	},
	"products are unavailable": func(c *messageCase) {
		c.env.Inject(simulator.Fault{Operation: "ListProductCategories", Kind: simulator.RejectBefore, Status: 503})
	},
	"deleted tickets stay readable": func(c *messageCase) {
		c.env.SetBehaviors(func(b *simulator.Behaviors) { b.Deleted = simulator.DeletedStatus13 })
	},
	"support asks for access":        func(c *messageCase) { c.askForAccess(simulator.AuthorizationWaiting) },
	"access is granted":              func(c *messageCase) { c.askForAccess(simulator.AuthorizationGranted) },
	"request for access is recalled": func(c *messageCase) { c.askForAccess(simulator.AuthorizationRecalled) },
	"hosts reject every login": func(c *messageCase) {
		c.env.Inject(simulator.Fault{Operation: "CheckHosts", Kind: simulator.RejectUnder200, Code: "OSM.01010003"})
	},
	"ticket in process":      func(c *messageCase) { c.openTicket(1) },
	"ticket to be confirmed": func(c *messageCase) { c.openTicket(osm.StatusToBeConfirmed) },
	"deleted ticket":         func(c *messageCase) { c.openTicket(osm.StatusDeleted) },
	"ticket is in process":   func(c *messageCase) { c.setStatus(1) },
	"ticket is completed":    func(c *messageCase) { c.setStatus(osm.StatusCompleted) },
}

// openTicket opens {ticket} without Terraform.
func (c *messageCase) openTicket(status int) {
	c.Helper()
	c.placeholders["ticket"] = c.env.OpenCase("web-1 does not answer")
	c.env.SetStatus(c.placeholders["ticket"], status)
}

// askForAccess asks for access to a host as support: {request}, with the detail {detail}.
func (c *messageCase) askForAccess(status int) {
	c.Helper()
	id, details, err := c.env.RequestAuthorization(c.env.OpenCase("web-1 does not answer"), "Restart the database",
		simulator.AuthorizationHost{InstanceID: "i-1", InstanceName: "db-1", Account: "support", Port: 22})
	c.env.Must(err)
	c.env.Must(c.env.SetAuthorizationStatus(id, status))
	c.placeholders["request"], c.placeholders["detail"] = id, fmt.Sprint(details[0])
}

// setStatus sets the status of the one ticket that before.tf has opened.
func (c *messageCase) setStatus(status int) {
	c.Helper()
	c.env.SetStatus(acctest.OnlyCase(c.T, c.env).ID, status)
}

// serve starts a server whose address becomes a placeholder.
func (c *messageCase) serve(name string, handler http.HandlerFunc) {
	c.Helper()
	server := httptest.NewServer(handler)
	c.Cleanup(server.Close)
	c.address(name, server.URL)
}

// address adds {name} for a URL and {name host} for its host and port.
func (c *messageCase) address(name, url string) {
	_, host, _ := strings.Cut(url, "://")
	c.placeholders[name], c.placeholders[name+" host"] = url, host
}

// closedPort returns the URL of a port that nothing listens on.
func (c *messageCase) closedPort() string {
	c.Helper()
	listener, err := (&net.ListenConfig{}).Listen(c.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		c.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		c.Fatal(err)
	}
	return "http://" + listener.Addr().String()
}

// serveTLS starts a TLS server whose address becomes the placeholder {tls}.
func (c *messageCase) serveTLS(certificate tls.Certificate) {
	c.Helper()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate}}
	server.StartTLS()
	c.Cleanup(server.Close)
	c.address("tls", server.URL)
}

// authority writes a file with the certificate, {ca}.
func (c *messageCase) authority(certificate tls.Certificate) {
	c.Helper()
	c.cli.Write("ca.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[0]})))
	c.placeholders["ca"] = c.cli.Path("ca.pem")
}

// newCertificate creates a certificate that its own key signed, for an IP address.
func newCertificate(c *messageCase, issuer, address string, end time.Time) tls.Certificate {
	c.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	c.env.Must(err)
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: issuer},
		IPAddresses:           []net.IP{net.ParseIP(address)},
		NotBefore:             end.Add(-48 * time.Hour),
		NotAfter:              end,
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	c.env.Must(err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
