// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestReleased checks that a call sees the context that it was made with, its end included, and that a context which is kept
// after the call, as the plugin framework does, holds none of its values.
func TestReleased(t *testing.T) {
	t.Parallel()
	type key struct{}
	deadline := time.Now().Add(time.Hour)
	parent, cancel := context.WithDeadline(context.WithValue(t.Context(), key{}, "large"), deadline)
	defer cancel()
	var kept context.Context
	_, err := released(parent, "request", func(ctx context.Context, req string) (string, error) {
		var cancelKept context.CancelFunc
		kept, cancelKept = context.WithCancel(ctx)
		t.Cleanup(cancelKept)
		if at, ok := kept.Deadline(); !ok || !at.Equal(deadline) || kept.Value(key{}) != "large" || kept.Err() != nil {
			t.Errorf("the call has another context: %v", kept)
		}
		cancel()
		<-kept.Done()
		return req, kept.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the call ended with %v", err)
	}
	if v := kept.Value(key{}); v != nil {
		t.Errorf("the context still holds %v", v)
	}
}
