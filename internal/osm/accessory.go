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
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// downloadLimit bounds a downloaded attachment in bytes. The largest limit_size that the reference can express is 99 MB.
const downloadLimit = 100 << 20

// DeleteAccessory deletes an attachment. A rejection that follows an attempt that may have deleted it counts as success.
func (c *Client) DeleteAccessory(ctx context.Context, id string) error {
	err := c.doIdempotent(ctx, osmapi.NewDeleteAccessoriesRequest(c.server, id))
	if wasRepeated(err) && IsRejection(err) {
		return nil
	}
	return err
}

// AccessoryURL returns the URL that downloads an attachment without a login. The URL is a secret. caseID is optional.
func (c *Client) AccessoryURL(ctx context.Context, id, caseID string) (string, error) {
	relation := osmapi.ShowDownloadAccessoryUrlParamsRelationType("NO_RELATION")
	if caseID != "" {
		relation = "INCIDENT"
	}
	r := osmapi.NewShowDownloadAccessoryUrlRequest(c.server, id, &osmapi.ShowDownloadAccessoryUrlParams{
		RelationType: relation,
		RelationId:   optional(caseID),
		IncidentId:   optional(caseID),
	})
	out, err := get[osmapi.ShowDownloadAccessoryUrlResponse](ctx, c, r)
	if err == nil && value(out.AccessoryUrl) == "" {
		err = missing(r, "accessory_url")
	}
	return value(out.AccessoryUrl), err
}

// DownloadAccessory returns the bytes of an attachment, at most 100 MB.
func (c *Client) DownloadAccessory(ctx context.Context, id, groupID string) ([]byte, error) {
	r := osmapi.NewDownloadAccessoriesRequest(c.server, id, &osmapi.DownloadAccessoriesParams{GroupId: optional(groupID)})
	resp, err := c.send(ctx, transport.Call{ResponseLimit: downloadLimit, Invalid: notFile}, r.With("Accept", "*/*"))
	if err != nil {
		return nil, err
	}
	// An API error comes as JSON, also under HTTP 200; a file may be anything else.
	if resp.StatusCode != http.StatusOK || isJSON(resp.Header) {
		if err := c.checkResponse(r.Op, resp); err != nil {
			return nil, err
		}
	}
	return resp.Body, nil
}

func isJSON(header http.Header) bool {
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	return strings.HasSuffix(kind, "json")
}

// UploadAccessoryInput is an attachment to upload.
type UploadAccessoryInput struct {
	// Name is the file name with extension, From "incident" or "message", Type 0 (normal) or 1 (markdown mode).
	Name, From string
	Type       int32
	// Open returns the bytes from the beginning. It is called once per attempt, and once more if the request is signed.
	Open func() (io.ReadCloser, error)
	// Size is the number of bytes, SHA256 their hash in hexadecimal. With other bytes, the upload stops before it is complete.
	Size   int64
	SHA256 string
}

// ErrContentChanged is the cause of an error if the bytes differ from those that were hashed before.
var ErrContentChanged = errors.New("the content changed after it was hashed")

// UploadAccessory uploads an attachment and returns its ID. It retries: at worst, the service keeps an orphaned file.
func (c *Client) UploadAccessory(ctx context.Context, u UploadAccessoryInput) (id string, err error) {
	r := c.uploadRequest(u)
	err = c.reconcile(ctx, write{
		repeatable: true,
		send: func(ctx context.Context) (err error) {
			id, _, err = c.create(ctx, "accessory_id", r)
			if outcomeUnknown(err) && c.cfg.Log != nil {
				c.cfg.Log(ctx, "Upload with an unknown outcome; the service may keep an orphaned file", err)
			}
			return err
		},
		look: func(context.Context) (bool, error) { return false, nil },
	})
	return id, err
}

func (c *Client) uploadRequest(u UploadAccessoryInput) osmapi.Request {
	const key, mark = `"accessory_data":"`, "@"
	r := osmapi.NewUploadJsonAccessoriesRequest(c.server, osmapi.AccessoryJsonFormatReq{
		AccessoryName: u.Name,
		AccessoryFrom: osmapi.AccessoryJsonFormatReqAccessoryFrom(u.From),
		UploadType:    &u.Type,
		AccessoryData: mark,
	})
	if u.Size < 0 || u.Size > math.MaxInt64/2 {
		r.Err = fmt.Errorf("%d is not a valid size in bytes", u.Size)
	}
	if r.Err != nil {
		return r
	}
	envelope, err := io.ReadAll(r.Body)
	before, after, found := bytes.Cut(envelope, []byte(key+mark))
	if !found {
		r.Err = errors.Join(err, errors.New("encode the attachment: the field accessory_data is not where it was"))
		return r
	}
	before = slices.Concat(before, []byte(key))
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

// encoder reads bytes and returns them as standard Base64 text. At the end, it compares their size and hash with the expected.
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
		case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
			e.text, e.end = nil, &transport.BodyError{Err: err}
		case e.read != e.want.Size, hex.EncodeToString(e.hash.Sum(nil)) != e.want.SHA256:
			e.text, e.end = nil, &transport.BodyError{Err: ErrContentChanged}
		default:
			e.end = io.EOF
		}
	}
	n := copy(p, e.text)
	e.text = e.text[n:]
	return n, nil
}

// AttachmentRejectedError reports that the service rejected a message that carries attachments.
type AttachmentRejectedError struct {
	IDs []string
	Err error
}

func (e *AttachmentRejectedError) Error() string {
	return fmt.Sprintf("a message with the attachments %s was rejected: %v", strings.Join(e.IDs, ", "), e.Err)
}

func (e *AttachmentRejectedError) Unwrap() error { return e.Err }

// Detail returns why the attachments may have been rejected, then what the service reports.
func (e *AttachmentRejectedError) Detail() string {
	return fmt.Sprintf("The service rejected the message with the attachments %s. Attachments that are added later are sent in "+
		"a message, which may fail if they were uploaded for a new ticket. Set `accessory_from = \"message\"` on these "+
		"osm_accessory resources. ", strings.Join(e.IDs, ", ")) + apierror.Detail(e.Err)
}

// opAttach is the operation of a message that is sent for its files. It is reconciled by its files, not by its text.
const opAttach = "AttachToCase"

// AttachToCase adds files to a ticket in messages whose text states the number of files. Files that the ticket already has are
// left out, so that a message whose response was lost is not repeated. A message accepts ten files, but a response shows only
// five: each message carries at most five, since files that are not shown would be taken for missing.
func (c *Client) AttachToCase(ctx context.Context, id, groupID string, files []string) error {
	for chunk := range slices.Chunk(files, shownFiles) {
		if err := c.attachChunk(ctx, id, groupID, chunk); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) attachChunk(ctx context.Context, id, groupID string, files []string) error {
	unlock, err := c.locks.lock(ctx, "message\x00"+id)
	if err != nil {
		return &apierror.Error{Op: "CreateMessages", Kind: apierror.Cancelled, Err: err}
	}
	defer unlock()
	missing, err := c.notAttached(ctx, id, groupID, files)
	if err != nil || len(missing) == 0 {
		return err
	}
	err = c.reconcile(ctx, write{
		op: opAttach,
		send: func(ctx context.Context) error {
			return c.sendMessage(ctx, id, osmapi.CreateMessageV2Req{GroupId: optional(groupID), Message: osmapi.CreateMessageDoV2{
				Content: fmt.Sprintf("Attachments added: %d", len(missing)), AccessoryIds: &missing}})
		},
		look: func(ctx context.Context) (_ bool, err error) {
			missing, err = c.notAttached(ctx, id, groupID, missing)
			return err == nil && len(missing) == 0, err
		},
	})
	return attachmentRejected(missing, err)
}

// notAttached returns those of files that a ticket does not show, or all of them with an error.
func (c *Client) notAttached(ctx context.Context, id, groupID string, files []string) ([]string, error) {
	detail, err := c.Case(ctx, id, groupID)
	if err != nil {
		return files, err
	}
	for _, m := range value(detail.MessageList) {
		files = Without(files, accessoryIDs(m))
	}
	return files, nil
}

func attachmentRejected(ids []string, err error) error {
	if len(ids) > 0 && IsRejection(err) && !apierror.IsNotFound(err) {
		return &AttachmentRejectedError{IDs: ids, Err: err}
	}
	return err
}

// IsRejection reports whether the service itself, not the gateway or the login, rejected a call with one of its own codes.
func IsRejection(err error) bool {
	e := apierror.As(err)
	_, login := errors.AsType[*transport.CredentialError](err)
	return e != nil && !login && e.Kind == apierror.Rejected && e.Status < 500 && strings.HasPrefix(e.Code, "OSM.0101")
}
