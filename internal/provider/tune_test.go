// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"math"
	"runtime"
	"runtime/debug"
	"testing"
)

func TestQuietLogsLeavesEveryWishOfTheUserAlone(t *testing.T) {
	t.Parallel()

	off := map[string]string{"TF_LOG_SDK": "OFF", "TF_LOG_PROVIDER": "OFF"}
	tests := map[string]struct {
		environ []string
		want    map[string]string
	}{
		"nothing set":               {nil, off},
		"unrelated variables":       {[]string{"HOME=/home/me", "TF_VAR_log=1", "TF_LOGGING=1"}, off},
		"empty level":               {[]string{"TF_LOG="}, off},
		"level for everything":      {[]string{"TF_LOG=TRACE"}, nil},
		"level for providers":       {[]string{"TF_LOG_PROVIDER=DEBUG"}, nil},
		"level for this provider":   {[]string{"TF_LOG_PROVIDER_OSM=INFO"}, nil},
		"level for the SDK":         {[]string{"TF_LOG_SDK=WARN"}, nil},
		"level for a part of it":    {[]string{"TF_LOG_SDK_PROTO=TRACE"}, nil},
		"file for the log":          {[]string{"TF_LOG_PATH=run.log"}, nil},
		"level beside empty others": {[]string{"TF_LOG=", "TF_LOG_SDK=", "TF_LOG_PROVIDER=ERROR"}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := quietLogs(tt.environ); !maps.Equal(got, tt.want) {
				t.Errorf("quietLogs(%q) = %v, want %v", tt.environ, got, tt.want)
			}
		})
	}
}

func TestCollectsRarely_yieldsToTheUsersOwnSetting(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		environ []string
		want    bool
	}{
		"nothing set":      {nil, true},
		"empty percentage": {[]string{"GOGC="}, true},
		"percentage":       {[]string{"GOGC=50"}, false},
		"switched off":     {[]string{"GOGC=off"}, false},
		"memory limit":     {[]string{"GOMEMLIMIT=128MiB"}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := collectsRarely(tt.environ); got != tt.want {
				t.Errorf("collectsRarely(%q) = %v, want %v", tt.environ, got, tt.want)
			}
		})
	}
}

// TestCollectRarely checks that nothing is collected at the start, and that the first collection sets up the following ones. Not
// parallel: it changes settings of the process.
//
//nolint:paralleltest // the garbage collector belongs to the process
func TestCollectRarely(t *testing.T) {
	collections := func() uint32 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.NumGC
	}
	percent, limit := debug.SetGCPercent(-1), debug.SetMemoryLimit(-1)
	t.Cleanup(func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
		process.ballast = nil
	})
	runtime.GC()
	debug.FreeOSMemory()
	before := collections()
	collected := collectRarely()
	if n := collections() - before; n > 0 {
		t.Errorf("%d collections at the start", n)
	}
	runtime.GC()
	<-collected // never, if the first collection changes nothing
	got, gotLimit := debug.SetGCPercent(percent), debug.SetMemoryLimit(limit)
	if got != gcPercent || gotLimit != math.MaxInt64 || len(process.ballast) != ballastSize {
		t.Errorf("GOGC %d, limit %d, ballast of %d bytes", got, gotLimit, len(process.ballast))
	}
}
