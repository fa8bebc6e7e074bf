// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"fmt"
	"math/rand/v2"
	"time"
)

type (
	modelFilter  string
	modelPastEnd string
	modelOrder   string
	modelCounts  string
)

const (
	filterWorks    modelFilter = "works"
	filterIgnored  modelFilter = "is ignored"
	filterRejected modelFilter = "is rejected"
	filterEmpty    modelFilter = "matches nothing"

	pastEndEmpty   modelPastEnd = "is empty"
	pastEndRepeats modelPastEnd = "is the last page"
	pastEndFails   modelPastEnd = "is an error"

	newestFirst modelOrder = "newest first"
	asCreated   modelOrder = "as created"
	anyOrder    modelOrder = "any order"

	countsAll     modelCounts = "all"
	countsPage    modelCounts = "the page"
	countsNothing modelCounts = "nothing"
)

// modelSchedule is what is fixed before a run. What hits a single call is drawn when the call is made.
type modelSchedule struct {
	// times to noDate are how the service behaves. gateway, database and proxy are how far those clocks are ahead of the true
	// one, machine that of this machine.
	times                             modelTimes
	echo                              modelEcho
	cut                               int
	envelope                          string
	namesDiffer                       bool
	order                             modelOrder
	pageSize                          int
	pastEnd                           modelPastEnd
	counts                            modelCounts
	filter                            modelFilter
	filterZone                        time.Duration
	gateway, database, proxy, machine time.Duration
	noDate                            bool
	// leastLag and listLag bound how long a ticket is unlisted, detailLag bounds how long it is unreadable.
	leastLag, listLag, detailLag time.Duration

	// postFaults to detailFaults are the shares of calls that fail; calmAfter is when faults end, slow the time that a lost
	// response takes.
	postFaults, listFaults, detailFaults float64
	slow                                 time.Duration
	// kills and cancels are how many of each may come, eventRate the share of calls and pauses that one hits.
	kills, cancels int
	eventRate      float64
	// twice and late permit a request to be processed twice, and after its response was lost.
	twice, late bool

	text    string
	typeID  string
	files   []string
	creates int
	adopt   bool
	// rival is the text of a second process, which starts after rivalAfter; "" is none.
	rival      string
	rivalAfter time.Duration
	// older and others are tickets of other people: equal ones that exist before, and others that are opened meanwhile.
	older  []modelOlder
	others []string
}

type modelOlder struct {
	age    time.Duration
	ended  bool
	typeID string
	files  []string
}

var modelTexts = []string{
	"Node 7 does not answer",
	"Disk & memory of <node-7> are full since 10:00, please help",
	"<p>Node&nbsp;7</p>\n\n  does <b>not</b>  answer\n",
	"节点 7 没有响应 & 无法登录，请尽快处理",
	"a<b & c>d",
	"???",
}

const (
	modelType, modelOtherType = "Consulting", "Fault"
)

func drawSchedule(r *rand.Rand) modelSchedule {
	s := modelSchedule{
		times: among(r, modelTimeForms[r.IntN(len(modelTimeForms))], modelTimeForms[0], modelTimeForms[2]),
		echo:  modelEchoes[r.IntN(len(modelEchoes))],
		cut:   among(r, 0, 0, 0, 33, 20, 8, -1),
		envelope: among(r, "", `"error_code":0,"error_msg":"",`, `"error_code":"0",`,
			`"error_code":"OSM.00000000","error_msg":"success",`),
		namesDiffer: r.IntN(2) == 0,
		order:       among(r, newestFirst, asCreated, anyOrder),
		pageSize:    among(r, 100, 100, 2),
		pastEnd:     among(r, pastEndEmpty, pastEndEmpty, pastEndEmpty, pastEndRepeats),
		counts:      among(r, countsAll, countsPage, countsNothing),
		filter:      among(r, filterWorks, filterWorks, filterWorks, filterWorks, filterIgnored, filterIgnored, filterRejected),
		filterZone:  among(r, 8*time.Hour, 0, -12*time.Hour, 14*time.Hour),
		gateway:     among(r, 0, 0, -time.Hour, 90*time.Second),
		proxy:       among(r, 0, 10*time.Minute, -10*time.Minute),
		machine:     among(r, 0, 0, 0, 1500*time.Millisecond, -90*time.Second, 10*time.Minute, -5*time.Hour, 72*time.Hour),
		noDate:      r.IntN(20) == 0,
		listLag:     among(r, 0, 0, 0, 0, 3*time.Second, 20*time.Second, 60*time.Second, 200*time.Second),
		detailLag:   among(r, 0, 0, 0, 0, 0, 3*time.Second, 20*time.Second, 90*time.Second),
		slow:        among(r, 200*time.Millisecond, 200*time.Millisecond, 30*time.Second),
		postFaults:  among(r, 0.3, 0.6, 0.9),
		twice:       r.IntN(8) == 0,
		late:        r.IntN(8) == 0,
		eventRate:   among(r, 0.1, 0.3, 0.6),
		text:        modelTexts[r.IntN(len(modelTexts))],
		typeID:      modelType,
		creates:     among(r, 1, 1, 1, 2),
		adopt:       r.IntN(3) == 0,
	}
	if r.IntN(12) == 0 {
		s.leastLag, s.listLag = 61*time.Second, 66*time.Second // just beyond the window
	}
	s.database = s.gateway + among(r, 0, 0, 0, 0, 1500*time.Millisecond, -time.Second, 60*time.Second, -60*time.Second,
		-118*time.Second, 3*time.Minute, -3*time.Minute)
	if s.noDate && s.machine > widestZone {
		s.machine = 0 // nothing shows that this machine's clock is wrong by days
	}
	if r.IntN(20) == 0 {
		s.pastEnd = pastEndFails
	}
	if r.IntN(20) == 0 {
		s.filter = filterEmpty
	}
	if r.IntN(3) == 0 {
		s.files = []string{"file-1"}
	}
	if r.IntN(4) == 0 {
		s.listFaults = among(r, 0.1, 0.4, 0.4, 1)
		s.detailFaults = among(r, 0, 0.1, 0.4)
	}
	switch r.IntN(4) {
	case 0:
		s.kills = 1 + r.IntN(3)
	case 1:
		s.cancels = 1
	}
	s.drawOthers(r)
	return s
}

// drawOthers draws a second process and the tickets of other people.
func (s *modelSchedule) drawOthers(r *rand.Rand) {
	if r.IntN(5) == 0 {
		s.rival = s.similar(r)
		s.rivalAfter = among(r, 0, 150*time.Millisecond, 5*time.Second, 62*time.Second)
	}
	if r.IntN(4) == 0 {
		for range 1 + r.IntN(2) {
			s.older = append(s.older, modelOlder{
				age: among(r, time.Second, 30*time.Second, 5*time.Minute, 5*time.Hour, 8*time.Hour, 48*time.Hour) +
					among(r, 0, 0, -400*time.Millisecond, 700*time.Millisecond),
				ended:  r.IntN(2) == 0,
				typeID: among(r, modelType, modelOtherType),
				files:  among(r, nil, []string{"file-2"}),
			})
		}
	}
	if r.IntN(6) == 0 {
		s.others = append(s.others, s.similar(r))
	}
}

// similar draws a text that is equal, contains the schedule's, begins it, or is unrelated.
func (s *modelSchedule) similar(r *rand.Rand) string {
	return among(r, s.text, s.text, s.text+" again", cutTo(s.text, 7), "Invoice of March is missing")
}

// beyondBand reports whether the clocks of the service differ by more than the client allows for, so that a new ticket is
// taken for an old one.
func (s *modelSchedule) beyondBand() bool {
	return s.times.certain() && s.database-s.gateway < -clockSkew
}

func (s *modelSchedule) lines() []string {
	out := []string{
		fmt.Sprintf("times %s; texts %s, cut to %d; envelope %q; names differ %t",
			s.times.name, s.echo.name, s.cut, s.envelope, s.namesDiffer),
		fmt.Sprintf("list %s, pages of %d, past its end %s, counts %s; filter %s, in zone %s",
			s.order, s.pageSize, s.pastEnd, s.counts, s.filter, s.filterZone),
		fmt.Sprintf("clocks: gateway %s, database %s, proxy %s, machine %s, no Date %t",
			s.gateway, s.database, s.proxy, s.machine, s.noDate),
		fmt.Sprintf("lags: list %s to %s, detail %s; a lost response takes %s", s.leastLag, s.listLag, s.detailLag, s.slow),
		fmt.Sprintf("faults: POST %.1f, list %.1f, detail %.1f; kills %d, cancels %d, at %.1f; twice %t, late %t",
			s.postFaults, s.listFaults, s.detailFaults, s.kills, s.cancels, s.eventRate, s.twice, s.late),
		fmt.Sprintf("%d creates of %q with files %v, adopt %t; rival %q after %s",
			s.creates, s.text, s.files, s.adopt, s.rival, s.rivalAfter),
	}
	return out
}
