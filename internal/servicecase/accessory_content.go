// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/tfbase"
)

// content is where the bytes of an attachment come from.
type content struct {
	// attribute is the argument that names the source.
	attribute path.Path
	open      func() (io.ReadCloser, error)
}

// contentError says what is wrong with the source of an attachment.
type contentError struct {
	attribute path.Path
	summary   string
	detail    string
	missing   bool
}

func (e *contentError) Error() string { return e.detail }

// contentOf gives the source of the bytes; nil when none is set, or when it is not known yet.
func (m *accessoryModel) contentOf() (*content, *contentError) {
	inMemory := func(data []byte) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	}
	switch {
	case tfbase.IsKnown(m.Source):
		name := m.Source.ValueString()
		return &content{path.Root("source"), func() (io.ReadCloser, error) { return os.Open(name) }}, nil
	case tfbase.IsKnown(m.Content):
		return &content{path.Root("content"), inMemory([]byte(m.Content.ValueString()))}, nil
	case tfbase.IsKnown(m.ContentWO):
		return &content{path.Root("content_wo"), inMemory([]byte(m.ContentWO.ValueString()))}, nil
	case tfbase.IsKnown(m.ContentBase64):
		data, err := base64.StdEncoding.DecodeString(m.ContentBase64.ValueString())
		if err != nil {
			return nil, &contentError{attribute: path.Root("content_base64"), summary: "Not Base64",
				detail: fmt.Sprintf("content_base64 takes standard Base64 with padding, as the functions base64encode and filebase64 give it: %s.", err)}
		}
		return &content{path.Root("content_base64"), inMemory(data)}, nil
	}
	return nil, nil
}

// measure reads the bytes once and gives their number and hash.
func (c *content) measure() (size int64, sum string, failure *contentError) {
	src, err := c.open()
	if err == nil {
		defer func() { _ = src.Close() }()
		hash := sha256.New()
		if size, err = io.Copy(hash, src); err == nil {
			if size == 0 {
				return 0, "", &contentError{attribute: c.attribute, summary: "Nothing to attach", detail: "The attachment is empty; the service takes one byte at the least."}
			}
			return size, hex.EncodeToString(hash.Sum(nil)), nil
		}
	}
	return 0, "", &contentError{attribute: c.attribute, summary: "File can't be read", missing: errors.Is(err, fs.ErrNotExist),
		detail: fmt.Sprintf("%s: %s.", c.attribute, reason(err))}
}

// reason gives a file error with the path that was tried.
func reason(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return fmt.Sprintf("%q: %s", pathErr.Path, pathErr.Err)
	}
	return err.Error()
}

// setMeasured stores hash and size. Those of write-only content are not stored: the hash of a short secret can be guessed.
func (m *accessoryModel) setMeasured(size int64, sum string, secret bool) {
	m.Size, m.SHA256 = types.Int64Value(size), types.StringValue(sum)
	if secret {
		m.Size, m.SHA256 = types.Int64Null(), types.StringNull()
	}
}
