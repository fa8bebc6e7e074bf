// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// AuthorizationHost is a host that support asks for access to, or a console if it has no instance.
type AuthorizationHost struct {
	InstanceID, InstanceName, RegionID string
	Account                            string
	Port                               int
}

// AuthorizationSession is a session of support on a host.
type AuthorizationSession struct {
	Started   time.Time
	Length    time.Duration
	Commands  []string
	Transfers []AuthorizationTransfer
}

// AuthorizationTransfer is a file that support transferred.
type AuthorizationTransfer struct{ Name, From, To, Size string }

// AuthorizationGrant is a grant as received.
type AuthorizationGrant struct{ Body []byte }

// Authorization is a request from support for access as stored.
type Authorization struct {
	ID, CaseID, Reason string
	Status             int
	DetailIDs          []int
	// Grants are the grants that the service accepted.
	Grants []AuthorizationGrant
}

// HostPassword is the password of every host.
const HostPassword = "Simulated-H0st-Passw0rd!"

// RequestAuthorization asks for access as a support engineer does and returns the ID of the request and of its details.
func (s *Simulator) RequestAuthorization(
	caseID, describe string, hosts ...AuthorizationHost,
) (id string, details []int, err error) {
	err = s.change(caseID, func(t *ticket) {
		s.store.authorizationNumber++
		id = fmt.Sprintf("Auth-%d", 100000+s.store.authorizationNumber)
		a := &authorization{id: id, ticket: t, describe: describe, created: s.Now()}
		for _, host := range hosts {
			s.store.detailNumber++
			a.details = append(a.details, &authorizationDetail{id: 7000 + s.store.detailNumber, host: host})
			details = append(details, 7000+s.store.detailNumber)
		}
		s.store.authorizations = append(s.store.authorizations, a)
	})
	return id, details, err
}

// SetAuthorizationStatus sets the status of a request, as support or an approver does.
func (s *Simulator) SetAuthorizationStatus(id string, status int) error {
	return s.changeAuthorization(id, func(a *authorization) {
		a.status, a.ticket.authorized = status, boolToInt(status == AuthorizationGranted)
	})
}

// AddAuthorizationSession records a session of support and returns its ID.
func (s *Simulator) AddAuthorizationSession(id string, detailID int, session AuthorizationSession) (sessionID int, err error) {
	err = s.changeAuthorization(id, func(a *authorization) {
		for _, d := range a.details {
			if d.id == detailID {
				s.store.sessionNumber++
				sessionID = s.store.sessionNumber
				d.sessions = append(d.sessions, authorizationSession{sessionID, session})
			}
		}
	})
	return sessionID, err
}

func (s *Simulator) changeAuthorization(id string, apply func(*authorization)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.store.authorizations {
		if a.id == id {
			apply(a)
			return nil
		}
	}
	return fmt.Errorf("no authorization %q", id)
}

// RemoveAuthorization removes a request.
func (s *Simulator) RemoveAuthorization(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store.authorizations = slices.DeleteFunc(s.store.authorizations, func(a *authorization) bool { return a.id == id })
}

// Authorizations returns the requests in order of creation.
func (s *Simulator) Authorizations() []Authorization {
	s.mu.Lock()
	defer s.mu.Unlock()
	views := []Authorization{}
	for _, a := range s.store.authorizations {
		s.expire(a)
		view := Authorization{ID: a.id, CaseID: a.ticket.id, Reason: a.reason, Status: a.status, Grants: slices.Clone(a.grants)}
		for _, d := range a.details {
			view.DetailIDs = append(view.DetailIDs, d.id)
		}
		views = append(views, view)
	}
	return views
}

// findSessions returns the sessions on the host in the path, or the one in the path.
func (s *Simulator) findSessions(c *call) ([]authorizationSession, *apiError) {
	a, apiErr := s.findAuthorization(c, first(c.query["group_id"]))
	if apiErr != nil {
		return nil, apiErr
	}
	for _, d := range a.details {
		if strconv.Itoa(d.id) != c.path["authorization_detail_id"] {
			continue
		}
		if c.path["session_id"] == "" {
			return d.sessions, nil
		}
		for _, session := range d.sessions {
			if strconv.Itoa(session.id) == c.path["session_id"] {
				return []authorizationSession{session}, nil
			}
		}
		return nil, invalid("session_id")
	}
	return nil, invalid("authorization_detail_id")
}

func (s *Simulator) listSessions(c *call) (any, *apiError) {
	sessions, apiErr := s.findSessions(c)
	if apiErr != nil {
		return nil, apiErr
	}
	items := []object{}
	for _, session := range paged(c, sessions) {
		items = append(items, object{
			"session_id": session.id, "start_time": s.formatTime(c, session.Started),
			"end_time": s.formatTime(c, session.Started.Add(session.Length)), "duration": clockTime(session.Length),
		})
	}
	return object{"total_count": s.total(len(sessions), len(items)), "session_list": items}, nil
}

// clockTime formats a duration as hh:mm:ss.
func clockTime(d time.Duration) string { return time.Time{}.Add(d).Format(time.TimeOnly) }

func (s *Simulator) listOperations(c *call) (any, *apiError) {
	return s.listOfSession(c, "ops_list", func(session authorizationSession) []object {
		items := []object{}
		for i, command := range session.Commands {
			at := session.Started.Add(time.Duration(i) * time.Second)
			items = append(items, object{"oper": command, "operate_time": s.formatTime(c, at)})
		}
		return items
	})
}

func (s *Simulator) listTransfers(c *call) (any, *apiError) {
	return s.listOfSession(c, "file_ops_list", func(session authorizationSession) []object {
		items := []object{}
		for _, t := range session.Transfers {
			items = append(items, object{
				"file_name": t.Name, "from_path": t.From, "to_path": t.To, "file_size": t.Size, "operate_type": "upload",
				"oper_result": "success", "operate_time": s.formatTime(c, session.Started), "duration": clockTime(time.Second),
			})
		}
		return items
	})
}

// listOfSession returns entries of a session, which of returns in ascending order.
func (s *Simulator) listOfSession(c *call, key string, of func(authorizationSession) []object) (any, *apiError) {
	sessions, apiErr := s.findSessions(c)
	if apiErr != nil {
		return nil, apiErr
	}
	entries := of(sessions[0])
	if c.integer("sort", 0) == 0 {
		slices.Reverse(entries)
	}
	items := paged(c, entries)
	return object{"total_count": s.total(len(entries), len(items)), key: items}, nil
}
