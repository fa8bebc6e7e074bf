// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Confidence in a finding.
const (
	certain = "certain"
	likely  = "likely"
	none    = "–"
)

// finding is one row of the report. Its texts contain only words of this program, names and codes of the API, and numbers.
type finding struct{ seen, sure, evidence string }

// unknown returns the finding of a question that the responses leave open. evidence may be "".
func unknown(reason, evidence string) finding {
	return finding{"not determinable: " + reason, none, evidence}
}

// failed returns the finding of a question whose call failed or was not made.
func failed(r *response) finding {
	if r == nil {
		return unknown("the call was not made", "")
	}
	return unknown(r.problem, "`"+r.op+"`")
}

// needsWrite is the finding of a question that only a change would show.
func needsWrite(of string) func(*observations) finding {
	return func(*observations) finding { return unknown("only "+of+" shows it", "") }
}

// question is one row of the report: what the API reference leaves open.
type question struct {
	text string
	find func(*observations) finding
}

// questions are the rows of the report.
var questions = []question{
	{"How an error is reported", errorTravel},
	{"How a success is reported", successEnvelope},
	{"`business_type_name` of a ticket", problemNames},
	{"Markup in texts", richText},
	{"White space in descriptions", whiteSpace},
	{"Descriptions in lists", listDescriptions},
	{"A deleted ticket", deletedTicket},
	{"An ended ticket", endedTicket},
	{"Contacts of a ticket", contactEcho},
	{"A contact field that a change omits", needsWrite("a change of the contact")},
	{"Limits of attachments", limitKinds},
	{"Total of a list", totalKey},
	{"What the total counts", totalScope},
	{"An empty list", emptyList},
	{"A response without content", needsWrite("a write")},
	{"A ticket just created", needsWrite("a new ticket")},
	{"Time zone of `create_time`", timeZone},
	{"Time zone of `query_start_time`", windowZone},
	{"Order of the list of tickets", listOrder},
	{"`cc_email_info`", ccEmailShape},
	{"`contact_way`", contactWays},
	{"`is_authorized`", authorized},
	{"Statuses", statuses},
	{"Filter of labels by name", labelFilter},
	{"Labels with the same name", labelNames},
	{"Several label IDs in a query", needsWrite("a change of a ticket's labels")},
	{"A message with a file uploaded for a ticket", needsWrite("a message")},
	{"Deleting a file that a ticket holds", needsWrite("a deletion")},
}

// of returns a share such as "2 of 3 tickets".
func of(n, all int, what string) string { return fmt.Sprintf("%d of %d %s", n, all, what) }

// counted returns the keys with their numbers, the most frequent first.
func counted(numbers map[string]int) string {
	keys := slices.SortedFunc(maps.Keys(numbers), func(a, b string) int {
		if numbers[a] != numbers[b] {
			return numbers[b] - numbers[a]
		}
		return strings.Compare(a, b)
	})
	for i, key := range keys {
		keys[i] = fmt.Sprintf("%s ×%d", key, numbers[key])
	}
	return strings.Join(keys, ", ")
}
