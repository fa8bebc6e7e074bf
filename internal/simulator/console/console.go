// SPDX-License-Identifier: MPL-2.0

// Package console serves a page and a control API for people and tests that act as the other side of a simulator: reply as
// support, change a status, read the request log, select behaviors, inject faults.
//
// It is a handler in front of a simulator. It serves "/" and [Prefix] and passes every other request on. Its own requests
// are not in the simulator's request log.
package console

import (
	"mime"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// Prefix is the path of the control API.
const Prefix = "/simulator/v1/"

// console is a simulator's page and control API.
type console struct {
	sim *simulator.Simulator
}

// New returns a handler that serves the page and the control API, and passes all other requests to the simulator.
func New(sim *simulator.Simulator) http.Handler {
	c := &console{sim: sim}
	own := protect(c.routes())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reads := r.Method == http.MethodGet || r.Method == http.MethodHead
		if strings.HasPrefix(r.URL.Path, Prefix) || (r.URL.Path == "/" && reads) {
			own.ServeHTTP(w, r)
			return
		}
		sim.ServeHTTP(w, r)
	})
}

func (c *console) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", c.page)
	mux.HandleFunc("GET "+Prefix+"page.css", asset("page.css", "text/css; charset=utf-8"))
	mux.HandleFunc("GET "+Prefix+"page.js", asset("page.js", "text/javascript; charset=utf-8"))
	mux.HandleFunc("GET "+Prefix+"events", c.events)
	mux.HandleFunc("GET "+Prefix+"files/{id}", c.file)
	for pattern, handle := range map[string]operation{
		"GET " + Prefix + "tickets":                      c.listTickets,
		"POST " + Prefix + "tickets":                     c.openTicket,
		"GET " + Prefix + "tickets/{id}":                 c.showTicket,
		"POST " + Prefix + "tickets/{id}/reply":          c.reply,
		"POST " + Prefix + "tickets/{id}/status":         c.setStatus,
		"POST " + Prefix + "tickets/{id}/close":          c.closeTicket,
		"GET " + Prefix + "tickets/{id}/authorizations":  c.listAuthorizations,
		"POST " + Prefix + "tickets/{id}/authorizations": c.requestAuthorization,
		"POST " + Prefix + "authorizations/{id}/status":  c.setAuthorizationStatus,
		"GET " + Prefix + "requests":                     c.listRequests,
		"POST " + Prefix + "requests/clear":              c.clearRequests,
		"GET " + Prefix + "behaviors":                    c.listBehaviors,
		"POST " + Prefix + "behaviors":                   c.setBehavior,
		"GET " + Prefix + "faults":                       c.listFaults,
		"POST " + Prefix + "faults":                      c.injectFault,
		"POST " + Prefix + "faults/clear":                c.clearFaults,
		"POST " + Prefix + "clock":                       c.advanceClock,
	} {
		mux.HandleFunc(pattern, handle.serve)
	}
	mux.HandleFunc(Prefix, func(w http.ResponseWriter, r *http.Request) {
		writeError(w, fail(http.StatusNotFound, "%s %s is not part of the control API", r.Method, r.URL.Path))
	})
	return mux
}

// protect keeps pages of other sites from using the handler: they could send requests to a loopback address.
//
// A host name other than localhost may be under the control of such a page (DNS rebinding), so it must be an address. The
// browser names the origin of a write. A form is only accepted with it, since browsers also send forms without asking.
func protect(next http.Handler) http.Handler {
	origins := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Cache-Control", "no-store")
		header.Set("Content-Security-Policy", "default-src 'none'; connect-src 'self'; img-src 'self' data:; script-src 'self'; "+
			"style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Referrer-Policy", "same-origin") // no-referrer would make the browser send "Origin: null" with forms
		header.Set("X-Content-Type-Options", "nosniff")
		if !isLocalHost(r.Host) {
			writeError(w, fail(http.StatusForbidden, "the host of the request must be an IP address or localhost"))
			return
		}
		if origins.Check(r) != nil {
			writeError(w, fail(http.StatusForbidden, "requests of other sites are rejected"))
			return
		}
		if isForm(r) && r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Site") == "" {
			writeError(w, fail(http.StatusUnsupportedMediaType, "the content type must be application/json"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isLocalHost reports whether the Host header is localhost or an address.
func isLocalHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if host == "localhost" {
		return true
	}
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil
}

// isForm reports whether the body is that of an HTML form.
func isForm(r *http.Request) bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && media == "application/x-www-form-urlencoded"
}
