// SPDX-License-Identifier: MPL-2.0

package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// sender makes one call of the generated client.
type sender func(ctx context.Context) (*http.Response, error)

// received is an answer that was read to its end and is no refusal.
type received struct {
	resp *http.Response
	body []byte
}

// exchange makes the call and gives its answer once it is known to be no refusal.
func exchange(ctx context.Context, op string, send sender) (*received, error) {
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
	if err := apierror.Check(op, resp, body); err != nil {
		if e := apierror.As(err); e != nil {
			e.Repeated = transport.Doubtful(resp) //nolint:contextcheck // what is known of the attempts is with the request that was answered
		}
		return nil, iam.Refusal(resp, err)
	}
	return &received{resp, body}, nil
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

// unknown tells whether a write that failed may have been carried out. A login that failed sent nothing.
func unknown(err error) bool {
	var login *transport.CredentialError
	return !errors.As(err, &login) && apierror.IsUnknown(err)
}

var (
	errNoObject = errors.New("it is not the JSON object that the API reference promises")
	errNoJSON   = errors.New("it is not JSON")
	errNoAnswer = errors.New("it may come from a host between here and the service")
)

// get makes a call whose answer is a JSON object.
func get[T any](ctx context.Context, op string, send sender) (*T, error) {
	got, err := exchange(transport.Broken(ctx, noObject[T]), op, send)
	if err != nil {
		return nil, err
	}
	out := new(T)
	if err := decode(got.body, out); err != nil {
		return nil, unusable(op, got, err.Error())
	}
	return out, nil
}

// done makes a call whose answer says nothing: {}, null, no body or an empty error_code.
func done(ctx context.Context, op string, send sender) error {
	_, err := quiet(ctx, op, send)
	return err
}

// sure is done for calls whose effect must be neither lost nor doubled: no body is no answer. The service may answer so, and so may a host
// between that never handed the call on: the caller looks what came of it, as after every unknown outcome.
func sure(ctx context.Context, op string, send sender) error {
	got, err := quiet(ctx, op, send)
	if err == nil && len(bytes.TrimSpace(got.body)) == 0 {
		return unusable(op, got, errNoAnswer.Error())
	}
	return err
}

// again is done for calls that have the same effect however often they are sent: after an answer without a body, which may come from a host between
// that never handed the call on, it is sent a second time. Where the service itself answers so, that costs a call.
func again(ctx context.Context, op string, send sender) error {
	got, err := quiet(transport.Repeatable(ctx), op, send)
	if err == nil && len(bytes.TrimSpace(got.body)) == 0 {
		err = done(transport.Repeatable(ctx), op, send)
		if e := apierror.As(err); e != nil {
			e.Repeated = true
		}
	}
	return err
}

func quiet(ctx context.Context, op string, send sender) (*received, error) {
	got, err := exchange(transport.Broken(ctx, noJSON), op, send)
	if err != nil {
		return nil, err
	}
	if err := saysNothing(got.body); err != nil {
		return nil, unusable(op, got, err.Error())
	}
	return got, nil
}

// unusable makes the error of an answer under a good status that can't be read. Of the body it tells the kind, not the content.
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

// missing makes the error of an answer that lacks what it must have.
func missing(op, field string) error {
	return &apierror.Error{Op: op, Kind: apierror.Unusable, Status: http.StatusOK, Sent: true,
		Err: fmt.Errorf("the answer has no %s", field)}
}

// checkID refuses an id that would change the address that it becomes a part of. The form of ids is not documented, so
// nothing else is asked of them.
func checkID(op, name, id string) error {
	if id == "" || id == "." || id == ".." {
		return &apierror.Error{Op: op, Kind: apierror.Unprepared, Err: fmt.Errorf("%q is no %s", id, name)}
	}
	return nil
}
