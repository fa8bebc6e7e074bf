// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// maxJSONUpload is the size in bytes above which an attachment is uploaded as a form. JSON is the form that the vendor documents
// for programs, but Base64 adds a third, and the gateway accepts signed requests of at most 12 MB: a file of 9 MB would exceed
// it. Up to 1 MB, the third costs less than a retry in the other form would.
const maxJSONUpload = 1 << 20

// UploadAccessoryInput is an attachment to upload.
type UploadAccessoryInput struct {
	// Name is the file name with extension, From "incident" or "message", Type 0 (normal) or 1 (markdown mode).
	Name, From string
	Type       int32
	// Open returns the bytes from the beginning. It is called once per attempt, and once more if the body is signed.
	Open func() (io.ReadCloser, error)
	// Size is the number of bytes, SHA256 their hash in hexadecimal. With other bytes, the upload stops before it is complete.
	Size   int64
	SHA256 string
}

// ErrContentChanged is the cause of an error if the bytes differ from those that were hashed before.
var ErrContentChanged = errors.New("the content changed after it was hashed")

// UploadAccessory uploads an attachment and returns its ID: as JSON up to maxJSONUpload, above it as a form. A service that does
// not offer forms receives JSON; the process then stops trying forms. It retries: at worst, the service keeps an orphaned file.
func (c *Client) UploadAccessory(ctx context.Context, u UploadAccessoryInput) (string, error) {
	if u.Size <= maxJSONUpload || c.onlyJSONUploads.Load() {
		return c.upload(ctx, c.jsonUpload(u))
	}
	id, err := c.upload(ctx, c.formUpload(u))
	if !isFormUnavailable(err) {
		return id, err
	}
	c.log(ctx, "The service did not accept an upload as a form; the file is uploaded as JSON", err)
	if id, err = c.upload(ctx, c.jsonUpload(u)); err == nil {
		c.onlyJSONUploads.Store(true)
	}
	return id, err
}

// isFormUnavailable reports whether the service or its gateway rejected an upload in a way that may be due to the form: unknown
// path, method or content type, a failed check of the request, or an internal error, which servers that do not read forms also
// report. The service's business errors, such as a file type that it does not permit, are about the file.
func isFormUnavailable(err error) bool {
	e := apierror.As(err)
	if e == nil || e.Kind != apierror.Rejected || strings.HasPrefix(e.Code, apierror.BusinessCodes) {
		return false
	}
	switch e.Status {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusUnsupportedMediaType,
		http.StatusInternalServerError, http.StatusNotImplemented:
		return true
	}
	return e.Code == "OSM.0001"
}

func (c *Client) upload(ctx context.Context, r osmapi.Request) (id string, err error) {
	err = c.reconcile(ctx, write{
		repeatable: true,
		send: func(ctx context.Context) (err error) {
			id, _, err = c.create(ctx, "accessory_id", r)
			if outcomeUnknown(err) {
				c.log(ctx, "Upload with an unknown outcome; the service may keep an orphaned file", err)
			}
			return err
		},
		look: func(context.Context) (bool, error) { return false, nil },
	})
	return id, err
}

// jsonUpload returns a request with the bytes as Base64 in a JSON object, which is encoded while it is sent.
func (c *Client) jsonUpload(u UploadAccessoryInput) osmapi.Request {
	const key, mark = `"accessory_data":"`, "@"
	r := osmapi.NewUploadJsonAccessoriesRequest(c.server, osmapi.AccessoryJsonFormatReq{
		AccessoryName: u.Name,
		AccessoryFrom: osmapi.AccessoryJsonFormatReqAccessoryFrom(u.From),
		UploadType:    &u.Type,
		AccessoryData: mark,
	})
	if r.Err != nil {
		return r
	}
	envelope, err := io.ReadAll(r.Body)
	before, after, found := bytes.Cut(envelope, []byte(key+mark))
	if !found {
		r.Err = errors.Join(err, errors.New("encode the attachment: the field accessory_data is not where it was"))
		return r
	}
	return u.streamed(r, slices.Concat(before, []byte(key)), after, base64.StdEncoding)
}

// formFields is the JSON text of the part form_data, whose keys differ from those of the JSON upload.
type formFields struct {
	FileName      string `json:"fileName"`
	AccessoryFrom string `json:"accessoryFrom"`
	UploadType    int32  `json:"uploadType"`
}

// formUpload returns a request with the bytes as a part of a form. The parts have the order and the headers of the vendor's
// clients.
func (c *Client) formUpload(u UploadAccessoryInput) osmapi.Request {
	r := osmapi.NewUploadAccessoryRequest(c.server)
	if r.Err != nil {
		return r
	}
	fields, err := json.Marshal(formFields{u.Name, u.From, u.Type})
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	err = errors.Join(err, w.WriteField("form_data", string(fields)))
	_, fileErr := w.CreateFormFile("file", u.Name)
	before := form.Len()
	if r.Err = errors.Join(err, fileErr, w.Close()); r.Err != nil {
		return r
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return u.streamed(r, form.Bytes()[:before], form.Bytes()[before:], nil)
}

// streamed sets a body that is read from the source while it is sent, and again for each attempt: the bytes, encoded unless
// encoding is nil, between two texts. Its length is known before.
func (u UploadAccessoryInput) streamed(r osmapi.Request, before, after []byte, encoding *base64.Encoding) osmapi.Request {
	if u.Size < 0 || u.Size > math.MaxInt64/2 {
		r.Err = fmt.Errorf("%d is not a valid size in bytes", u.Size)
		return r
	}
	length := u.Size
	if encoding != nil {
		length = (u.Size + 2) / 3 * 4
	}
	r.ContentLength = int64(len(before)+len(after)) + length
	r.GetBody = func() (io.ReadCloser, error) {
		src, err := u.Open()
		if err != nil {
			return nil, err
		}
		content := &contentReader{src: src, encoding: encoding, hash: sha256.New(), want: u}
		return struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(before), content, bytes.NewReader(after)), src}, nil
	}
	return r
}

// contentReader returns bytes as they are or as standard Base64. At the end, it compares their size and hash with the expected.
type contentReader struct {
	src      io.Reader
	encoding *base64.Encoding // nil leaves the bytes as they are
	hash     hash.Hash
	want     UploadAccessoryInput
	read     int64
	ready    []byte
	end      error
	raw      [24 << 10]byte // a multiple of 3, so that only the last piece is padded
	encoded  [32 << 10]byte
}

func (r *contentReader) Read(p []byte) (int, error) {
	for len(r.ready) == 0 {
		if r.end != nil {
			return 0, r.end
		}
		n, err := io.ReadFull(r.src, r.raw[:])
		r.read += int64(n)
		_, _ = r.hash.Write(r.raw[:n])
		r.ready = r.encode(r.raw[:n])
		switch {
		case err == nil && r.read <= r.want.Size:
			continue
		case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
			r.ready, r.end = nil, &transport.BodyError{Err: err}
		case r.read != r.want.Size, hex.EncodeToString(r.hash.Sum(nil)) != r.want.SHA256:
			r.ready, r.end = nil, &transport.BodyError{Err: ErrContentChanged}
		default:
			r.end = io.EOF
		}
	}
	n := copy(p, r.ready)
	r.ready = r.ready[n:]
	return n, nil
}

func (r *contentReader) encode(raw []byte) []byte {
	if r.encoding == nil {
		return raw
	}
	text := r.encoded[:r.encoding.EncodedLen(len(raw))]
	r.encoding.Encode(text, raw)
	return text
}
