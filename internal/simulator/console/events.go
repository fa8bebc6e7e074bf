// SPDX-License-Identifier: MPL-2.0

package console

import (
	"fmt"
	"net/http"
	"time"
)

const (
	// settle is how long changes are gathered into one event: one call of the API changes the log several times.
	settle = 100 * time.Millisecond
	// keepAlive is the time after which a comment is sent, so that the server notices clients that are gone.
	keepAlive = 15 * time.Second
)

// events sends a server-sent event at once and after each change.
func (c *console) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	flusher := http.NewResponseController(w)
	alive := time.NewTicker(keepAlive)
	defer alive.Stop()
	for {
		changed := c.sim.Changed()
		_, err := fmt.Fprintf(w, "event: change\ndata: {\"tickets\": %d, \"requests\": %d}\n\n",
			len(c.sim.Cases()), len(c.sim.Requests()))
		if err != nil || flusher.Flush() != nil {
			return
		}
		for waiting := true; waiting; {
			select {
			case <-changed:
				waiting = false
			case <-alive.C:
				if _, err := fmt.Fprint(w, ": waiting\n\n"); err != nil || flusher.Flush() != nil {
					return
				}
			case <-r.Context().Done():
				return
			}
		}
		select {
		case <-time.After(settle):
		case <-r.Context().Done():
			return
		}
	}
}
