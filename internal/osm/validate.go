// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// These report to the transport which responses can't be used, so that it retries a call that may be repeated. The transport judges an error status
// itself.

// notJSONObject reports a response that is not the JSON object that it should be, or whose code says that the service failed.
func notJSONObject[T any](status int, _ http.Header, body []byte) bool {
	if apierror.IsTransient(body) {
		return true
	}
	return isSuccess(status) && decode(body, new(T)) != nil
}

// notJSON is notJSONObject for calls whose response has no content: an empty body is valid.
func notJSON(status int, _ http.Header, body []byte) bool {
	return isSuccess(status) && validateNoContent(body) != nil
}

// notFile is notJSONObject for downloads, whose content may be anything.
func notFile(_ int, header http.Header, body []byte) bool {
	return isJSON(header) && apierror.IsTransient(body)
}

func isSuccess(status int) bool { return status >= 200 && status < 300 }

// decode reads a JSON object.
func decode(body []byte, into any) error {
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		return errNoObject
	}
	return json.Unmarshal(body, into)
}

// validateNoContent checks the body of a response without content: {}, null, no body or a code that means success.
func validateNoContent(body []byte) error {
	trimmed := bytes.TrimSpace(body)
	if len(trimmed) == 0 {
		return nil
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(trimmed, &object) != nil {
		return errNoJSON
	}
	return nil
}
