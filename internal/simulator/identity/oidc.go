// SPDX-License-Identifier: MPL-2.0

package identity

import "net/http"

// serveIDToken changes an identity token for a token without a scope.
func (s *Service) serveIDToken(w http.ResponseWriter, r *request) {
	var body struct {
		Auth struct {
			IDToken struct {
				ID string `json:"id"`
			} `json:"id_token"`
		} `json:"auth"`
	}
	if !decode(w, r, &body) {
		return
	}
	switch {
	case r.Header.Get("X-Idp-Id") != s.cfg.IDP:
		reject(w, http.StatusNotFound, "Could not find identity provider: "+r.Header.Get("X-Idp-Id")+".")
	case !s.idTokens[body.Auth.IDToken.ID]:
		reject(w, http.StatusUnauthorized, "The id token is invalid or expired.")
	default:
		who := s.user()
		who.ProjectID = ""
		s.issueToken(w, who, "mapped")
	}
}
