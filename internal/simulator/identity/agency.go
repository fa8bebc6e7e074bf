// SPDX-License-Identifier: MPL-2.0

package identity

import (
	"net/http"
	"strings"
	"time"
)

type assumeRole struct {
	Agency     string `json:"agency_name"`
	DomainName string `json:"domain_name,omitempty"`
	DomainID   string `json:"domain_id,omitempty"`
	Duration   int    `json:"duration_seconds,omitempty"`
}

// assumeAgency gives who the caller is after taking over an agency, or refuses.
func (s *Service) assumeAgency(w http.ResponseWriter, who Principal, wanted assumeRole) (Principal, bool) {
	if wanted.Agency == "" || (wanted.DomainName == "") == (wanted.DomainID == "") {
		reject(w, http.StatusBadRequest, "agency_name and one of domain_name and domain_id are needed.")
		return Principal{}, false
	}
	for _, a := range s.cfg.Agencies {
		if a.Name != wanted.Agency || wanted.DomainName != "" && a.Domain != wanted.DomainName || wanted.DomainID != "" && a.DomainID != wanted.DomainID {
			continue
		}
		if a.Trusted != "" && a.Trusted != who.DomainName {
			reject(w, http.StatusForbidden, "You are not authorized to perform the requested action.")
			return Principal{}, false
		}
		return Principal{UserID: digest("agency " + a.Name + a.DomainID)[:32], UserName: who.DomainName + "/" + a.Name, DomainID: a.DomainID,
			DomainName: a.Domain,
			ProjectID:  projectOf(a.DomainID)}, true
	}
	reject(w, http.StatusNotFound, "Could not find agency or domain.")
	return Principal{}, false
}

// agencyToken answers a token of an agency for a token of the account that it delegates to.
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

// serveAssume is the STS service: it gives temporary keys for an agency that is named by the account's id.
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
		writeJSON(w, http.StatusBadRequest, map[string]any{"error_code": "STS.0001", "error_msg": "The agency_urn or agency_session_name is invalid."})
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
		"assumed_agency": map[string]any{"urn": "sts::" + who.DomainID + ":assumed-agency:" + parts[4] + "/" + body.Session,
			"id": who.UserID + ":" + body.Session},
		"credentials": map[string]any{"access_key_id": access, "secret_access_key": k.secret, "security_token": k.token, "expiration": formatTime(k.end)},
	})
}
