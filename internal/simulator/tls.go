// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// The parts of a TLS record that faults write themselves (RFC 8446, sections 5.1 and 6).
const (
	recordAlert       = 21
	recordApplication = 23
	recordHeader      = 5 // length in bytes
	alertFatal        = 2
	alertInternal     = 80
)

// breakConnection ends a connection below HTTP, without a response.
func (s *Simulator) breakConnection(x *exchange, f *Fault) {
	s.record(x.entry, func(e *Request) { e.Done = true })
	switch f.Kind {
	case AlertBefore, AlertAfter:
		alert(x.w)
	case GarbageBefore, GarbageAfter:
		garbage(x.w, f.Body)
	default:
		reset(x.w)
	}
}

// hijack takes over a connection and returns it with the connection below TLS. If that is impossible (HTTP/2, a recorder),
// the server aborts the request.
func hijack(w http.ResponseWriter) (conn, raw net.Conn) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if secure, ok := conn.(*tls.Conn); ok {
		return conn, secure.NetConn()
	}
	return conn, conn
}

// alert sends the TLS alert internal_error and closes the connection.
func alert(w http.ResponseWriter) {
	conn, raw := hijack(w)
	secure, isTLS := conn.(*tls.Conn)
	watched, isWatched := raw.(*tlsConn)
	if isTLS && isWatched {
		if record, err := watched.sealAlert(secure.ConnectionState().CipherSuite); err == nil {
			_, _ = raw.Write(record)
		}
	}
	_ = raw.Close()
}

// garbage sends bytes below TLS, by default a record that no key fits: the client finds a bad record MAC, or invalid HTTP
// without TLS.
func garbage(w http.ResponseWriter, text string) {
	_, raw := hijack(w)
	if text == "" {
		text = string([]byte{recordApplication, 3, 3, 0, 64}) + strings.Repeat("\x00", 64)
	}
	_, _ = io.WriteString(raw, text)
	_ = raw.Close()
}

// reset ends a connection by a TCP reset.
func reset(w http.ResponseWriter) {
	_, raw := hijack(w)
	if watched, ok := raw.(*tlsConn); ok {
		raw = watched.Conn
	}
	if tcp, ok := raw.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = raw.Close()
}

// tlsListener accepts TLS connections whose records and keys are watched.
type tlsListener struct {
	net.Listener
	config *tls.Config
}

// Accept returns a *tls.Conn, from which the server takes the protocol.
func (l *tlsListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err //nolint:wrapcheck // the server compares it
	}
	watched := &tlsConn{Conn: conn}
	config := l.config.Clone()
	config.KeyLogWriter = &keyLog{watched}
	return tls.Server(watched, config), nil
}

// tlsConn is the TCP connection below a TLS connection. It counts the encrypted records that the server has sent.
type tlsConn struct {
	net.Conn

	mu        sync.Mutex
	rest      int    // bytes of the current record still to come
	head      []byte // of the current record, while incomplete
	sealed    uint64 // encrypted records so far
	handshake uint64 // those of them that belong to the handshake
	settled   bool
	secret    []byte // of the server's application data
}

// Read reads from the client. The first read after encrypted records were sent ends the handshake.
func (c *tlsConn) Read(p []byte) (int, error) {
	c.mu.Lock()
	if !c.settled && c.sealed > 0 {
		c.settled, c.handshake = true, c.sealed
	}
	c.mu.Unlock()
	return c.Conn.Read(p) //nolint:wrapcheck // TLS compares it
}

// Write sends records, which may be partial.
func (c *tlsConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	c.count(p)
	c.mu.Unlock()
	return c.Conn.Write(p) //nolint:wrapcheck // TLS compares it
}

func (c *tlsConn) count(p []byte) {
	for len(p) > 0 {
		if c.rest > 0 {
			n := min(c.rest, len(p))
			c.rest, p = c.rest-n, p[n:]
			continue
		}
		n := min(recordHeader-len(c.head), len(p))
		c.head, p = append(c.head, p[:n]...), p[n:]
		if len(c.head) < recordHeader {
			return
		}
		if c.head[0] == recordApplication {
			c.sealed++
		}
		c.rest, c.head = int(binary.BigEndian.Uint16(c.head[3:])), nil
	}
}

// sealAlert encrypts the alert internal_error as the connection's next record. The package crypto/tls does not let a server
// choose the alert.
func (c *tlsConn) sealAlert(suite uint16) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	expand := func(label string, length int) ([]byte, error) {
		info := "\x00" + string(rune(length)) + string(rune(len("tls13 ")+len(label))) + "tls13 " + label + "\x00"
		if suite == tls.TLS_AES_256_GCM_SHA384 {
			return hkdf.Expand(sha512.New384, c.secret, info, length)
		}
		return hkdf.Expand(sha256.New, c.secret, info, length)
	}
	length, ok := map[uint16]int{tls.TLS_AES_128_GCM_SHA256: 16, tls.TLS_AES_256_GCM_SHA384: 32}[suite]
	if !ok {
		return nil, fmt.Errorf("no alert with cipher suite %s", tls.CipherSuiteName(suite))
	}
	key, err := expand("key", length)
	if err != nil {
		return nil, fmt.Errorf("deriving a key: %w", err)
	}
	nonce, err := expand("iv", 12)
	if err != nil {
		return nil, fmt.Errorf("deriving a nonce: %w", err)
	}
	number := binary.BigEndian.Uint64(nonce[4:]) ^ (c.sealed - c.handshake)
	binary.BigEndian.PutUint64(nonce[4:], number)
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("creating a cipher: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("creating a cipher: %w", err)
	}
	plain := []byte{alertFatal, alertInternal, recordAlert}
	header := []byte{recordApplication, 3, 3, 0, byte(len(plain) + aead.Overhead())}
	return aead.Seal(header, nonce, plain, header), nil
}

// keyLog extracts the secret of the server's application data from the lines that TLS logs for debuggers.
type keyLog struct{ conn *tlsConn }

// Write takes one line: label, random of the client, secret.
func (l *keyLog) Write(line []byte) (int, error) {
	fields := strings.Fields(string(line))
	if len(fields) == 3 && fields[0] == "SERVER_TRAFFIC_SECRET_0" {
		secret, err := hex.DecodeString(fields[2])
		if err != nil {
			return 0, fmt.Errorf("reading a secret: %w", err)
		}
		l.conn.mu.Lock()
		defer l.conn.mu.Unlock()
		l.conn.secret = secret
	}
	return len(line), nil
}

// newCertificate creates an authority, returned in PEM, and its certificate for the loopback interface. Both are valid for a
// day by the real clock.
func newCertificate() (authority []byte, certificate tls.Certificate, err error) {
	now := time.Now()
	ca := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "Simulated authority"},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(24 * time.Hour),
		KeyUsage:              x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, certificate, fmt.Errorf("creating a key: %w", err)
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		return nil, certificate, fmt.Errorf("creating the authority's certificate: %w", err)
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2),
		Subject:      pkix.Name{CommonName: "Simulated service"},
		NotBefore:    ca.NotBefore,
		NotAfter:     ca.NotAfter,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		DNSNames:     []string{"localhost"},
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, certificate, fmt.Errorf("creating a key: %w", err)
	}
	der, err := x509.CreateCertificate(rand.Reader, leaf, ca, &key.PublicKey, caKey)
	if err != nil {
		return nil, certificate, fmt.Errorf("creating the server's certificate: %w", err)
	}
	authority = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER})
	return authority, tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
