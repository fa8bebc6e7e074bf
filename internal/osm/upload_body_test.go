// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// countingReader counts the bytes that are read from a source.
type countingReader struct {
	io.Reader
	n int64
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.n += int64(n)
	return n, err
}

// TestUploadBody_streams is the guard for the memory of uploads: at no time is more of a file in memory than a buffer, whatever
// its form, and the length that is announced is the length of the body.
func TestUploadBody_streams(t *testing.T) {
	t.Parallel()
	const size, most = 10 << 20, 64 << 10
	c := &Client{server: "https://osm.example"}
	for name, request := range map[string]func(UploadAccessoryInput) osmapi.Request{"form": c.formUpload, "JSON": c.jsonUpload} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := &countingReader{Reader: strings.NewReader(strings.Repeat("b", size))}
			sum := sha256.Sum256([]byte(strings.Repeat("b", size)))
			r := request(UploadAccessoryInput{Name: "a.txt", From: "incident", Size: size, SHA256: hex.EncodeToString(sum[:]),
				Open: func() (io.ReadCloser, error) { return io.NopCloser(src), nil }})
			if r.Err != nil {
				t.Fatal(r.Err)
			}
			body, err := r.GetBody()
			if err != nil {
				t.Fatal(err)
			}
			var sent int64
			for buffer := make([]byte, 4<<10); err == nil; {
				var n int
				n, err = body.Read(buffer)
				if sent += int64(n); src.n-sent > most {
					t.Fatalf("%d bytes were read and %d sent", src.n, sent)
				}
			}
			if !errors.Is(err, io.EOF) || sent != r.ContentLength || src.n != size {
				t.Errorf("%d of %d bytes were sent, %d were read: %v", sent, r.ContentLength, src.n, err)
			}
		})
	}
}

// TestUploadBody_changed checks that a body whose bytes are not those that were hashed ends with an error before it is complete.
func TestUploadBody_changed(t *testing.T) {
	t.Parallel()
	hashed := strings.Repeat("b", 100<<10)
	sum := sha256.Sum256([]byte(hashed))
	c := &Client{server: "https://osm.example"}
	for name, request := range map[string]func(UploadAccessoryInput) osmapi.Request{"form": c.formUpload, "JSON": c.jsonUpload} {
		for change, content := range map[string]string{"shorter": hashed[1:], "longer": hashed + "b", "empty": "",
			"last byte": hashed[1:] + "c", "first byte": "c" + hashed[1:]} {
			r := request(UploadAccessoryInput{Name: "a.txt", From: "incident", Size: int64(len(hashed)),
				SHA256: hex.EncodeToString(sum[:]),
				Open:   func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }})
			body, err := r.GetBody()
			if err != nil {
				t.Fatal(err)
			}
			if n, err := io.Copy(io.Discard, body); !errors.Is(err, ErrContentChanged) || n >= r.ContentLength {
				t.Errorf("%s, %s: %d of %d bytes and %v", name, change, n, r.ContentLength, err)
			}
		}
	}
}
