// SPDX-License-Identifier: MPL-2.0

package identity

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// temporaryKeys are temporary keys, by their access key.
type temporaryKeys struct {
	secret, token string
	who           Principal
	end           time.Time
}

// Bounds of the lifetime of temporary keys in seconds; shortestKeys is the default too.
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

// serveKeys issues temporary keys for a token or an agency.
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

// caller authenticates a call of the login service. It rejects the call as the gateway does.
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

func (s *Service) newKeys(who Principal, life time.Duration) (string, temporaryKeys) {
	if s.cfg.KeysTTL > 0 {
		life = s.cfg.KeysTTL
	}
	s.issued++
	access := fmt.Sprintf("HSTASIMULATED%07d", s.issued)
	k := temporaryKeys{secret: digest("secret " + access)[:40], token: "simulatedSecurityToken" + digest("token "+access),
		who: who,
		end: s.cfg.Now().Add(life)}
	s.keys[access] = k
	return access, k
}

type assumeRole struct {
	Agency     string `json:"agency_name"`
	DomainName string `json:"domain_name,omitempty"`
	DomainID   string `json:"domain_id,omitempty"`
	Duration   int    `json:"duration_seconds,omitempty"`
}

// assumeAgency returns the principal of an agency that the caller assumes, or rejects the call.
func (s *Service) assumeAgency(w http.ResponseWriter, who Principal, wanted assumeRole) (Principal, bool) {
	if wanted.Agency == "" || (wanted.DomainName == "") == (wanted.DomainID == "") {
		reject(w, http.StatusBadRequest, "agency_name and one of domain_name and domain_id are needed.")
		return Principal{}, false
	}
	for _, a := range s.cfg.Agencies {
		if a.Name != wanted.Agency ||
			wanted.DomainName != "" && a.Domain != wanted.DomainName ||
			wanted.DomainID != "" && a.DomainID != wanted.DomainID {
			continue
		}
		if a.Trusted != "" && a.Trusted != who.DomainName {
			reject(w, http.StatusForbidden, "You are not authorized to perform the requested action.")
			return Principal{}, false
		}
		return Principal{
			UserID:     digest("agency " + a.Name + a.DomainID)[:32],
			UserName:   who.DomainName + "/" + a.Name,
			DomainID:   a.DomainID,
			DomainName: a.Domain,
			ProjectID:  projectOf(a.DomainID),
		}, true
	}
	reject(w, http.StatusNotFound, "Could not find agency or domain.")
	return Principal{}, false
}

// agencyToken issues a token of an agency for a token of the account that it delegates to.
func (s *Service) agencyToken(w http.ResponseWriter, r *request, body *tokenRequest) {
	if r.Header.Get("X-Auth-Token") == "" {
		reject(w, http.StatusUnauthorized, "The request you have made requires authentication.")
		return
	}
	who, ok := s.caller(w, r)
	if !ok {
		return
	}
	if who, ok = s.assumeAgency(w, who, *body.Auth.Identity.AssumeRole); !ok {
		return
	}
	project, ok := s.resolveScope(body.Auth.Scope, who)
	if !ok {
		reject(w, http.StatusNotFound, "Could not find project or domain.")
		return
	}
	who.ProjectID = project
	s.issueToken(w, who, "assume_role")
}

// serveAssume is the STS service: it issues temporary keys for an agency.
func (s *Service) serveAssume(w http.ResponseWriter, r *request) {
	var body struct {
		URN      string `json:"agency_urn"`
		Session  string `json:"agency_session_name"`
		Duration int    `json:"duration_seconds,omitempty"`
	}
	if !decode(w, r, &body) {
		return
	}
	who, ok := s.caller(w, r)
	if !ok {
		return
	}
	parts := strings.Split(body.URN, ":")
	if len(parts) != 5 || parts[0] != "iam" || parts[1] != "" || parts[3] != "agency" || body.Session == "" {
		writeJSON(w, http.StatusBadRequest, map[string]any{
			"error_code": "STS.0001", "error_msg": "The agency_urn or agency_session_name is invalid.",
		})
		return
	}
	if who, ok = s.assumeAgency(w, who, assumeRole{Agency: parts[4], DomainID: parts[2]}); !ok {
		return
	}
	if body.Duration == 0 {
		body.Duration = 3600
	}
	access, k := s.newKeys(who, time.Duration(body.Duration)*time.Second)
	writeJSON(w, http.StatusOK, map[string]any{
		"assumed_agency": map[string]any{
			"urn": "sts::" + who.DomainID + ":assumed-agency:" + parts[4] + "/" + body.Session,
			"id":  who.UserID + ":" + body.Session,
		},
		"credentials": map[string]any{
			"access_key_id":     access,
			"secret_access_key": k.secret,
			"security_token":    k.token,
			"expiration":        formatTime(k.end),
		},
	})
}

// metadataToken is the token of the newer metadata service.
const metadataToken = "simulated-metadata-token"

// serveMetadataToken returns the token of the newer metadata service; the older one lacks the path.
func (s *Service) serveMetadataToken(w http.ResponseWriter, r *request) {
	seconds, err := strconv.Atoi(r.Header.Get("X-Metadata-Token-Ttl-Seconds"))
	switch {
	case s.cfg.OldMetadata:
		http.NotFound(w, r.Request)
	case err != nil || seconds <= 0:
		http.Error(w, "bad request", http.StatusBadRequest)
	default:
		_, _ = w.Write([]byte(metadataToken))
	}
}

// serveMetadataKeys issues temporary keys of the server's agency.
func (s *Service) serveMetadataKeys(w http.ResponseWriter, r *request) {
	switch {
	case !s.cfg.OldMetadata && r.Header.Get("X-Metadata-Token") != metadataToken:
		http.Error(w, "unauthorized", http.StatusUnauthorized)
	case s.cfg.NoMetadataKeys:
		http.NotFound(w, r.Request)
	default:
		who := s.user()
		access, k := s.newKeys(who, s.cfg.MetadataTTL)
		writeJSON(w, http.StatusOK, map[string]any{"credential": map[string]any{
			"access": access, "secret": k.secret, "securitytoken": k.token, "expires_at": formatTime(k.end)}})
	}
}
