// SPDX-License-Identifier: MPL-2.0

package client

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// These tell the transport of answers that can't be used, so that a call that may be repeated is sent again. An error status is the transport's own
// to judge.

// noObject tells of an answer that is not the JSON object that it should be, and of a fault of the service that is told by a code.
func noObject[T any](status int, _ http.Header, body []byte) bool {
	if apierror.IsTransient(body) {
		return true
	}
	return isSuccess(status) && decode(body, new(T)) != nil
}

// noJSON is for calls whose answer says nothing: an empty body is an answer.
func noJSON(status int, _ http.Header, body []byte) bool {
	return isSuccess(status) && saysNothing(body) != nil
}

// noFile is for downloads, whose content may be anything.
func noFile(_ int, header http.Header, body []byte) bool {
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

// saysNothing checks the body of an answer that says nothing: {}, null, no body or an empty error_code.
func saysNothing(body []byte) error {
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
