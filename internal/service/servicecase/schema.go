// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// defaultSourceID is the only source that the reference knows for tickets by API (API reference: CreateCases).
const defaultSourceID = "83aeb0f2834c4df49826c781d32a963e"

const (
	onDestroyClose   = "close"
	onDestroyDelete  = "delete"
	onDestroyAbandon = "abandon"
)

// Maximum lengths in characters and sizes (API reference: CreateCases, UpdateCaseContactInfo).
const (
	maxDescription = 1200
	maxProblemType = 512
	maxCatalogID   = 64
	maxShortID     = 32
	maxMobile      = 32
	maxMail        = 128
	maxRelated     = 3
	maxLabels      = 5
	maxLabelID     = 1<<31 - 1
	// maxName limits names, for which the API reference states no limit.
	maxName = 256
)

// Formats of contacts.
var (
	isMobile, isMail = framework.IsPhone(), framework.IsMail()
	isRemindTime     = framework.PublicRule("must be 0 or a window between 00:00 and 24:00 such as 09:00-18:00",
		framework.Matches(`^(0|(([01]\d|2[0-3]):[0-5]\d|24:00)-(([01]\d|2[0-3]):[0-5]\d|24:00))$`))
	isAreaCode, isVerifyCode = framework.IsAreaCode(), framework.IsVerifyCode()
)

func (*caseResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"timeouts": framework.Timeouts(ctx, timeouts.Opts{
			Create: true, CreateDescription: framework.TimeoutDescription("Opening the ticket and all calls that follow",
				createTimeout),
			Read: true, ReadDescription: framework.TimeoutDescription("Reading the ticket", readTimeout),
			Update: true, UpdateDescription: framework.TimeoutDescription("Changing the ticket", updateTimeout),
			Delete: true, DeleteDescription: framework.TimeoutDescription("Ending the ticket. A change takes effect once it is "+
				"applied",
				deleteTimeout),
		}),
		"id":           framework.ComputedString("Ticket ID (`incident_id`), for example `TS-123456`."),
		"contact_type": framework.ComputedString("How notifications are sent, as reported by the service, for example `0,1,2`."),
		"cc_email": schema.StringAttribute{
			MarkdownDescription: "Email addresses that receive copies of notifications.", Computed: true, Sensitive: true},
	}
	addComputed(attributes, summaryAttributes())
	addComputed(attributes, detailAttributes())
	addCaseArguments(attributes)
	addContactArguments(attributes)
	addLinkArguments(attributes)
	addEndArguments(attributes)
	resp.Schema = schema.Schema{
		MarkdownDescription: "A service ticket. Creating the resource opens a ticket, which alerts a person. Destroying it " +
			"ends the ticket as set by `on_destroy`.\n\nA ticket is opened exactly once: its ID is stored before anything else " +
			"can fail, and if the outcome of a create is unknown, the provider looks for the ticket before it retries. What " +
			"support does with the ticket (status, names, replies) never causes a planned change.",
		Attributes: attributes,
	}
}

func optional(description string, validators []validator.String) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Validators: validators}
}

// addCaseArguments adds what the ticket is about. No call of the API changes most of it.
func addCaseArguments(to map[string]schema.Attribute) {
	const replaces = " Changing this opens a new ticket."
	argument := func(description string, validators []validator.String) schema.StringAttribute {
		return optional(description+replaces, validators)
	}
	to["simple_description"] = argument("Description of the problem (1 to 1200 characters). Required to open a ticket.",
		framework.Prose(maxDescription))
	addEntry := func(name, what, source, more string, longest int) {
		to[name] = optional("Name, acronym or ID of the "+what+"; see the data source `"+source+"`. "+framework.NameRule+more+
			" Changing this to another entry opens a new ticket. Conflicts with `"+name+"_id`.",
			framework.Prose(maxName))
		id := argument("ID of the "+what+". Computed if `"+name+"` is set.", framework.Length(1, longest))
		id.Computed = true
		to[name+"_id"] = id
	}
	addEntry("product_category", "product", "osm_product_categories", "", maxCatalogID)
	addEntry("business_type", "problem type", "osm_problem_types",
		" Required to open a ticket, unless `business_type_id` is set.", maxProblemType)
	addEntry("incident_sub_type", "ticket sub-type", "osm_case_categories", "", maxShortID)
	addEntry("region", "region that the ticket is about", "osm_regions", " Fault reports (`case_type` 5) require a region.",
		maxCatalogID)
	addEntry("severity", "severity", "osm_severities", " Requires a support plan.", maxCatalogID)
	to["project_id"] = argument("ID of the project that the ticket is about.", framework.Length(1, maxCatalogID))
	source := argument("ID of the source of the ticket. Defaults to `"+defaultSourceID+"`, the only value in the API reference.",
		framework.Length(1, maxShortID))
	source.Computed, source.Default = true, stringdefault.StaticString(defaultSourceID)
	to["source_id"] = source
	to["extends_map"] = schema.DynamicAttribute{
		MarkdownDescription: "Additional parameters of the problem type as an object; see the data source " +
			"`osm_extends_params`. Changed in place. The API does not report them, so changes made elsewhere are not detected.",
		Optional: true, Computed: true, Validators: []validator.Dynamic{framework.IsObject()}}
	to["extension_map"] = schema.DynamicAttribute{
		MarkdownDescription: "Notification settings as an object. For changes of the contact, the API reference names " +
			"`contactType`, `remindCCEmail`, `remindEncryptCCEmail` and `isReceiveMsgRemind`. Changed in place, together with " +
			"the contact. The API does not report them in this form.",
		Optional: true, Computed: true, Validators: []validator.Dynamic{framework.IsObject()}}
}

func addContactArguments(to map[string]schema.Attribute) {
	const note = " Changed in place. Removing this argument does not clear the value in the ticket."
	contact := func(description string, sensitive bool, validators ...validator.String) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description + note, Optional: true, Computed: true,
			Sensitive:  sensitive,
			Validators: validators}
	}
	to["remind_mobile"] = contact("Phone number for notifications, without the country code: digits, optionally separated by "+
		"single spaces or hyphens. A masked value from the service (`138****0000`) is not a change.", true,
		framework.LengthBetween(0, maxMobile), isMobile)
	to["remind_mail"] = contact("Email address for notifications. A masked value from the service is not a change.", true,
		framework.LengthBetween(0, maxMail), isMail)
	to["remind_time"] = contact("Time of day for notifications: `0` for any time, or a window such as `09:00-18:00`.", false,
		isRemindTime)
	to["area_code"] = contact("Country calling code of `remind_mobile` (1 to 4 digits), such as `86`; see the data source "+
		"`osm_area_codes`.", false, isAreaCode)
	const createOnly = " Only sent when the ticket is opened; changing only this makes no call."
	to["phone_verified_id"] = optional("ID of a completed verification of `remind_mobile`. Required if it is not the registered "+
		"phone."+createOnly, framework.Length(1, maxShortID))
	to["email_verified_id"] = optional("ID of a completed verification of `remind_mail`. Required if it is not the registered "+
		"address."+createOnly, framework.Length(1, maxShortID))
	to["verify_code_wo"] = schema.StringAttribute{
		MarkdownDescription: "Six-character code sent to an unregistered contact. Write-only: never stored in a plan or state " +
			"(Terraform 1.11 or OpenTofu 1.11 and later)." + createOnly,
		Optional: true, WriteOnly: true, Validators: []validator.String{isVerifyCode}}
}

func addLinkArguments(to map[string]schema.Attribute) {
	to["accessory_ids"] = schema.ListAttribute{
		MarkdownDescription: "IDs of attachments (`osm_accessory` with `accessory_from = \"incident\"`). Attachments that are " +
			"added later are sent with one message. Attachments that are removed stay on the ticket and are only removed from " +
			"the state.",
		Optional: true, ElementType: types.StringType,
		Validators: []validator.List{framework.Unique{},
			listvalidator.ValueStringsAre(framework.Length(1, osm.MaxID)...)}}
	to["label_ids"] = schema.SetAttribute{
		MarkdownDescription: "IDs of the labels of the ticket, at most five; see `osm_label`. Changes made elsewhere are " +
			"reverted. If not set, labels are left unchanged.",
		Optional: true, ElementType: types.Int64Type,
		Validators: []validator.Set{framework.Size{To: maxLabels}, framework.EachInt64Between(0, maxLabelID)}}
	to["related_case_ids"] = schema.SetAttribute{
		MarkdownDescription: "IDs of related tickets, at most three. Changes made elsewhere are reverted. If not set, " +
			"relations are left unchanged.",
		Optional: true, ElementType: types.StringType,
		Validators: []validator.Set{framework.Size{To: maxRelated},
			framework.EachString(framework.LengthBetween(1, osm.MaxID))}}
	to["group_id"] = optional(framework.GroupDescription+" Sent with calls; not a property of the ticket.",
		framework.Length(1, osm.MaxID))
}

func addEndArguments(to map[string]schema.Attribute) {
	to["on_destroy"] = schema.StringAttribute{
		MarkdownDescription: "What destroying the resource does. `close` cancels a ticket that nobody is handling yet and " +
			"closes any other open one. `delete` also deletes the ticket. `abandon` leaves the ticket open and only removes it " +
			"from the state. Defaults to `close`. The value in the state is used: apply a change before you destroy or replace " +
			"the resource.",
		Optional: true, Computed: true, Default: stringdefault.StaticString(onDestroyClose),
		Validators: []validator.String{framework.OneOf(onDestroyClose, onDestroyDelete, onDestroyAbandon)}}
	to["adopt_existing"] = schema.BoolAttribute{Optional: true,
		MarkdownDescription: "Whether to look for an open ticket with the same description before opening one. If exactly one " +
			"exists that no other resource manages, it is adopted with a warning; several are an error. Use this if a lost " +
			"state or a killed run must not lead to a second ticket. Defaults to `false`. Changing this makes no call."}
	to["closed"] = schema.BoolAttribute{Optional: true,
		MarkdownDescription: "Whether to end the ticket now: it is cancelled if nobody is handling it yet, and closed " +
			"otherwise. A ticket can't be reopened."}
	to["score"] = schema.SingleNestedAttribute{
		MarkdownDescription: "Rating. Sent once, as soon as the ticket is completed. Later changes are not sent.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"judgement": schema.StringAttribute{MarkdownDescription: "Rating in words (up to 400 characters).", Required: true,
				Validators: framework.Length(0, osm.MaxJudgement)},
			"incident_satisfaction_list": schema.ListNestedAttribute{
				MarkdownDescription: "Ratings by dimension; see the data source `osm_satisfaction_dimensions`.", Required: true,
				Validators: []validator.List{framework.Size{From: 1, To: osm.MaxRatings}},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"satisfaction_id": schema.Int64Attribute{
						MarkdownDescription: "ID of the dimension: `satisfaction_id` of the data source " +
							"`osm_satisfaction_dimensions`.",
						Required: true, Validators: []validator.Int64{framework.Between(0, osm.MaxDimensionID)}},
					"satisfaction_value": schema.Int64Attribute{
						MarkdownDescription: "Rating. The best is `value` of the same entry.",
						Required:            true, Validators: []validator.Int64{framework.Between(0, osm.MaxRating)}},
				}},
			},
		},
	}
}
