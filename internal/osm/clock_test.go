// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"net/http"
	"testing"
	"time"
)

// FuzzTime reads times of any form: one that is read means the same moment when it is written again, and texts are put into
// one form for good.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{
		"2020-12-25T09:24:18Z", "2020-12-25 " +
			"09:24:18", "2020-12-25T09:24:18+08:00", "2020-12-25T09:24:18.5Z", "0000-01-01T00:00:00Z",
		"9999-12-31T23:59:59.999999999Z", " 2020-02-30T00:00:00Z", "", "2020-12-25 09:24:18Z", "1608888258",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if n := canonicalText(text); canonicalText(n) != n {
			t.Errorf("%q has two canonical forms", text)
		}
		at, ok := parseTime(text)
		if !ok {
			return
		}
		if again, ok := parseTime(at.Format(time.RFC3339Nano)); !ok || !again.Equal(at) {
			t.Errorf("%q is %s, then %s, %t", text, at, again, ok)
		}
	})
}

// TestAge checks how a ticket's age is judged against the create that may have opened it.
func TestAge(t *testing.T) {
	t.Parallel()
	sent := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	var unknown, ahead serviceClock
	ahead.observe(http.Header{"Date": {"Mon, 23 Nov 2026 15:00:00 GMT"}}, sent)
	for name, c := range map[string]struct {
		clock   *serviceClock
		at      time.Duration // since the send, by the service's clock
		certain bool
		want    age
	}{
		"just created":                       {&ahead, time.Second, true, young},
		"rounded":                            {&ahead, -time.Second, false, young},
		"its clock is behind the gateway's":  {&ahead, -90 * time.Second, true, unclear},
		"its clock is two minutes behind":    {&ahead, -clockSkew - dateRounding, true, unclear},
		"five minutes before":                {&ahead, -5 * time.Minute, true, old},
		"five minutes before, zone open":     {&ahead, -5 * time.Minute, false, unclearZone},
		"a day before, zone open":            {&ahead, -24 * time.Hour, false, old},
		"from the future":                    {&ahead, 3 * time.Hour, false, unclear},
		"no clock, just created":             {&unknown, -3 * time.Hour, true, unclear},
		"no clock, three days before":        {&unknown, -72 * time.Hour, false, old},
		"no clock, by a wrong clock of ours": {&unknown, -24 * time.Hour, true, unclear},
	} {
		if got := c.clock.ageOf(sent.Add(3*time.Hour+c.at), c.certain, sent, sent.Add(5*time.Second)); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// TestCompareText shows which texts of the service are the one that was sent.
func TestCompareText(t *testing.T) {
	t.Parallel()
	const sent = "Node <b>42</b> does not answer: 5 > 3 & \"x\"\r\n  since noon 🙂\n"
	for got, want := range map[string]likeness{
		sent: same,
		"Node <b>42</b> does not answer: 5 > 3 & \"x\"\n  since noon 🙂":                                same,
		"Node 42 does not answer: 5 > 3 & \"x\" since noon 🙂":                                          same,
		"Node &lt;b&gt;42&lt;/b&gt; does not answer: 5 &gt; 3 &amp; &#34;x&#34;<br/>since noon 🙂":      same,
		"Node &amp;lt;b&amp;gt;42&amp;lt;/b&amp;gt; does not answer: 5 > 3 & \"x\" since noon \u200b🙂": same,
		"Node 42 does not answer: 5 > 3 & \"x\" since noon ?":                                          maybe,
		"Node 42 does not":         maybe,
		"Node 42 does not answ...": maybe,
		// A list that cuts texts may cut a tag or an entity, before or after it escapes them.
		"Node <b":          maybe,
		"Node &lt;b&g":     maybe,
		"Node 42 does &am": maybe,
		"Node &#5":         maybe,
		"[ECS] Node <b>42</b> does not answer: 5 > 3 & x since noon": maybe,
		"Node 43 does not answer":                                    different,
		"node 42 does not answer":                                    different,
		"":                                                           different,
	} {
		if like := compareText(canonicalText(sent), got); like != want {
			t.Errorf("%q: %d, want %d", got, like, want)
		}
	}
	if like := compareText(canonicalText("<b></b>"), "<i></i>"); like != maybe {
		t.Errorf("a text of which nothing is left: %d", like)
	}
	if !SameText("a\r\n b", "a\nb ") || SameText("a", "b") {
		t.Error("SameText")
	}
}
