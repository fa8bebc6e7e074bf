// SPDX-License-Identifier: MPL-2.0

package console

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
)

// object is a JSON object.
type object map[string]any

// maxBody is the largest body of a control call, in bytes.
const maxBody = 1 << 20

// operation is a call of the control API. It returns the content of the response; nil means no content.
type operation func(r *request) (any, error)

// request is a call of the control API. Its body is an object of JSON or the values of a form.
type request struct {
	*http.Request
	form url.Values
	body []byte
}

// failure is an error with its HTTP status.
type failure struct {
	status int
	text   string
}

func (f *failure) Error() string { return f.text }

func fail(status int, format string, args ...any) error {
	return &failure{status, fmt.Sprintf(format, args...)}
}

// serve reads the body, calls the operation and writes its result. The response to a form is a redirect to the page, so
// that the page works without JavaScript.
func (handle operation) serve(w http.ResponseWriter, r *http.Request) {
	req := &request{Request: r}
	err := req.read(w)
	if err == nil {
		var content any
		if content, err = handle(req); err == nil {
			if req.form != nil {
				http.Redirect(w, r, backTo(r), http.StatusSeeOther)
				return
			}
			writeJSON(w, http.StatusOK, content)
			return
		}
	}
	writeError(w, err)
}

// backTo returns the address of the page that shows the effect of a form.
func backTo(r *http.Request) string {
	if id := r.PathValue("id"); id != "" {
		return "/?" + url.Values{"ticket": {id}}.Encode()
	}
	return "/"
}

// read reads the body. A GET has none, and an operation without arguments needs none.
func (r *request) read(w http.ResponseWriter) error {
	if r.Method != http.MethodPost {
		return nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return fail(http.StatusRequestEntityTooLarge, "the body must have at most %d bytes", maxBody)
	}
	if err != nil {
		return fail(http.StatusBadRequest, "the body could not be read")
	}
	if isForm(r.Request) {
		if r.form, err = url.ParseQuery(string(body)); err != nil {
			return fail(http.StatusBadRequest, "the body is not a valid form")
		}
		return nil
	}
	if len(body) == 0 {
		return nil
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return fail(http.StatusUnsupportedMediaType, "the content type must be application/json")
	}
	r.body = body
	return nil
}

// decode stores the body in the struct that into points to. An empty body is an empty object.
func (r *request) decode(into any) error {
	body := bytes.TrimSpace(r.body)
	if r.form != nil {
		members := object{}
		for name, values := range r.form {
			if values[0] != "" {
				members[name] = values[0]
			}
		}
		encoded, err := json.Marshal(members)
		if err != nil {
			return fmt.Errorf("encoding the form: %w", err)
		}
		body = encoded
	}
	if len(body) == 0 {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fail(http.StatusBadRequest, "the body is invalid: %v", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return fail(http.StatusBadRequest, "the body is invalid: it must be one JSON object")
	}
	return nil
}

// number is an integer that may be sent as a string, as by forms.
type number int

// UnmarshalJSON accepts 1 and "1".
func (n *number) UnmarshalJSON(data []byte) error {
	value, err := strconv.Atoi(string(bytes.Trim(data, `"`)))
	if err != nil {
		return fmt.Errorf("%s is not an integer", data)
	}
	*n = number(value)
	return nil
}

func writeJSON(w http.ResponseWriter, status int, content any) {
	if content == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // it is not read as HTML, and people read it
	encoder.SetIndent("", "  ")
	if encoder.Encode(content) != nil {
		status = http.StatusInternalServerError
		text.Reset()
		text.WriteString(`{"error": "the response could not be encoded"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text.Bytes()) // a client that went away needs no response
}

func writeError(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	if f := (*failure)(nil); errors.As(err, &f) {
		status = f.status
	}
	writeJSON(w, status, object{"error": err.Error()})
}
