// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// UploadAccessoryInput is an attachment to be sent.
type UploadAccessoryInput struct {
	// Name is the file name with extension, From "incident" or "message", Type 0 (normal) or 1 (markdown mode).
	Name, From string
	Type       int32
	// Open gives the bytes from their beginning; it is called once for each attempt, and once more where the request is signed.
	Open func() (io.ReadCloser, error)
	// Size is the number of bytes, SHA256 their hash in hexadecimal. A source that gives others ends the upload before it is complete,
	// so that the service never stores them.
	Size   int64
	SHA256 string
}

// ErrContentChanged is the cause when the bytes are not those that were hashed before.
var ErrContentChanged = errors.New("the content changed since it was hashed")

// UploadAccessory sends an attachment and gives its id. The bytes are read once and encoded while they are sent. An upload of unknown outcome is
// sent again: at the worst the service keeps one more file that no ticket holds, which is said in the log.
func (c *Client) UploadAccessory(ctx context.Context, u UploadAccessoryInput) (id string, err error) {
	const op = "UploadJsonAccessories"
	if u.Size < 0 || u.Size > math.MaxInt64/2 {
		return "", &apierror.Error{Op: op, Kind: apierror.Unprepared, Err: fmt.Errorf("%d is not a number of bytes", u.Size)}
	}
	r := c.uploadRequest(u)
	err = c.reconcile(ctx, write{
		op:         op,
		repeatable: true,
		send: func(ctx context.Context) (err error) {
			id, _, err = c.create(ctx, op, "accessory_id", r)
			if outcomeUnknown(err) && c.cfg.Log != nil {
				c.cfg.Log(ctx, "Upload of unknown outcome; the service may keep a file that no ticket holds", err)
			}
			return err
		},
		look: func(context.Context) (bool, error) { return false, nil },
	})
	return id, err
}

// uploadRequest builds a request whose body is read and encoded while it is sent.
func (c *Client) uploadRequest(u UploadAccessoryInput) requested {
	const mark = "@"
	r := request(osmapi.NewUploadJsonAccessoriesRequest(c.server, osmapi.AccessoryJsonFormatReq{
		AccessoryName: u.Name,
		AccessoryFrom: osmapi.AccessoryJsonFormatReqAccessoryFrom(u.From),
		UploadType:    &u.Type,
		AccessoryData: mark,
	}))
	if r.err != nil {
		return r
	}
	envelope, err := io.ReadAll(r.Body)
	if err != nil {
		return request(nil, fmt.Errorf("encode the attachment's name: %w", err))
	}
	key := []byte(`"accessory_data":"`)
	at := bytes.Index(envelope, append(key, mark...))
	if at < 0 {
		return request(nil, errors.New("encode the attachment: the field accessory_data is not where it was"))
	}
	at += len(key)
	before, after := envelope[:at:at], envelope[at+len(mark):]
	r.ContentLength = int64(len(before)+len(after)) + (u.Size+2)/3*4
	r.GetBody = func() (io.ReadCloser, error) { return u.body(before, after) }
	return r
}

func (u UploadAccessoryInput) body(before, after []byte) (io.ReadCloser, error) {
	src, err := u.Open()
	if err != nil {
		return nil, err
	}
	encoded := &encoder{src: src, hash: sha256.New(), want: u}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(before), encoded, bytes.NewReader(after)), src}, nil
}

// encoder reads bytes and gives them as standard Base64 text. At the end it compares what it read with what was promised.
type encoder struct {
	src  io.Reader
	hash hash.Hash
	want UploadAccessoryInput
	read int64
	text []byte
	end  error
	raw  [24 << 10]byte // a multiple of 3, so that only the last piece is padded
	out  [32 << 10]byte
}

func (e *encoder) Read(p []byte) (int, error) {
	for len(e.text) == 0 {
		if e.end != nil {
			return 0, e.end
		}
		n, err := io.ReadFull(e.src, e.raw[:])
		e.read += int64(n)
		_, _ = e.hash.Write(e.raw[:n])
		e.text = e.out[:base64.StdEncoding.EncodedLen(n)]
		base64.StdEncoding.Encode(e.text, e.raw[:n])
		switch {
		case err == nil && e.read <= e.want.Size:
			continue
		case err == nil, errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			e.end = e.verdict()
		default:
			e.end = &transport.BodyError{Err: err}
		}
		if !errors.Is(e.end, io.EOF) {
			e.text = nil
		}
	}
	n := copy(p, e.text)
	e.text = e.text[n:]
	return n, nil
}

func (e *encoder) verdict() error {
	if sum := hex.EncodeToString(e.hash.Sum(nil)); e.read != e.want.Size || sum != e.want.SHA256 {
		return &transport.BodyError{Err: ErrContentChanged}
	}
	return io.EOF
}
