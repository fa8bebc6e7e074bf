// SPDX-License-Identifier: MPL-2.0

package accessory

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
)

// TestHash_cancelled cancels while a source is read.
func TestHash_cancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	open := func() (io.ReadCloser, error) { return io.NopCloser(&cancelAfter{cancel, 3}), nil }
	c := content{path.Root("source"), maxContent, open}
	if sum, failure := c.hash(ctx); failure == nil || sum != "" || !strings.Contains(failure.detail, context.Canceled.Error()) {
		t.Errorf("got %q and %v, want an error that the context was canceled", sum, failure)
	}
}

// cancelAfter cancels at the last of its reads; one more is an error.
type cancelAfter struct {
	cancel context.CancelFunc
	reads  int
}

func (c *cancelAfter) Read(p []byte) (int, error) {
	if c.reads--; c.reads == 0 {
		c.cancel()
	}
	if c.reads < 0 {
		return 0, errors.New("read after the context ended")
	}
	return len(p), nil
}
