// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
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
