// SPDX-License-Identifier: MPL-2.0

package identity

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// temporary are temporary keys, by their access key.
type temporary struct {
	secret, token string
	who           Principal
	end           time.Time
}

// Bounds of the life of temporary keys in seconds, and what is given when none is asked for.
const (
	shortestKeys = 900
	longestKeys  = 86400
)

type keysRequest struct {
	Auth struct {
		Identity struct {
			Methods []string `json:"methods"`
			Token   *struct {
				ID       string `json:"id,omitempty"`
				Duration int    `json:"duration_seconds,omitempty"`
			} `json:"token,omitempty"`
			AssumeRole *assumeRole `json:"assume_role,omitempty"`
		} `json:"identity"`
	} `json:"auth"`
}

// serveKeys answers temporary keys for a token, or for an agency.
func (s *Service) serveKeys(w http.ResponseWriter, r *request) {
	var body keysRequest
	if !decode(w, r, &body) {
		return
	}
	identity := body.Auth.Identity
	switch {
	case slices.Equal(identity.Methods, []string{"token"}) && identity.Token != nil:
		if r.Header.Get("X-Auth-Token") == "" {
			r.Header.Set("X-Auth-Token", identity.Token.ID)
		}
		who, ok := s.caller(w, r)
		if !ok {
			return
		}
		s.writeKeys(w, who, identity.Token.Duration)
	case slices.Equal(identity.Methods, []string{"assume_role"}) && identity.AssumeRole != nil:
		who, ok := s.caller(w, r)
		if !ok {
			return
		}
		if who, ok = s.assumeAgency(w, who, *identity.AssumeRole); ok {
			s.writeKeys(w, who, identity.AssumeRole.Duration)
		}
	default:
		reject(w, http.StatusBadRequest, "The method is not supported.")
	}
}

// caller checks who calls the login service; without proof the call is refused as the gateway does it.
func (s *Service) caller(w http.ResponseWriter, r *request) (Principal, bool) {
	who, rejection := s.authenticate(r.Request, r.body)
	if rejection != nil {
		writeJSON(w, rejection.Status, map[string]any{"error_code": rejection.Code, "error_msg": rejection.Message})
		return Principal{}, false
	}
	return who, true
}

func (s *Service) writeKeys(w http.ResponseWriter, who Principal, seconds int) {
	if seconds == 0 {
		seconds = shortestKeys
	}
	if seconds < shortestKeys || seconds > longestKeys {
		reject(w, http.StatusBadRequest, "The duration_seconds is invalid.")
		return
	}
	access, k := s.newKeys(who, time.Duration(seconds)*time.Second)
	writeJSON(w, http.StatusCreated, map[string]any{"credential": map[string]any{
		"access": access, "secret": k.secret, "securitytoken": k.token, "expires_at": formatTime(k.end)}})
}

func (s *Service) newKeys(who Principal, life time.Duration) (string, temporary) {
	if s.cfg.KeysTTL > 0 {
		life = s.cfg.KeysTTL
	}
	s.issued++
	access := fmt.Sprintf("HSTASIMULATED%07d", s.issued)
	k := temporary{secret: digest("secret " + access)[:40], token: "simulatedSecurityToken" + digest("token "+access), who: who,
		end: s.cfg.Now().Add(life)}
	s.keys[access] = k
	return access, k
}
