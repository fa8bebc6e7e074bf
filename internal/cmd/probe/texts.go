// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// problemNames compares the names in tickets with those of the look-up.
func problemNames(seen *observations) finding {
	switch {
	case len(seen.tickets) == 0:
		return noTickets(seen)
	case seen.products == nil:
		return unknown("no ticket in the list has a `product_category_name`", "`ListCases`")
	case !seen.products.isUsable():
		return failed(seen.products)
	case len(seen.problems) == 0:
		return unknown("the problem types of the tickets' products could not be read", "`ListProblemTypes`")
	}
	all, same, empty, path := 0, 0, 0, 0
	for _, t := range seen.tickets {
		product, name := t.text("product_category_name"), t.text("business_type_name")
		names, ok := seen.problems[product]
		if !ok {
			continue
		}
		all++
		switch {
		case name == "":
			empty++
		case slices.Contains(names, name):
			same++
		case slices.ContainsFunc(names, func(n string) bool { return n != "" && strings.Contains(name, n) }),
			strings.HasPrefix(name, product):
			path++
		}
	}
	evidence := of(same, all, "tickets have a name of `ListProblemTypes`")
	switch {
	case same == all:
		return finding{"the catalog's name", certain, evidence}
	case empty == all:
		return finding{"empty", certain, evidence}
	case path == all:
		return finding{"a text that contains the catalog's name, such as a path", certain, evidence}
	case same == 0 && empty == 0 && path == 0:
		return finding{"another text, such as the name in another language", certain, evidence}
	}
	return finding{"differs from ticket to ticket", likely, evidence}
}

var (
	tag    = regexp.MustCompile(`<[a-zA-Z/][^<>]*>`)
	entity = regexp.MustCompile(`&(?:lt|gt|amp|quot|#3[49]);`)
)

// authorTexts are the texts of the customer or of support in the tickets that were read.
type authorTexts struct{ tickets, trimmed, whole, entities, special int }

// add counts a ticket's texts: as returned by default, and without removal of rich text.
func (a *authorTexts) add(trimmed, whole string) {
	a.tickets++
	count := func(into *int, is bool) {
		if is {
			*into++
		}
	}
	count(&a.trimmed, tag.MatchString(trimmed))
	count(&a.whole, tag.MatchString(whole))
	count(&a.entities, entity.MatchString(trimmed) && html.UnescapeString(trimmed) != trimmed)
	count(&a.special, strings.ContainsAny(entity.ReplaceAllString(trimmed, ""), "<>&\"'"))
}

// seen describes what happens to markup, "" if no text has any.
func (a *authorTexts) seen() (text, sure string) {
	switch {
	case a.entities > 0 && a.special == 0:
		return "special characters are entities", likely
	case a.trimmed > 0:
		return "as sent", certain
	case a.whole > 0:
		return "tags removed by default", certain
	}
	return "", none
}

// richText reports how markup is returned, for texts of the customer and of support.
func richText(seen *observations) finding {
	if _, f := seen.read(); f.seen != "" {
		return f
	}
	var customer, support authorTexts
	for _, d := range seen.details {
		byCustomer, bySupport := texts(info(d.trimmed))
		byCustomerWhole, bySupportWhole := texts(info(d.whole))
		customer.add(byCustomer, byCustomerWhole)
		support.add(bySupport, bySupportWhole)
	}
	evidence := fmt.Sprintf("`ShowCaseDetail` of %d tickets, by default and with `trim_osm_rich_text_label` false",
		len(seen.details))
	yours, sure := customer.seen()
	theirs, theirsSure := support.seen()
	switch {
	case yours == "" && theirs == "":
		return unknown("no text has markup", evidence)
	case theirs == "":
		return finding{"your texts: " + yours, sure, evidence}
	case yours == "":
		return finding{"texts of support: " + theirs, theirsSure, evidence}
	}
	if theirsSure == likely {
		sure = likely
	}
	return finding{"your texts: " + yours + "; texts of support: " + theirs, sure, evidence}
}

// texts returns the customer's texts in a ticket, and those of support.
func texts(ticket object) (customer, support string) {
	customer = ticket.text("simple_description")
	for _, m := range ticket.list("message_list") {
		if kind, _ := m.integer("type"); kind == 0 {
			customer += "\n" + m.text("content")
		} else {
			support += "\n" + m.text("content")
		}
	}
	return customer, support
}

// whiteSpace reports what the descriptions show about white space. What was sent is not known, so that only its presence counts.
func whiteSpace(seen *observations) finding {
	tickets, f := seen.read()
	if f.seen != "" {
		return f
	}
	ends, crlf, lf := 0, 0, 0
	for _, t := range tickets {
		text := t.text("simple_description")
		if strings.TrimFunc(text, unicode.IsSpace) != text {
			ends++
		}
		switch {
		case strings.Contains(text, "\r\n"):
			crlf++
		case strings.Contains(text, "\n"):
			lf++
		}
	}
	evidence := fmt.Sprintf("`ShowCaseDetail` of %d tickets", len(tickets))
	var parts []string
	if ends > 0 {
		parts = append(parts, "not trimmed")
	}
	switch {
	case crlf > 0 && lf > 0:
		parts = append(parts, "line endings differ, so they are kept")
	case crlf > 0:
		parts = append(parts, "line endings are CRLF")
	case lf > 0:
		parts = append(parts, "line endings are LF")
	}
	switch {
	case len(parts) == 0:
		return unknown("no description has several lines or white space at its ends", evidence)
	case ends > 0 || crlf > 0 && lf > 0:
		return finding{strings.Join(parts, "; "), certain, evidence}
	}
	return finding{parts[0], likely, evidence}
}

// listDescriptions compares the descriptions in the list with those in the detail.
func listDescriptions(seen *observations) finding {
	if _, f := seen.read(); f.seen != "" {
		return f
	}
	whole, cut, other, longest := 0, 0, 0, 0
	for _, d := range seen.details {
		listed, full := d.listed.text("simple_description"), info(d.trimmed).text("simple_description")
		switch {
		case listed == full:
			whole++
			longest = max(longest, len([]rune(full)))
		case listed != "" && strings.HasPrefix(full, strings.TrimRight(listed, "….")):
			cut++
		default:
			other++
		}
	}
	evidence := of(whole, len(seen.details), "tickets have the same text in list and detail")
	switch {
	case cut > 0 && other == 0:
		return finding{"cut off", certain, evidence}
	case other > 0:
		return finding{"another text than in the detail", certain, evidence}
	}
	return finding{fmt.Sprintf("whole, up to %d characters", longest), likely, evidence}
}
