// SPDX-License-Identifier: MPL-2.0

// Package transport is the only HTTP client of the provider: TLS and proxies, user agent, timeouts, size limits, retry policy,
// throttle, and one log line per attempt. It must not know Terraform or the meaning of the calls.
package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

// Defaults of Config.
const (
	DefaultTimeout = 60 * time.Second
	// DefaultResponseLimit is the size in bytes above which a response is an error. The largest JSON response known, a page of 100
	// tickets with descriptions of 2,000 characters, is well below 1 MB.
	DefaultResponseLimit = 16 << 20
)

// Config configures a Transport.
type Config struct {
	// UserAgent is sent with every call.
	UserAgent string
	// Insecure disables the verification of TLS certificates.
	Insecure bool
	// CACert, Cert and Key are each a path or PEM text; all are optional. CACert is added to the system's authorities.
	CACert, Cert, Key string
	// Timeout bounds one attempt, apart from the time that a large body takes; 0 is DefaultTimeout.
	Timeout time.Duration
	// MaxRetries is the largest number of attempts after the first one.
	MaxRetries int
	// Log, if set, is called after every attempt.
	Log func(ctx context.Context, e Event)
	// Now and Wait replace the clock in tests; nil is the real one. Wait returns early with ctx's error.
	Now  func() time.Time
	Wait func(ctx context.Context, d time.Duration) error
}

// Event holds what may be logged about an attempt: no headers, bodies or queries.
type Event struct {
	Op, Method, Path, Host string
	// Status is 0 if there is no response.
	Status int
	// RequestID is the response's X-Request-Id or X-IAM-Trace-Id.
	RequestID string
	// Attempt counts from 1.
	Attempt  int
	Duration time.Duration
	// Problem describes the failure, without headers or bodies.
	Problem string
}

// Transport creates Doers that share connections, throttle and configuration.
type Transport struct {
	cfg      Config
	base     *http.Transport
	direct   *http.Transport
	throttle *throttle
}

// New creates a Transport. Errors name the invalid setting.
func New(cfg Config) (*Transport, error) {
	if cfg.Timeout <= 0 {
		cfg.Timeout = DefaultTimeout
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Wait == nil {
		cfg.Wait = Wait
	}
	tlsConfig, err := tlsConfig(cfg)
	if err != nil {
		return nil, err
	}
	base, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		base = &http.Transport{Proxy: http.ProxyFromEnvironment}
	}
	base = base.Clone()
	tlsConfig.NextProtos = []string{"http/1.1"}
	base.TLSClientConfig = tlsConfig
	base.MaxIdleConnsPerHost = 16
	base.TLSHandshakeTimeout = 15 * time.Second
	// HTTP/1.1 only: over HTTP/2, net/http retries a POST by itself if the peer resets its stream.
	base.ForceAttemptHTTP2 = false
	base.TLSNextProto = nil
	base.Protocols = new(http.Protocols)
	base.Protocols.SetHTTP1(true)
	direct := base.Clone()
	direct.Proxy = nil
	return &Transport{cfg: cfg, base: base, direct: direct, throttle: newThrottle(cfg.Now, cfg.Wait)}, nil
}

// CloseIdle closes idle connections.
func (t *Transport) CloseIdle() {
	t.base.CloseIdleConnections()
	t.direct.CloseIdleConnections()
}

// Wait waits for d, or until ctx ends, and returns ctx's error then.
func Wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func tlsConfig(cfg Config) (*tls.Config, error) {
	out := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: cfg.Insecure}
	if cfg.CACert != "" {
		pem, err := pemOrFile(cfg.CACert)
		if err != nil {
			return nil, fmt.Errorf("`cacert_file` %q %w", cfg.CACert, err)
		}
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, errors.New("`cacert_file` holds no PEM certificate")
		}
		out.RootCAs = pool
	}
	if (cfg.Cert == "") != (cfg.Key == "") {
		return nil, errors.New("a client certificate requires both `cert` and `key`")
	}
	if cfg.Cert != "" {
		cert, err := pemOrFile(cfg.Cert)
		if err != nil {
			return nil, fmt.Errorf("`cert` %w", err)
		}
		key, err := pemOrFile(cfg.Key)
		if err != nil {
			return nil, fmt.Errorf("`key` %w", err)
		}
		pair, err := tls.X509KeyPair(cert, key)
		if err != nil {
			return nil, errors.New("`cert` and `key` are not a matching PEM certificate and private key")
		}
		out.Certificates = []tls.Certificate{pair}
	}
	return out, nil
}

func pemOrFile(v string) ([]byte, error) {
	if strings.Contains(v, "-----BEGIN ") {
		return []byte(v), nil
	}
	data, err := os.ReadFile(v)
	if err != nil {
		return nil, fmt.Errorf("is neither PEM text nor a readable file: %w", errors.Unwrap(err))
	}
	return data, nil
}
