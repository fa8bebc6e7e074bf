// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// sender makes one call of the generated client.
type sender func(ctx context.Context) (*http.Response, error)

// received is a response that was read to its end.
type received struct {
	resp *http.Response
	body []byte
}

// receive makes the call and returns its response, whatever it says.
func receive(ctx context.Context, op string, send sender) (*received, error) {
	resp, err := send(transport.Operation(ctx, op))
	if err != nil {
		return nil, ended(op, err)
	}
	body, err := io.ReadAll(resp.Body)
	if closeErr := resp.Body.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		e := apierror.New(op, resp)
		e.Err = err
		return nil, e
	}
	return &received{resp, body}, nil
}

// check returns the API error of a response, or nil.
func (r *received) check(op string) error {
	err := apierror.Check(op, r.resp, r.body)
	if err == nil {
		return nil
	}
	if e := apierror.As(err); e != nil {
		e.Repeated = transport.Doubtful(r.resp)
	}
	return iam.Refusal(r.resp, err)
}

// exchange makes the call and returns its response if it is not an API error.
func exchange(ctx context.Context, op string, send sender) (*received, error) {
	got, err := receive(ctx, op, send)
	if err != nil {
		return nil, err
	}
	if err := got.check(op); err != nil { //nolint:contextcheck // the attempts are recorded in the context of the response's request
		return nil, err
	}
	return got, nil
}

// create makes a call whose response carries the ID of what it created in field. Whoever reads the ID has the thing: it wins over any status and any
// code, which is then returned beside it. The response is awaited for a while after ctx has ended.
func create(ctx context.Context, op, field string, send sender) (id string, code, err error) {
	effective := func(body []byte) bool { return idIn(body, field) != "" }
	got, err := receive(transport.With(ctx, transport.Call{Linger: cancelGrace, Effective: effective}), op, send)
	if err != nil {
		return "", nil, err
	}
	code = got.check(op) //nolint:contextcheck // as above
	if id = idIn(got.body, field); id != "" {
		return id, code, nil
	}
	if code != nil {
		return "", nil, code
	}
	if err := decode(got.body, &struct{}{}); err != nil {
		return "", nil, unusable(op, got, err.Error())
	}
	return "", nil, missing(op, http.MethodPost, field)
}

// idIn returns the ID that a response body holds in field, "" when there is none.
func idIn(body []byte, field string) string {
	var object map[string]json.RawMessage
	var id string
	if json.Unmarshal(body, &object) != nil || json.Unmarshal(object[field], &id) != nil {
		return ""
	}
	return strings.TrimSpace(id)
}

// ended gives an error of the transport as it is; one that the generated client made before it called (a value that can't be
// written into the address) becomes one of kind Unprepared.
func ended(op string, err error) error {
	var login *transport.CredentialError
	if apierror.As(err) != nil || errors.As(err, &login) {
		return err
	}
	return &apierror.Error{Op: op, Kind: apierror.Unprepared, Err: err}
}

var (
	errNoObject = errors.New("it is not the JSON object that the API reference promises")
	errNoJSON   = errors.New("it is not JSON")
	errNoBody   = errors.New("it may come from a host between here and the service")
)

// get makes a call whose response is a JSON object.
func get[T any](ctx context.Context, op string, send sender) (*T, error) {
	got, err := exchange(transport.Broken(ctx, notJSONObject[T]), op, send)
	if err != nil {
		return nil, err
	}
	out := new(T)
	if err := decode(got.body, out); err != nil {
		return nil, unusable(op, got, err.Error())
	}
	return out, nil
}

// doNoContent makes a call whose response has no content: {}, null, no body or a code that means success.
func doNoContent(ctx context.Context, op string, send sender) error {
	_, err := exchangeNoContent(ctx, op, send)
	return err
}

// doOnce is doNoContent for calls whose effect must be neither lost nor doubled. A response without a body may come from the service, or from a host in
// between that never forwarded the call: it leaves the outcome unknown.
func doOnce(ctx context.Context, op string, send sender) error {
	got, err := exchangeNoContent(ctx, op, send)
	if err == nil && len(bytes.TrimSpace(got.body)) == 0 {
		return unusable(op, got, errNoBody.Error())
	}
	return err
}

// doIdempotent is doNoContent for calls that have the same effect however often they are sent. After a response without a body, which may come from a host
// in between that never forwarded the call, it is sent a second time. Where the service itself responds so, that costs a call.
func doIdempotent(ctx context.Context, op string, send sender) error {
	got, err := exchangeNoContent(transport.Repeatable(ctx), op, send)
	if err == nil && len(bytes.TrimSpace(got.body)) == 0 {
		err = doNoContent(transport.Repeatable(ctx), op, send)
		if e := apierror.As(err); e != nil {
			e.Repeated = true
		}
	}
	return err
}

func exchangeNoContent(ctx context.Context, op string, send sender) (*received, error) {
	got, err := exchange(transport.Broken(ctx, notJSON), op, send)
	if err != nil {
		return nil, err
	}
	if err := validateNoContent(got.body); err != nil {
		return nil, unusable(op, got, err.Error())
	}
	return got, nil
}

// unusable returns the error of a response with a good status that can't be read. It names the kind of the body, not its content.
func unusable(op string, got *received, why string) error {
	e := apierror.New(op, got.resp)
	what := "the answer can't be used"
	switch trimmed := bytes.TrimSpace(got.body); {
	case len(trimmed) == 0:
		what = "the answer is empty"
	case trimmed[0] == '<':
		what = "the answer is an HTML page"
	}
	e.Err = fmt.Errorf("%s: %s", what, why)
	return e
}

// missing returns the error of a response that lacks what it must have.
func missing(op, method, field string) error {
	return &apierror.Error{Op: op, Method: method, Kind: apierror.Unusable, Status: http.StatusOK, Sent: true,
		Err: fmt.Errorf("the answer has no %s", field)}
}

// checkID rejects an ID that would change the path that it becomes a part of. The form of IDs is not documented, so that nothing else is
// required of them.
func checkID(op, name, id string) error {
	if id == "" || id == "." || id == ".." {
		return &apierror.Error{Op: op, Kind: apierror.Unprepared, Err: fmt.Errorf("%q is not a valid %s", id, name)}
	}
	return nil
}
