// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

// Lengths in characters (API reference: CreateCases, UpdateCaseContactInfo).
const (
	maxDescription  = 1200
	maxProblemType  = 512
	maxCatalogID    = 64
	maxShortID      = 32
	maxMobile       = 32
	maxMail         = 128
	maxRelated      = 3
	maxScoreText    = 400
	maxScores       = 100
	maxLabelID      = 1<<31 - 1
	maxDimension    = 9999
	maxRating       = 65535
	maxTicketLength = 64
)

// Forms of contacts. The API reference states lengths only; an area code has up to four digits, a code six characters.
var (
	mobileForm = framework.Rule("must be a phone number without country code: digits, which single spaces or hyphens may separate",
		regexp.MustCompile(`^\d([ -]?\d){2,}$`).MatchString)
	mailForm = framework.Rule("must be one e-mail address such as name@example.com",
		regexp.MustCompile(`^[^\s\pZ\pC@,;]+@[^\s\pZ\pC@,;]+\.[^\s\pZ\pC@,;]+$`).MatchString)
	remindTimeForm = framework.Rule("must be 0 or a window from 00:00 to 24:00 such as 09:00-18:00",
		regexp.MustCompile(`^(0|(([01]\d|2[0-3]):[0-5]\d|24:00)-(([01]\d|2[0-3]):[0-5]\d|24:00))$`).MatchString)
	areaCodeForm = framework.Rule("must have 1 to 4 digits, without a plus sign, for example 86",
		regexp.MustCompile(`^\d{1,4}$`).MatchString)
	verifyCodeForm = framework.Rule("must have exactly six letters or digits", regexp.MustCompile(`^[0-9A-Za-z]{6}$`).MatchString)
)

func (*caseResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := ticketAttributes()
	for _, more := range []map[string]schema.Attribute{contactAttributes(), linkAttributes(), endAttributes(), computedAttributes()} {
		maps.Copy(attributes, more)
	}
	attributes["timeouts"] = timeoutsArgument(ctx, timeouts.Opts{
		Create: true, CreateDescription: timeoutText("Opening the ticket, with all that follows", createTimeout),
		Read: true, ReadDescription: timeoutText("Reading it", readTimeout),
		Update: true, UpdateDescription: timeoutText("Changing it", updateTimeout),
		Delete: true, DeleteDescription: timeoutText("Ending it; a change counts once it is applied", deleteTimeout),
	})
	resp.Schema = schema.Schema{
		MarkdownDescription: "A service ticket. Creating it opens a ticket, which a person reads; destroying it ends the ticket as `on_destroy` says.\n\n" +
			"A ticket is opened exactly once: its id is in the state before anything else can fail, and a create whose outcome is unknown is settled by " +
			"looking for the ticket. What support does with the ticket (status, names, replies) never plans a change.",
		Attributes: attributes,
	}
}

const groupOfIdentity = "IAM user group. Required if the ticket belongs to another member of that group."

func (*caseResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id":       identityschema.StringAttribute{Description: "Ticket ID.", RequiredForImport: true},
		"group_id": identityschema.StringAttribute{Description: groupOfIdentity, OptionalForImport: true},
	}}
}

func length(from, to int) []validator.String {
	return []validator.String{stringvalidator.UTF8LengthBetween(from, to)}
}

// text validates what a person reads.
func text(longest int) []validator.String { return append(length(1, longest), framework.NotBlank()) }

// ticketAttributes are what the ticket is about; no call of the API changes them.
func ticketAttributes() map[string]schema.Attribute {
	const replaces = " A change opens a new ticket."
	return map[string]schema.Attribute{
		"simple_description": schema.StringAttribute{
			MarkdownDescription: "Description of the problem, 1 to 1200 characters. Needed to open a ticket." + replaces,
			Optional:            true, Validators: text(maxDescription)},
		"business_type_id": schema.StringAttribute{
			MarkdownDescription: "Problem type, see the data source `osm_problem_types`. Needed to open a ticket." + replaces,
			Optional:            true, Validators: length(1, maxProblemType)},
		"product_category_id": schema.StringAttribute{
			MarkdownDescription: "Product, see the data source `osm_product_categories`." + replaces,
			Optional:            true, Validators: length(1, maxCatalogID)},
		"incident_sub_type_id": schema.StringAttribute{
			MarkdownDescription: "Ticket sub-type, see the data source `osm_case_categories`." + replaces,
			Optional:            true, Validators: length(1, maxShortID)},
		"source_id": schema.StringAttribute{
			MarkdownDescription: "Where the ticket comes from. The API reference knows one value, which is the default: `" + defaultSourceID + "`." + replaces,
			Optional:            true, Computed: true, Default: stringdefault.StaticString(defaultSourceID), Validators: length(1, maxShortID)},
		"region_id": schema.StringAttribute{
			MarkdownDescription: "Region that the ticket is about, see the data source `osm_regions`. Required by the service for fault reports (`case_type` 5)." + replaces,
			Optional:            true, Validators: length(1, maxCatalogID)},
		"severity_id": schema.StringAttribute{
			MarkdownDescription: "Severity, see the data source `osm_severities`; meant for accounts with a support plan." + replaces,
			Optional:            true, Validators: length(1, maxCatalogID)},
		"project_id": schema.StringAttribute{
			MarkdownDescription: "Project that the ticket is about." + replaces,
			Optional:            true, Validators: length(1, maxCatalogID)},
		"extends_map": schema.DynamicAttribute{
			MarkdownDescription: "Additional parameters of the problem type as an object, see the data source `osm_extends_params`. A change is sent to the ticket. " +
				"The API never tells them, so a change made elsewhere is not seen.",
			Optional: true, Computed: true, Validators: []validator.Dynamic{framework.IsObject()}},
		"extension_map": schema.DynamicAttribute{
			MarkdownDescription: "Settings of notices as an object. The API reference names `contactType`, `remindCCEmail`, `remindEncryptCCEmail` and " +
				"`isReceiveMsgRemind`, for changes of the contact. A change is sent with the contact. The API never tells them in this form.",
			Optional: true, Computed: true, Validators: []validator.Dynamic{framework.IsObject()}},
	}
}

// contactAttributes are who is told about progress; the contact-info call changes them.
func contactAttributes() map[string]schema.Attribute {
	const note = " Changed in place. Removing the argument leaves the ticket's value as it is: the API has no way to clear it."
	contact := func(text string, sensitive bool, validators ...validator.String) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: text + note, Optional: true, Computed: true, Sensitive: sensitive,
			Validators: validators}
	}
	return map[string]schema.Attribute{
		"remind_mobile": contact("Phone number for notices of progress, without country code: digits, which single spaces or hyphens "+
			"may separate. The service may report it masked (`138****0000`), which is no change.", true,
			stringvalidator.UTF8LengthAtMost(maxMobile), mobileForm),
		"remind_mail": contact("Mailbox for notices of progress. The service may report it masked, which is no change.", true,
			stringvalidator.UTF8LengthAtMost(maxMail), mailForm),
		"remind_time": contact("When notices may be sent: `0` for any time, or a window such as `09:00-18:00`.", false, remindTimeForm),
		"area_code": contact("Country dialling code of `remind_mobile`, 1 to 4 digits such as `86`, see the data source "+
			"`osm_area_codes`.", false, areaCodeForm),
		"phone_verified_id": schema.StringAttribute{
			MarkdownDescription: "Id of a passed verification of `remind_mobile`; needed when it is not the registered phone. It only accompanies the create; a change alone sends nothing.",
			Optional:            true, Validators: length(1, maxShortID)},
		"email_verified_id": schema.StringAttribute{
			MarkdownDescription: "Id of a passed verification of `remind_mail`; needed when it is not the registered mailbox. It only accompanies the create; a change alone sends nothing.",
			Optional:            true, Validators: length(1, maxShortID)},
		"verify_code_wo": schema.StringAttribute{
			MarkdownDescription: "Code of six characters that a contact which is not the registered one received. Write-only: it is in " +
				"no plan and no state (Terraform 1.11 or OpenTofu 1.11 and newer). It only accompanies the create; a changed value alone " +
				"plans nothing.",
			Optional: true, WriteOnly: true, Validators: []validator.String{verifyCodeForm}},
	}
}

// linkAttributes are what hangs on the ticket.
func linkAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"accessory_ids": schema.ListAttribute{
			MarkdownDescription: "Ids of attachments (`osm_accessory` with `accessory_from = \"incident\"`). Ids that are added later are sent with one message to the ticket; " +
				"ids that are removed stay on the ticket and only leave the state.",
			Optional: true, ElementType: types.StringType,
			Validators: []validator.List{listvalidator.UniqueValues(), listvalidator.ValueStringsAre(length(1, maxTicketLength)...)}},
		"label_ids": schema.SetAttribute{
			MarkdownDescription: "Ids of the labels that the ticket carries, see `osm_label`. Labels that others put on or took off are set right. Not set: labels are left alone.",
			Optional:            true, ElementType: types.Int64Type,
			Validators: []validator.Set{setvalidator.ValueInt64sAre(int64validator.Between(0, maxLabelID))}},
		"related_case_ids": schema.SetAttribute{
			MarkdownDescription: "Ids of related tickets, three at the most. Relations that others made or ended are set right. Not set: relations are left alone.",
			Optional:            true, ElementType: types.StringType,
			Validators: []validator.Set{setvalidator.SizeAtMost(maxRelated), setvalidator.ValueStringsAre(length(1, maxTicketLength)...)}},
		"group_id": schema.StringAttribute{
			MarkdownDescription: "IAM user group; needed when the ticket belongs to another member of that group. It accompanies calls and is no property of the ticket.",
			Optional:            true, Validators: length(1, maxTicketLength)},
	}
}

// endAttributes are how the ticket ends.
func endAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"on_destroy": schema.StringAttribute{
			MarkdownDescription: "What destroying does: `close` (default) cancels a ticket that nobody handles yet and closes any other open one; `delete` does that and then " +
				"deletes it; `abandon` leaves the ticket open and only forgets it. The value in the state counts: apply a change of it before destroying or replacing.",
			Optional: true, Computed: true, Default: stringdefault.StaticString(onDestroyClose),
			Validators: []validator.String{stringvalidator.OneOf(onDestroyClose, onDestroyDelete, onDestroyAbandon)}},
		"adopt_existing": schema.BoolAttribute{
			MarkdownDescription: "Whether to look for an open ticket with the same description before opening one. If there is exactly one that no other resource holds, it is " +
				"adopted, with a warning; several are an error. Use it where a lost state or a killed run must not lead to a second ticket. Defaults to `false`. A change sends nothing.",
			Optional: true},
		"closed": schema.BoolAttribute{
			MarkdownDescription: "`true` ends the ticket now: it is cancelled when nobody handles it yet, else closed. Nothing ever reopens a ticket.",
			Optional:            true},
		"score": schema.SingleNestedAttribute{
			MarkdownDescription: "Rating. It is sent once, when the ticket is completed; until then it waits, and a later change of it is not sent.",
			Optional:            true,
			Attributes: map[string]schema.Attribute{
				"judgement": schema.StringAttribute{MarkdownDescription: "Rating in words, up to 400 characters.", Required: true, Validators: length(0, maxScoreText)},
				"incident_satisfaction_list": schema.ListNestedAttribute{
					MarkdownDescription: "Ratings, see the data source `osm_satisfaction_dimensions`.", Required: true,
					Validators: []validator.List{listvalidator.SizeBetween(1, maxScores)},
					NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
						"satisfaction_id":    schema.Int64Attribute{MarkdownDescription: "What is rated: `satisfaction_id` of the data source `osm_satisfaction_dimensions`.", Required: true, Validators: []validator.Int64{int64validator.Between(0, maxDimension)}},
						"satisfaction_value": schema.Int64Attribute{MarkdownDescription: "Rating; the best is `value` of the same entry.", Required: true, Validators: []validator.Int64{int64validator.Between(0, maxRating)}},
					}},
				},
			},
		},
	}
}

func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":                 framework.ComputedString("Ticket id (`incident_id`), for example `TS-123456`."),
		"status":             framework.ComputedInt64("Status as the service's number. Support moves it: an output made of it changes by itself."),
		"status_name":        framework.ComputedString("Name of the status: " + quotedStatusNames() + "; the number where the provider knows no name."),
		"is_open":            framework.ComputedBool("Whether the ticket has not ended. A status that is not known counts as open."),
		"business_type_name": framework.ComputedString("Name of the problem type, in the provider's `language`."),
		"incident_type_name": framework.ComputedString("Name of the ticket type."),
		"severity_name":      framework.ComputedString("Name of the severity."),
		"source_name":        framework.ComputedString("Name of the source."),
		"dc_name":            framework.ComputedString("Name of the region."),
		"customer_id":        framework.ComputedString("Account that the ticket belongs to."),
		"xcustomer_id":       framework.ComputedString("Id of the IAM user who opened the ticket."),
		"xcustomer_name":     framework.ComputedString("Name of the IAM user who opened the ticket."),
		"create_time":        framework.ComputedString("When the ticket was opened, as the service tells it. The text ends in `Z`; the API reference says that it follows the zone that was asked for (`time_zone`)."),
		"resolve_time":       framework.ComputedInt64("Time to resolution as the service tells it (unit not documented); 0 while the ticket is open."),
		"is_authorized":      framework.ComputedInt64("1 when support was given access; absent in newer editions of the API."),
		"business_ownership": framework.ComputedInt64("Who handles the ticket: 0 the cloud itself, 1 a partner, 2 a software vendor."),
		"judgement":          framework.ComputedString("Rating in words that the ticket has."),
		"contact_type":       framework.ComputedString("How notices are sent, as the service tells it, for example `0,1,2` (codes not documented)."),
		"cc_email":           schema.StringAttribute{MarkdownDescription: "CC mailboxes of notices.", Computed: true, Sensitive: true},
	}
}
