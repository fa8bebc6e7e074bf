// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Bounds of the pause before a retry.
const (
	firstPause = 500 * time.Millisecond
	lastPause  = 30 * time.Second
)

// retryable is the retry policy. It reports whether a call may be retried after an attempt with this result.
//
//   - Any call of which nothing was sent is retried, unless a retry can't help (no such host, certificate).
//   - 429 means that nothing was processed: any call is retried.
//   - Broken connections, unreadable responses, time-outs and 500, 502, 503, 504 leave the outcome open: only a repeatable call
//     (every GET, a login) is retried.
//   - A repeatable call is also retried after an unusable response, which Call.Invalid reports.
func retryable(repeatable bool, status int, err error) bool {
	if err != nil {
		send, ok := errors.AsType[*sendError](err)
		switch {
		case !ok, is[*CredentialError](err), errors.Is(err, context.Canceled), errors.Is(err, ErrResponseTooLarge):
			return false
		case send.sent:
			return repeatable
		}
		return !isFinal(err)
	}
	switch status {
	case http.StatusTooManyRequests:
		return true
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return repeatable
	}
	return false
}

// isFinal reports whether an attempt of which nothing was sent failed for a reason that a retry would not change: an unknown
// host, a certificate that is not accepted, a peer that does not speak TLS, a body that can't be read.
func isFinal(err error) bool {
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return dns.IsNotFound
	}
	return isUntrusted(err) || is[*BodyError](err)
}

// isUntrusted reports whether the other end has no acceptable certificate, or does not speak TLS. Only typed errors count: an
// alert or a broken record may come at any time, also after the service has processed the request.
func isUntrusted(err error) bool {
	return is[*tls.CertificateVerificationError](err) || is[x509.UnknownAuthorityError](err) || is[x509.HostnameError](err) ||
		is[x509.CertificateInvalidError](err) || is[tls.RecordHeaderError](err) || errors.Is(err, http.ErrSchemeMismatch)
}

// is reports whether the chain of err has an error of type E.
func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// BodyError reports that a request's body could not be read, for example because a file changed while it was read. It is never
// retried.
type BodyError struct{ Err error }

func (e *BodyError) Error() string { return e.Err.Error() }
func (e *BodyError) Unwrap() error { return e.Err }

// pause returns the time to wait after an attempt (counted from 1): the time that the service requests, otherwise a random part
// (full jitter) of 0.5 s doubled each time, at most 30 s. A requested time is followed up to 5 minutes and extended by up to a
// tenth, so that many callers do not return at the same moment.
func pause(attempt int, header http.Header, now time.Time) time.Duration {
	if asked, ok := RetryAfter(header.Get("Retry-After"), now); ok {
		return asked + rand.N(asked/10+time.Millisecond)
	}
	return rand.N(min(firstPause<<min(attempt-1, 6), lastPause)) + time.Millisecond
}

// maxRetryAfter is the longest pause that a service may request. A longer one is shortened, since a wrong date would stall the
// run.
const maxRetryAfter = 5 * time.Minute

// RetryAfter reads a header Retry-After, in seconds or as an HTTP date. It reports false for anything else.
func RetryAfter(value string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if !(seconds >= 0) {
			return 0, false
		}
		return time.Duration(min(seconds, maxRetryAfter.Seconds()) * float64(time.Second)), true
	}
	if date, err := http.ParseTime(value); err == nil {
		return min(max(date.Sub(now), 0), maxRetryAfter), true
	}
	return 0, false
}
