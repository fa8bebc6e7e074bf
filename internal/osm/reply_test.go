// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// conversation builds messages from texts such as "c 10:00 question": c customer, s support, C and S the ticket's first message.
func conversation(lines ...string) []osmapi.IncidentMessageV2 {
	var out []osmapi.IncidentMessageV2
	for i, line := range lines {
		parts := strings.SplitN(line, " ", 3)
		kind, first := osmapi.Integer(0), osmapi.Integer(0)
		if strings.EqualFold(parts[0], "s") {
			kind = 1
		}
		if parts[0] == "C" || parts[0] == "S" {
			first = 1
		}
		at := parts[1]
		if strings.Contains(at, ":") {
			at = "2026-03-04 " + at + ":00"
		}
		id := fmt.Sprint(i, parts[2])
		out = append(out, osmapi.IncidentMessageV2{
			Type: &kind, IsFirstMessage: &first, CreateTime: &at, Content: &parts[2], MessageId: &id,
		})
	}
	return out
}

func TestLatestReply(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines []string
		want  string
	}{
		"none":                              {nil, ""},
		"only the question":                 {[]string{"C 10:00 q"}, ""},
		"answered":                          {[]string{"C 10:00 q", "s 10:01 a"}, "a"},
		"the latest of two":                 {[]string{"C 10:00 q", "s 10:01 a", "s 10:02 b"}, "b"},
		"newest first":                      {[]string{"s 10:02 b", "s 10:01 a", "C 10:00 q"}, "b"},
		"asked again":                       {[]string{"C 10:00 q", "s 10:01 a", "c 10:02 r"}, ""},
		"asked again, newest first":         {[]string{"c 10:02 r", "s 10:01 a", "C 10:00 q"}, ""},
		"any order":                         {[]string{"s 10:03 b", "C 10:00 q", "c 10:02 r", "s 10:01 a"}, "b"},
		"any order, asked again":            {[]string{"s 10:01 a", "c 10:02 r", "C 10:00 q"}, ""},
		"one second, oldest first":          {[]string{"C 10:00 q", "c 10:01 r", "s 10:01 a"}, "a"},
		"one second, asked again":           {[]string{"C 10:00 q", "s 10:01 a", "c 10:01 r"}, ""},
		"one second, newest first":          {[]string{"s 10:01 a", "c 10:01 r", "C 10:00 q"}, "a"},
		"all in one second":                 {[]string{"C 10:00 q", "s 10:00 a"}, "a"},
		"all in one second, newest first":   {[]string{"s 10:00 a", "C 10:00 q"}, "a"},
		"one second, no known order":        {[]string{"c 10:00 q", "s 10:00 a"}, ""},
		"unreadable times":                  {[]string{"C - q", "s - a", "c - r"}, ""},
		"unreadable times, answered":        {[]string{"C - q", "c - r", "s - a"}, "a"},
		"unreadable times, newest first":    {[]string{"s - a", "c - r", "C - q"}, "a"},
		"one unreadable time":               {[]string{"C 10:00 q", "c 10:01 r", "s - a"}, "a"},
		"opened by support":                 {[]string{"S 10:00 q"}, ""},
		"opened by support, continued":      {[]string{"S 10:00 q", "s 10:01 a"}, "a"},
		"first reply flagged as first":      {[]string{"c 10:00 q", "S 10:01 a"}, "a"},
		"opened by support, asked":          {[]string{"S 10:00 q", "c 10:01 r"}, ""},
		"every message flagged as first":    {[]string{"C 10:00 q", "S 10:00 a"}, ""},
		"flagged, with different times":     {[]string{"C 10:00 q", "S 10:01 a"}, "a"},
		"support alone, without a question": {[]string{"s 10:00 a"}, "a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if m := newCorrespondence(conversation(c.lines...), nil).latestReply(); m != nil {
				got = *m.Content
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestLatestReply_arrival shows that a message which has appeared since the last response is newer than those that it had, unless
// its time says otherwise.
func TestLatestReply_arrival(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines []string
		known int
		want  string
	}{
		"in the same second":       {[]string{"c 10:00 q", "s 10:00 a"}, 1, "a"},
		"both are new":             {[]string{"c 10:00 q", "s 10:00 a"}, 0, ""},
		"written before":           {[]string{"c 10:00 q", "s 09:59 a"}, 1, ""},
		"asked in the same second": {[]string{"s 10:00 a", "c 10:00 q"}, 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			messages, known := conversation(c.lines...), map[string]bool{}
			for _, m := range messages[:c.known] {
				known[messageKey(m)] = true
			}
			got := ""
			if m := newCorrespondence(messages, known).latestReply(); m != nil {
				got = *m.Content
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
