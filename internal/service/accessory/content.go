// SPDX-License-Identifier: MPL-2.0

package accessory

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

// maxContent bounds an attachment in bytes where the account's limit is unknown. The API can express at most 99 MB.
const maxContent = 100 << 20

// content is where the bytes of an attachment come from.
type content struct {
	attribute path.Path // argument that names the source
	size      int64
	open      func() (io.ReadCloser, error)
}

// contentError is a problem with the source of an attachment.
type contentError struct {
	attribute path.Path
	summary   string
	detail    string
	missing   bool
}

func (e *contentError) report(diags *diag.Diagnostics) {
	diags.AddAttributeError(e.attribute, e.summary, e.detail)
}

// contentOf returns the source of the bytes, or nil if none is set or known yet.
func (m *model) contentOf() (*content, *contentError) {
	switch {
	case framework.IsKnown(m.Source):
		return fileContent(m.Source.ValueString())
	case framework.IsKnown(m.Content):
		return textContent(path.Root("content"), []byte(m.Content.ValueString()))
	case framework.IsKnown(m.ContentWO):
		return textContent(path.Root("content_wo"), []byte(m.ContentWO.ValueString()))
	case framework.IsKnown(m.ContentBase64):
		data, err := base64.StdEncoding.DecodeString(m.ContentBase64.ValueString())
		if err != nil {
			return nil, &contentError{attribute: path.Root("content_base64"), summary: "Invalid Base64",
				detail: fmt.Sprintf("`content_base64` must be standard Base64 with padding, as returned by the functions "+
					"base64encode and filebase64: %s.", err)}
		}
		return textContent(path.Root("content_base64"), data)
	}
	return nil, nil
}

func textContent(attribute path.Path, data []byte) (*content, *contentError) {
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	return checkSize(&content{attribute, int64(len(data)), open})
}

// fileContent accepts only regular files: a device or a pipe may have no end, and opening one may wait forever.
func fileContent(name string) (*content, *contentError) {
	attribute := path.Root("source")
	info, err := os.Stat(name)
	if err != nil {
		return nil, unreadable(attribute, err)
	}
	if !info.Mode().IsRegular() {
		kind := "a device, a pipe or a socket"
		if info.IsDir() {
			kind = "a directory"
		}
		return nil, &contentError{attribute: attribute, summary: "Not a regular file",
			detail: fmt.Sprintf("`source` must be a regular file; %q is %s.", name, kind)}
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, unreadable(attribute, err)
	}
	_ = file.Close()
	return checkSize(&content{attribute, info.Size(), func() (io.ReadCloser, error) { return os.Open(name) }})
}

func checkSize(c *content) (*content, *contentError) {
	switch {
	case c.size == 0:
		return nil, &contentError{attribute: c.attribute, summary: "Nothing to attach",
			detail: "The attachment is empty; the service requires at least one byte."}
	case c.size > maxContent:
		return nil, &contentError{attribute: c.attribute, summary: "Attachment too large",
			detail: fmt.Sprintf("The attachment is %d bytes long; at most %d (%d MB) can be attached.",
				c.size, maxContent, maxContent>>20)}
	}
	return c, nil
}

// hash reads at most size bytes and returns their hash. It sets size to the number of bytes read, and stops when ctx ends.
func (c *content) hash(ctx context.Context) (string, *contentError) {
	src, err := c.open()
	if err != nil {
		return "", unreadable(c.attribute, err)
	}
	defer func() { _ = src.Close() }()
	sum := sha256.New()
	if c.size, err = io.Copy(sum, io.LimitReader(&contextReader{ctx, src}, c.size)); err != nil {
		return "", unreadable(c.attribute, err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// contextReader ends with the error of its context.
type contextReader struct {
	ctx context.Context
	io.Reader
}

func (r *contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// first returns the first size bytes of the source: a log that grows during the upload is uploaded as it was hashed.
func (c *content) first() (io.ReadCloser, error) {
	src, err := c.open()
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(src, c.size), src}, nil
}

// unreadable names the path that was tried.
func unreadable(attribute path.Path, err error) *contentError {
	reason := err.Error()
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		reason = fmt.Sprintf("%q: %s", pathErr.Path, pathErr.Err)
	}
	return &contentError{attribute: attribute, summary: "Unable to read file", missing: errors.Is(err, fs.ErrNotExist),
		detail: fmt.Sprintf("%#q can't be read: %s. Correct the path. A relative path is relative to the directory in which "+
			"Terraform runs; `${path.module}` is the directory of the module.", attribute, reason)}
}
