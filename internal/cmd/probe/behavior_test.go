// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"testing"
)

// defaults are what a report says under the zero behaviors.
var defaults = map[string]string{
	"How an error is reported":         "HTTP 200 with `OSM.01010015`",
	"How a success is reported":        "no code",
	"`business_type_name` of a ticket": "the catalog's name",
	"Markup in texts":                  "your texts: as sent; texts of support: tags removed by default",
	"White space in descriptions":      "not trimmed; line endings are LF",
	"Descriptions in lists":            "whole, up to 138 characters",
	"A deleted ticket":                 "not found (`OSM.01010015`)",
	"An ended ticket":                  "stays in the list",
	"Contacts of a ticket":             "plain, also once the ticket has ended",
	"Limits of attachments":            "`limit_count` string, `limit_size` string",
	"Total of a list":                  "`total_count`, a number",
	"What the total counts":            "the whole list",
	"An empty list":                    "`incident_info_list` is `[]`, total 0",
	"Time zone of `create_time`":       "ends in `Z`; does not follow `X-Time-Zone`, so UTC",
	"Time zone of `query_start_time`":  "that of `X-Time-Zone`, unlike `create_time`",
	"Order of the list of tickets":     "newest first",
	"`cc_email_info`":                  "object",
	"`contact_way`":                    "from 0: phone 0, mailbox 1",
	"`is_authorized`":                  "absent",
	"Statuses":                         "documented: 0, 1, 3",
	"Filter of labels by name":         "fuzzy: a part of the name matches",
	"Labels with the same name":        "not determinable: no two labels have the same name",
}

// undeterminable are the questions that no read decides.
var undeterminable = []string{
	"A contact field that a change omits", "A response without content", "A ticket just created", "Several label IDs in a query",
	"A message with a file uploaded for a ticket", "Deleting a file that a ticket holds",
}

// behaviorTests are sets of behaviors with the rows that differ from defaults.
var behaviorTests = []struct {
	behaviors string
	want      map[string]string
}{
	{"", nil},
	{"business-errors=4xx", map[string]string{"How an error is reported": "HTTP 404 with `OSM.01010015`"}},
	{"success=empty", map[string]string{"How a success is reported": "`error_code` \"\", `error_msg` \"\""}},
	{"success=null", map[string]string{"How a success is reported": "`error_code` null, `error_msg` null"}},
	{"success=zero-number", map[string]string{"How a success is reported": "`error_code` 0, `error_msg` \"\""}},
	{"success=zero-text", map[string]string{"How a success is reported": "`error_code` \"0\", `error_msg` \"success\""}},
	{"success=all-zeros", map[string]string{
		"How a success is reported": "`error_code` \"OSM.00000000\", `error_msg` \"success\"",
	}},
	{"numbers=strings", map[string]string{"Total of a list": "`total_count`, a string"}},
	{"numbers=numbers", map[string]string{"Limits of attachments": "`limit_count` number, `limit_size` number"}},
	{"times=zone-with-z", map[string]string{
		"Time zone of `create_time`":      "ends in `Z`; follows `X-Time-Zone`",
		"Time zone of `query_start_time`": "that of `X-Time-Zone`",
	}},
	{"times=zone-with-offset", map[string]string{
		"Time zone of `create_time`":      "with an offset; follows `X-Time-Zone`",
		"Time zone of `query_start_time`": "that of `X-Time-Zone`",
	}},
	{"times=zone-without-z", map[string]string{
		"Time zone of `create_time`":      "without a zone; follows `X-Time-Zone`",
		"Time zone of `query_start_time`": "that of `X-Time-Zone`",
	}},
	{"times=gmt+8-with-z", map[string]string{
		"Time zone of `create_time`":      "ends in `Z`; in a fixed zone ahead of UTC",
		"Time zone of `query_start_time`": "that of `create_time`, whatever `X-Time-Zone` is",
	}},
	{"windows=utc", map[string]string{"Time zone of `query_start_time`": "that of `create_time`, whatever `X-Time-Zone` is"}},
	{"windows=utc times=zone-with-z", map[string]string{
		"Time zone of `create_time`":      "ends in `Z`; follows `X-Time-Zone`",
		"Time zone of `query_start_time`": "UTC, whatever `X-Time-Zone` is",
	}},
	{"windows=ignored", map[string]string{"Time zone of `query_start_time`": "the filter is ignored"}},
	{"cc-emails=array", map[string]string{"`cc_email_info`": "array"}},
	{"contact-ways=from-one", map[string]string{"`contact_way`": "from 1: phone 1, mailbox 2"}},
	{"total-key=count", map[string]string{"Total of a list": "`count`, a number"}},
	{"totals=page", map[string]string{"What the total counts": "the page"}},
	{"list-order=oldest-first", map[string]string{"Order of the list of tickets": "oldest first"}},
	{"list-order=shuffled", map[string]string{"Order of the list of tickets": "neither newest nor oldest first"}},
	{"list-descriptions=cut", map[string]string{"Descriptions in lists": "cut off"}},
	{"deleted=status-13", map[string]string{
		"A deleted ticket": "readable, with status 13", "Statuses": "documented: 0, 1, 3, 13",
	}},
	{"ended=unlisted", map[string]string{
		"An ended ticket":      "leaves the list, and can be read by its ID",
		"Contacts of a ticket": "plain while the ticket is open",
		"Statuses":             "documented: 0, 1",
	}},
	{"contacts=masked", map[string]string{"Contacts of a ticket": "masked"}},
	{"contacts=cleared-when-handled", map[string]string{
		"Contacts of a ticket": "plain while the ticket is open, cleared once it has ended",
	}},
	{"authorized=present", map[string]string{"`is_authorized`": "present"}},
	{"statuses=unnamed", map[string]string{"Statuses": "not documented: 30; documented: 0, 3"}},
	{"problem-names=localized", map[string]string{
		"`business_type_name` of a ticket": "another text, such as the name in another language",
	}},
	{"problem-names=path", map[string]string{
		"`business_type_name` of a ticket": "a text that contains the catalog's name, such as a path",
	}},
	{"problem-names=empty", map[string]string{"`business_type_name` of a ticket": "empty"}},
	{"rich-text=removed", map[string]string{
		"Markup in texts":       "your texts: tags removed by default; texts of support: tags removed by default",
		"Descriptions in lists": "whole, up to 131 characters",
	}},
	{"rich-text=escaped", map[string]string{
		"Markup in texts":       "your texts: special characters are entities; texts of support: special characters are entities",
		"Descriptions in lists": "whole, up to 154 characters",
	}},
	{"description=trimmed", map[string]string{
		"White space in descriptions": "not determinable: no description has several lines or white space at its ends",
	}},
	{"description=crlf", map[string]string{"White space in descriptions": "not trimmed; line endings are CRLF"}},
	{"label-names=exact", map[string]string{"Filter of labels by name": "exact: a part of the name does not match"}},
	// The three sets below combine behaviors.
	{"business-errors=4xx success=zero-number numbers=strings total-key=count times=zone-with-z contacts=masked " +
		"rich-text=removed deleted=status-13 problem-names=path", map[string]string{
		"How an error is reported":         "HTTP 404 with `OSM.01010015`",
		"How a success is reported":        "`error_code` 0, `error_msg` \"\"",
		"Total of a list":                  "`count`, a string",
		"Time zone of `create_time`":       "ends in `Z`; follows `X-Time-Zone`",
		"Time zone of `query_start_time`":  "that of `X-Time-Zone`",
		"Contacts of a ticket":             "masked",
		"Markup in texts":                  "your texts: tags removed by default; texts of support: tags removed by default",
		"Descriptions in lists":            "whole, up to 131 characters",
		"A deleted ticket":                 "readable, with status 13",
		"Statuses":                         "documented: 0, 1, 3, 13",
		"`business_type_name` of a ticket": "a text that contains the catalog's name, such as a path",
	}},
	{"success=all-zeros numbers=numbers totals=page times=zone-without-z ended=unlisted list-order=oldest-first " +
		"cc-emails=array contact-ways=from-one label-names=exact windows=ignored", map[string]string{
		"How a success is reported":       "`error_code` \"OSM.00000000\", `error_msg` \"success\"",
		"Limits of attachments":           "`limit_count` number, `limit_size` number",
		"What the total counts":           "the page",
		"Time zone of `create_time`":      "without a zone; follows `X-Time-Zone`",
		"Time zone of `query_start_time`": "the filter is ignored",
		"An ended ticket":                 "leaves the list, and can be read by its ID",
		"Contacts of a ticket":            "plain while the ticket is open",
		"Statuses":                        "documented: 0, 1",
		"Order of the list of tickets":    "oldest first",
		"`cc_email_info`":                 "array",
		"`contact_way`":                   "from 1: phone 1, mailbox 2",
		"Filter of labels by name":        "exact: a part of the name does not match",
	}},
	{"business-errors=4xx success=null empty-responses=no-body times=gmt+8-with-z windows=utc contacts=cleared-when-handled " +
		"authorized=present statuses=unnamed problem-names=empty description=crlf list-order=shuffled " +
		"label-uniqueness=repeatable",
		map[string]string{
			"How an error is reported":         "HTTP 404 with `OSM.01010015`",
			"How a success is reported":        "`error_code` null, `error_msg` null",
			"Time zone of `create_time`":       "ends in `Z`; in a fixed zone ahead of UTC",
			"Time zone of `query_start_time`":  "another one than that of `create_time`",
			"Contacts of a ticket":             "plain while the ticket is open, cleared once it has ended",
			"`is_authorized`":                  "present",
			"Statuses":                         "not documented: 30; documented: 0, 3",
			"`business_type_name` of a ticket": "empty",
			"White space in descriptions":      "not trimmed; line endings are CRLF",
			"Order of the list of tickets":     "neither newest nor oldest first",
			"Labels with the same name":        "possible",
		}},
}

// TestBehaviors shows that the report is right under each behavior that reads can show, that it sends only GETs, and that it
// contains nothing of the account.
func TestBehaviors(t *testing.T) {
	t.Parallel()
	for _, tt := range behaviorTests {
		t.Run(tt.behaviors, func(t *testing.T) {
			t.Parallel()
			a := newAccount(t, strings.Fields(tt.behaviors)...)
			a.fill(t)
			if strings.Contains(tt.behaviors, "label-uniqueness=repeatable") {
				a.AddLabel("other", "#00ff00")
			}
			report, err := a.run(t, func(o *options) { o.ended, o.deleted = a.ended, a.deleted })
			if err != nil {
				t.Fatal(err)
			}
			got := rows(report)
			for question, want := range defaults {
				if special, ok := tt.want[question]; ok {
					want = special
				}
				if got[question].seen != want {
					t.Errorf("%s: %q, want %q", question, got[question].seen, want)
				}
			}
			for _, question := range undeterminable {
				if f := got[question]; !strings.HasPrefix(f.seen, "not determinable: only ") || f.sure != none {
					t.Errorf("%s: %q, %q", question, f.seen, f.sure)
				}
			}
			if len(got) != len(questions) || len(got) != len(defaults)+len(undeterminable) {
				t.Errorf("%d rows of %d questions", len(got), len(questions))
			}
			a.checkReads(t)
			a.checkRedacted(t, report+a.stderr.String())
		})
	}
}
