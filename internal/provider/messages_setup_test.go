// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// setups are what the header of a messageCase may name: faults, statuses, servers. A server's address becomes a placeholder.
var setups = map[string]func(*messageCase){
	"closed port": func(c *messageCase) { c.address("closed", c.closedPort()) },
	"TLS server with an unknown authority": func(c *messageCase) {
		server := httptest.NewTLSServer(http.NotFoundHandler())
		c.Cleanup(server.Close)
		c.address("tls", server.URL)
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
	"login service is down": func(c *messageCase) {
		c.env.Inject(simulator.Fault{Operation: simulator.OperationToken, Kind: simulator.RejectBefore, Status: 503})
	},
	"no support plan":              func(c *messageCase) { c.env.SetSupportPlan(false) },
	"no privilege to open tickets": func(c *messageCase) { c.env.SetPrivilege("createCase", false) },
	"quota is used up":             func(c *messageCase) { c.env.SetQuota(simulator.ProblemConsulting, 3, 0) },
	"label day shift":              func(c *messageCase) { c.env.AddLabel("day shift", "#112233") },
	"two regions of one name": func(c *messageCase) {
		c.placeholders["other region"] = c.env.Duplicate(simulator.RegionList)
	},
	"products are unavailable": func(c *messageCase) {
		c.env.Inject(simulator.Fault{Operation: "ListProductCategories", Kind: simulator.RejectBefore, Status: 503})
	},
	"deleted tickets stay readable": func(c *messageCase) {
		c.env.SetBehaviors(func(b *simulator.Behaviors) { b.Deleted = simulator.DeletedStatus13 })
	},
	"ticket in process":    func(c *messageCase) { c.openTicket(1) },
	"deleted ticket":       func(c *messageCase) { c.openTicket(osm.StatusDeleted) },
	"ticket is in process": func(c *messageCase) { c.setStatus(1) },
	"ticket is completed":  func(c *messageCase) { c.setStatus(osm.StatusCompleted) },
}

// openTicket opens {ticket} without Terraform.
func (c *messageCase) openTicket(status int) {
	c.Helper()
	c.placeholders["ticket"] = c.env.OpenCase("web-1 does not answer")
	c.env.SetStatus(c.placeholders["ticket"], status)
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
