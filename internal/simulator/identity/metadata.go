// SPDX-License-Identifier: MPL-2.0

package identity

import (
	"net/http"
	"strconv"
)

// metadataToken is the token of the newer metadata service.
const metadataToken = "simulated-metadata-token"

// serveMetadataToken answers the token of the newer metadata service; the older one knows no such path.
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

// serveMetadataKeys answers temporary keys of the server's agency.
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
