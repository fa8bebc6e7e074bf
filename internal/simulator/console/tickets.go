// SPDX-License-Identifier: MPL-2.0

package console

import (
	"encoding/json"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// status is a documented status: its number, the provider's name for it and its title on the page.
type status struct {
	Code  int
	Name  string
	Title string
}

var statuses = []status{
	{simulator.StatusToBeHandled, "to_be_handled", "To be handled"},
	{simulator.StatusInProcess, "in_process", "In process"},
	{simulator.StatusToBeConfirmed, "to_be_confirmed", "To be confirmed"},
	{simulator.StatusWaitingForFeedback, "waiting_for_feedback", "Waiting for feedback"},
	{simulator.StatusSuspended, "suspended", "Suspended"},
	{simulator.StatusCompleted, "completed", "Completed"},
	{simulator.StatusCancelled, "cancelled", "Cancelled"},
	{simulator.StatusInvalid, "invalid", "Invalid"},
	{simulator.StatusDeleted, "deleted", "Deleted"},
}

// highestStatus is the upper bound of a status in the API reference.
const highestStatus = 30

// statusOf returns a status; one without a name is shown as its number.
func statusOf(code int) status {
	for _, known := range statuses {
		if known.Code == code {
			return known
		}
	}
	return status{Code: code, Name: strconv.Itoa(code), Title: "Status " + strconv.Itoa(code)}
}

// StatusTitle returns a status as the page shows it.
func StatusTitle(code int) string { return statusOf(code).Title }

// ticket is a ticket in responses. It has no contact data.
type ticket struct {
	ID          string    `json:"id"`
	Status      int       `json:"status"`
	StatusName  string    `json:"status_name"`
	IsOpen      bool      `json:"is_open"`
	Removed     bool      `json:"removed,omitempty"`
	Description string    `json:"description"`
	ProblemType string    `json:"problem_type"`
	Product     string    `json:"product"`
	Region      string    `json:"region"`
	Severity    string    `json:"severity"`
	Created     time.Time `json:"created"`
	Messages    []message `json:"messages"`
	Files       []file    `json:"files"`
}

// message is a message of a ticket. The first one is the ticket's description.
type message struct {
	ID      string    `json:"id"`
	From    string    `json:"from"` // "customer" or "support"
	Author  string    `json:"author"`
	Content string    `json:"content"`
	Created time.Time `json:"created"`
	Files   []file    `json:"files,omitempty"`
}

// file is an attachment.
type file struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Size int    `json:"size"`
}

// tickets returns all tickets, the newest first.
func (c *console) tickets() []ticket {
	files := map[string]file{}
	for _, a := range c.sim.Accessories() {
		files[a.ID] = file{ID: a.ID, Name: a.Name, Size: len(a.Bytes)}
	}
	tickets := []ticket{}
	for _, view := range slices.Backward(c.sim.Cases()) {
		tickets = append(tickets, newTicket(view, files))
	}
	return tickets
}

func newTicket(view simulator.Case, files map[string]file) ticket {
	ended := []int{simulator.StatusCompleted, simulator.StatusCancelled, simulator.StatusInvalid, simulator.StatusDeleted}
	t := ticket{
		ID: view.ID, Status: view.Status, StatusName: statusOf(view.Status).Name,
		IsOpen: !view.Removed && !slices.Contains(ended, view.Status), Removed: view.Removed,
		Description: view.Description, ProblemType: view.BusinessTypeName, Product: view.ProductCategoryName,
		Region: view.RegionName, Severity: view.SeverityName, Created: view.Created.UTC(),
		Messages: []message{}, Files: []file{},
	}
	for _, m := range view.Messages {
		shown := message{ID: m.ID, From: "customer", Author: m.AuthorName, Content: m.Content, Created: m.Created.UTC()}
		if m.Engineer {
			shown.From = "support"
		}
		for _, id := range m.AccessoryIDs {
			if f, ok := files[id]; ok { // the customer may have deleted it
				shown.Files = append(shown.Files, f)
			}
		}
		t.Messages, t.Files = append(t.Messages, shown), append(t.Files, shown.Files...)
	}
	return t
}

// find returns the ticket in the path of a request.
func (c *console) find(r *request) (ticket, error) {
	id := r.PathValue("id")
	tickets := c.tickets()
	at := slices.IndexFunc(tickets, func(t ticket) bool { return t.ID == id })
	if at < 0 {
		return ticket{}, fail(http.StatusNotFound, "ticket %s does not exist", id)
	}
	return tickets[at], nil
}

func (c *console) listTickets(*request) (any, error) { return object{"tickets": c.tickets()}, nil }

func (c *console) showTicket(r *request) (any, error) { return c.find(r) }

func (c *console) openTicket(r *request) (any, error) {
	var body struct {
		Description string `json:"description"`
	}
	if err := r.decode(&body); err != nil {
		return nil, err
	}
	if strings.TrimSpace(body.Description) == "" {
		return nil, fail(http.StatusBadRequest, "description must not be empty")
	}
	r.SetPathValue("id", c.sim.OpenCase(body.Description))
	return c.find(r)
}

func (c *console) reply(r *request) (any, error) {
	var body struct {
		Content string `json:"content"`
	}
	if err := r.decode(&body); err != nil {
		return nil, err
	}
	if strings.TrimSpace(body.Content) == "" {
		return nil, fail(http.StatusBadRequest, "content must not be empty")
	}
	return c.change(r, func(id string) error {
		_, err := c.sim.Reply(id, body.Content)
		return err
	})
}

func (c *console) setStatus(r *request) (any, error) {
	var body struct {
		Status json.RawMessage `json:"status"`
	}
	if err := r.decode(&body); err != nil {
		return nil, err
	}
	code, err := parseStatus(strings.Trim(string(body.Status), `"`))
	if err != nil {
		return nil, err
	}
	return c.change(r, func(id string) error { return c.sim.SetStatus(id, code) })
}

func (c *console) closeTicket(r *request) (any, error) {
	return c.change(r, func(id string) error { return c.sim.SetStatus(id, simulator.StatusCompleted) })
}

// change changes an existing ticket and returns it.
func (c *console) change(r *request, apply func(id string) error) (any, error) {
	t, err := c.find(r)
	if err != nil {
		return nil, err
	}
	if err := apply(t.ID); err != nil {
		return nil, fail(http.StatusConflict, "ticket %s was removed", t.ID)
	}
	return c.find(r)
}

// parseStatus returns the number of a status by its name or its number.
func parseStatus(text string) (int, error) {
	names := []string{}
	for _, known := range statuses {
		if known.Name == text {
			return known.Code, nil
		}
		names = append(names, known.Name)
	}
	if code, err := strconv.Atoi(text); err == nil && code >= 0 && code <= highestStatus {
		return code, nil
	}
	return 0, fail(http.StatusBadRequest, "status must be a number from 0 to %d or one of %s", highestStatus,
		strings.Join(names, ", "))
}

// file serves an attachment as a download, whatever it contains.
func (c *console) file(w http.ResponseWriter, r *http.Request) {
	a, ok := c.sim.Accessory(r.PathValue("id"))
	if !ok {
		writeError(w, fail(http.StatusNotFound, "file %s does not exist", r.PathValue("id")))
		return
	}
	header := w.Header()
	header.Set("Content-Security-Policy", "sandbox")
	header.Set("Content-Type", "application/octet-stream")
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name}))
	header.Set("Content-Length", strconv.Itoa(len(a.Bytes)))
	_, _ = w.Write(a.Bytes) // a client that went away needs no response
}
