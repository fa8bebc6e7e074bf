// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// filterModel holds the filters of lists of tickets; Elements is the type of the collections.
type filterModel[Elements framework.Elements] struct {
	SearchKey      types.List   `tfsdk:"search_key"`
	AppKey         types.String `tfsdk:"app_key"`
	LabelIDs       Elements     `tfsdk:"label_ids"`
	IncidentID     types.String `tfsdk:"incident_id"`
	QueryStartTime types.String `tfsdk:"query_start_time"`
	QueryEndTime   types.String `tfsdk:"query_end_time"`
	Statuses       Elements     `tfsdk:"statuses"`
	XCustomerID    types.String `tfsdk:"x_customer_id"`
	XCustomerName  types.String `tfsdk:"x_customer_name"`
	GroupID        types.String `tfsdk:"group_id"`
}

func (m *filterModel[Elements]) toAPI() osm.CaseFilter {
	f := osm.CaseFilter{
		SearchKey:      framework.Strings(m.SearchKey),
		AppKey:         m.AppKey.ValueString(),
		LabelIDs:       framework.Int64s(m.LabelIDs),
		IncidentID:     m.IncidentID.ValueString(),
		QueryStartTime: m.QueryStartTime.ValueString(),
		QueryEndTime:   m.QueryEndTime.ValueString(),
		XCustomerID:    m.XCustomerID.ValueString(),
		XCustomerName:  m.XCustomerName.ValueString(),
		GroupID:        m.GroupID.ValueString(),
	}
	for _, name := range framework.Strings(m.Statuses) {
		if code, ok := osm.StatusCode(name); ok {
			f.Statuses = append(f.Statuses, code)
		}
	}
	return f
}

// statusToAPI returns the code of a status, nil if none is set.
func statusToAPI(name types.String) *int32 {
	code, ok := osm.StatusCode(name.ValueString())
	if !ok {
		return nil
	}
	return new(int32(code))
}

// maxAppKey is the maximum length of app_key in characters (API reference: ListCases).
const maxAppKey = 64

const (
	searchKeyDescription = "Filters by keywords in the description: at most three words of at most 64 characters. A ticket " +
		"must have all of them."
	appKeyDescription        = "Filters by a word in the ticket ID or the description, of at most 64 characters."
	labelIDsDescription      = "Filters by label IDs, at most five. A ticket must have all of them."
	startTimeDescription     = "Filters by earliest creation time." + framework.TimeFormat
	endTimeDescription       = "Filters by latest creation time." + framework.TimeFormat
	xCustomerIDDescription   = "Filters by ID of the IAM user who opened the ticket."
	xCustomerNameDescription = "Filters by name of the IAM user who opened the ticket."
)

var (
	statusChoices       = framework.CodeList(osm.StatusNames()) + ", or a number from 0 to 30."
	statusesDescription = "Filters by status. A ticket must have any of the given statuses: " + statusChoices
	isStatus            = framework.PublicRule("must be one of "+osm.StatusChoices(), osm.IsStatus)
	startTimeRules      = []validator.String{framework.IsTime}
	endTimeRules        = []validator.String{framework.IsTime, framework.NotBefore("query_start_time")}
)

// searchWords is a validator for keywords. An element with spaces counts as several words, since they are sent in one text.
type searchWords struct{}

// Description returns what is allowed.
func (searchWords) Description(context.Context) string {
	return fmt.Sprintf("must have at most %d words of at most %d characters", osm.MaxSearchWords, osm.MaxSearchWordSize)
}

// MarkdownDescription returns what is allowed.
func (w searchWords) MarkdownDescription(ctx context.Context) string { return w.Description(ctx) }

// ValidateList counts the words of the elements that are known.
func (w searchWords) ValidateList(ctx context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	words := 0
	for i, element := range req.ConfigValue.Elements() {
		text, ok := element.(types.String)
		switch {
		case !ok || !framework.IsKnown(text):
			words++
			continue
		case strings.TrimSpace(text.ValueString()) == "":
			resp.Diagnostics.AddAttributeError(req.Path, "Invalid value",
				fmt.Sprintf("Element %d of %#q must not be empty.", i, req.Path.String()))
		}
		for word := range strings.FieldsSeq(text.ValueString()) {
			words++
			if n := utf8.RuneCountInString(word); n > osm.MaxSearchWordSize {
				resp.Diagnostics.AddAttributeError(req.Path, "Invalid value",
					fmt.Sprintf("%#q %s; a word of element %d has %d.", req.Path.String(), w.Description(ctx), i, n))
			}
		}
	}
	if words > osm.MaxSearchWords {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value",
			fmt.Sprintf("%#q %s, not %d words. Remove the words that narrow the list least.", req.Path.String(),
				w.Description(ctx), words))
	}
}
