// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// errorTravel reports the HTTP status of a business error: of a ticket that does not exist.
func errorTravel(seen *observations) finding {
	r := seen.missing
	const evidence = "`ShowCaseDetail` of a ticket that does not exist"
	switch {
	case r == nil, r.status == 0, r.status >= http.StatusInternalServerError, r.status == http.StatusTooManyRequests,
		r.status == http.StatusUnauthorized:
		return failed(r)
	case strings.HasPrefix(r.code, apierror.BusinessCodes):
		return finding{r.problem, certain, evidence}
	case r.code != "":
		return unknown("the call was rejected for another reason ("+r.problem+")", evidence)
	case r.status >= http.StatusBadRequest:
		return finding{r.problem + " without a code", likely, evidence}
	case r.problem != "":
		return failed(r)
	case r.fields.kind("incident_detail_info") != kindObject:
		return finding{"a success without a ticket", certain, evidence}
	}
	return unknown("the service returned a ticket", evidence)
}

var zeros = regexp.MustCompile(`^[A-Z]{2,8}\.0+$`)

// successEnvelope reports which code and text successful responses have.
func successEnvelope(seen *observations) finding {
	forms := map[string]int{}
	for _, r := range seen.all {
		if r.isUsable() && r.fields != nil {
			forms[envelope(r.fields)]++
		}
	}
	switch len(forms) {
	case 0:
		return unknown("no call succeeded", "")
	case 1:
		for form, n := range forms {
			return finding{form, certain, of(n, n, "responses")}
		}
	}
	return finding{counted(forms), certain, "differs from call to call"}
}

func envelope(fields object) string {
	code := "`error_code` " + fields.kind("error_code")
	switch value := fields.text("error_code"); fields.kind("error_code") {
	case kindAbsent:
		code = "no code"
	case kindText:
		switch {
		case value == "" || value == "0" || zeros.MatchString(value):
			code = fmt.Sprintf("`error_code` %q", value)
		default:
			code = "`error_code` with another text"
		}
	case kindNumber:
		code = "`error_code` 0"
	}
	message := ", `error_msg` " + fields.kind("error_msg")
	switch value := fields.text("error_msg"); fields.kind("error_msg") {
	case kindAbsent:
		message = ""
	case kindText:
		if message = ", `error_msg` with a text"; value == "" || strings.EqualFold(value, "success") {
			message = fmt.Sprintf(", `error_msg` %q", strings.ToLower(value))
		}
	}
	return code + message
}

// limitKinds reports the JSON types of the limits of attachments.
func limitKinds(seen *observations) finding {
	if !seen.limits.isUsable() {
		return failed(seen.limits)
	}
	limit := seen.limits.fields.object("accessory_limit")
	if limit == nil {
		return unknown("the response has no `accessory_limit`", "`ShowAccessoryLimits`")
	}
	kinds := fmt.Sprintf("`limit_count` %s, `limit_size` %s", limit.kind("limit_count"), limit.kind("limit_size"))
	return finding{kinds, certain, "`ShowAccessoryLimits`"}
}

// totalKeys are the names that pages of the reference have for the total of ListCases.
var totalKeys = []string{"total_count", "count"}

func totalName(r *response) string {
	if !r.isUsable() {
		return ""
	}
	for _, key := range totalKeys {
		if kind := r.fields.kind(key); kind == kindNumber || kind == kindText {
			return key
		}
	}
	return ""
}

// totalKey reports name and JSON type of the total of ListCases.
func totalKey(seen *observations) finding {
	key := totalName(seen.list)
	switch {
	case !seen.list.isUsable():
		return failed(seen.list)
	case key == "":
		return finding{"neither `total_count` nor `count`", certain, "`ListCases`"}
	}
	return finding{"`" + key + "`, a " + seen.list.fields.kind(key), certain, "`ListCases`"}
}

// totalScope reports whether the total counts the whole list or the page.
func totalScope(seen *observations) finding {
	if !seen.list.isUsable() || !seen.one.isUsable() {
		if seen.list.isUsable() {
			return failed(seen.one)
		}
		return failed(seen.list)
	}
	total, ok := seen.one.fields.integer(totalName(seen.one))
	evidence := fmt.Sprintf("`ListCases` ×2: %d tickets on a page of %d, total %d on a page of 1", len(seen.tickets), pageSize,
		total)
	switch {
	case !ok:
		return unknown("there is no total", "`ListCases`")
	case len(seen.tickets) < 2:
		return unknown("the list has fewer than two tickets", "`ListCases`")
	case total >= len(seen.tickets):
		return finding{"the whole list", certain, evidence}
	case total == 1:
		return finding{"the page", certain, evidence}
	}
	return unknown("the total fits neither the list nor the page", evidence)
}

// emptyList reports the form of a list without entries.
func emptyList(seen *observations) finding {
	r := seen.empty
	if !r.isUsable() {
		return failed(r)
	}
	const evidence = "`ListCases` with an `incident_id` that matches nothing"
	body := bytes.TrimSpace(r.body)
	switch {
	case len(body) == 0:
		return finding{"no body", certain, evidence}
	case r.fields == nil:
		return finding{"`null`", certain, evidence}
	case len(r.fields.list("incident_info_list")) > 0:
		return finding{"the filter `incident_id` is ignored", certain, evidence}
	}
	list := map[string]string{
		kindArray: "`incident_info_list` is `[]`", kindNull: "`incident_info_list` is `null`",
		kindAbsent: "no `incident_info_list`",
	}[r.fields.kind("incident_info_list")]
	if list == "" {
		list = "`incident_info_list` is " + r.fields.kind("incident_info_list")
	}
	if key := totalName(r); key != "" {
		if n, _ := r.fields.integer(key); n == 0 {
			return finding{list + ", total 0", certain, evidence}
		}
		return finding{list + ", total above 0", certain, evidence}
	}
	return finding{list + ", no total", certain, evidence}
}

// ccEmailShape reports the JSON type of cc_email_info.
func ccEmailShape(seen *observations) finding {
	if !seen.ccEmails.isUsable() {
		return failed(seen.ccEmails)
	}
	switch kind := seen.ccEmails.fields.kind("cc_email_info"); kind {
	case kindAbsent, kindNull:
		return unknown("the account has no mailbox for copies", "`ListCaseCcEmails`: "+kind)
	default:
		return finding{kind, certain, "`ListCaseCcEmails`"}
	}
}

// contactWays reports the values of contact_way for phones and mailboxes.
func contactWays(seen *observations) finding {
	if !seen.contacts.isUsable() {
		return failed(seen.contacts)
	}
	contacts := seen.contacts.fields.list("contact_list")
	first := map[int]int{}
	for _, c := range contacts {
		way, ok := c.integer("contact_way")
		switch value := c.text("contact_value"); {
		case !ok || value == "":
		case strings.Contains(value, "@"):
			first[way-1]++
		default:
			first[way]++
		}
	}
	evidence := fmt.Sprintf("`ListHasVerifiedContacts`: %d contacts", len(contacts))
	switch {
	case len(first) == 0:
		return unknown("the account has no verified contact", evidence)
	case len(first) == 1 && first[0] > 0:
		return finding{"from 0: phone 0, mailbox 1", certain, evidence}
	case len(first) == 1 && first[1] > 0:
		return finding{"from 1: phone 1, mailbox 2", certain, evidence}
	}
	return unknown("the values follow no order", evidence)
}

// statuses reports the statuses of the tickets.
func statuses(seen *observations) finding {
	found := map[int]bool{}
	for _, t := range seen.tickets {
		if n, ok := t.integer("status"); ok {
			found[n] = true
		}
	}
	for _, d := range seen.details {
		if n, ok := info(d.trimmed).integer("status"); ok {
			found[n] = true
		}
	}
	if seen.counts.isUsable() {
		for _, c := range seen.counts.fields.list("incident_status_counts") {
			n, ok := c.integer("status")
			if many, _ := c.integer("count"); ok && many > 0 {
				found[n] = true
			}
		}
	}
	if len(found) == 0 {
		return noTickets(seen)
	}
	var known, others []string
	for n := range 1000 {
		switch {
		case !found[n]:
		case osm.StatusName(int64(n)) != strconv.Itoa(n):
			known = append(known, strconv.Itoa(n))
		default:
			others = append(others, strconv.Itoa(n))
		}
	}
	evidence := fmt.Sprintf("`ListCases`, `ListCaseCounts`: %d tickets", len(seen.tickets))
	if len(others) == 0 {
		return finding{"documented: " + strings.Join(known, ", "), certain, evidence}
	}
	return finding{"not documented: " + strings.Join(others, ", ") + "; documented: " + orNone(known), certain, evidence}
}

func orNone(items []string) string {
	if len(items) == 0 {
		return "none"
	}
	return strings.Join(items, ", ")
}

// labelFilter reports how ListLabels matches its filter by name.
func labelFilter(seen *observations) finding {
	if !seen.labels.isUsable() {
		return failed(seen.labels)
	}
	labels := seen.labels.fields.list("label_list")
	evidence := fmt.Sprintf("`ListLabels` ×2: %d labels, with the first half of a name", len(labels))
	switch {
	case len(labels) == 0:
		return unknown("the account has no label", "`ListLabels`")
	case seen.half < 0:
		return unknown("no label has a name that can be halved", "`ListLabels`")
	case !seen.part.isUsable():
		return failed(seen.part)
	}
	wanted := labels[seen.half]
	part := strings.ToLower(firstHalf(wanted.text("name")))
	found, others := false, 0
	for _, l := range seen.part.fields.list("label_list") {
		found = found || l.text("label_id") == wanted.text("label_id")
		if !strings.Contains(strings.ToLower(l.text("name")), part) {
			others++
		}
	}
	switch {
	case others > 0:
		return finding{"ignored", certain, evidence}
	case found && len(labels) == 1:
		return finding{"fuzzy: a part of the name matches", likely, evidence}
	case found:
		return finding{"fuzzy: a part of the name matches", certain, evidence}
	}
	return finding{"exact: a part of the name does not match", certain, evidence}
}

// labelNames reports whether two labels have one name.
func labelNames(seen *observations) finding {
	if !seen.labels.isUsable() {
		return failed(seen.labels)
	}
	labels := seen.labels.fields.list("label_list")
	evidence := fmt.Sprintf("`ListLabels`: %d labels", len(labels))
	names := map[string]bool{}
	for _, l := range labels {
		if names[l.text("name")] {
			return finding{"possible", certain, evidence}
		}
		names[l.text("name")] = true
	}
	return unknown("no two labels have the same name", evidence)
}
