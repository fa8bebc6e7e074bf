// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/servicetickets/terraform-provider-osm/internal/tfbase"
)

// groupArgument is the argument group_id of data sources.
func groupArgument() schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: "IAM user group; needed when the ticket belongs to another member of that group.", Optional: true, Validators: length(1, maxTicketLength)}
}

// caseIDArgument is the argument case_id of data sources.
func caseIDArgument() schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: "Ticket id, for example `TS-123456`.", Required: true, Validators: length(1, maxTicketLength)}
}

func caseArguments() map[string]schema.Attribute {
	return map[string]schema.Attribute{"case_id": caseIDArgument(), "group_id": groupArgument()}
}

func caseResults() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"incident_id":        tfbase.ReadString("Ticket id as the service tells it."),
		"simple_description": tfbase.ReadString("Description of the problem as the service tells it."),
		"status":             tfbase.ReadInt64("Status as the service's number."),
		"status_name":        tfbase.ReadString("Name of the status: " + quotedStatusNames() + "; the number where the provider knows no name."),
		"is_open":            tfbase.ReadBool("Whether the ticket has not ended. A status that is not known counts as open."),
		"business_type_name": tfbase.ReadString("Name of the problem type."),
		"incident_type_name": tfbase.ReadString("Name of the ticket type."),
		"severity_name":      tfbase.ReadString("Name of the severity."),
		"source_name":        tfbase.ReadString("Name of the source."),
		"dc_name":            tfbase.ReadString("Name of the region."),
		"customer_id":        tfbase.ReadString("Account that the ticket belongs to."),
		"xcustomer_id":       tfbase.ReadString("Id of the IAM user who opened the ticket."),
		"xcustomer_name":     tfbase.ReadString("Name of the IAM user who opened the ticket."),
		"create_time":        tfbase.ReadString("When the ticket was opened, as the service tells it."),
		"resolve_time":       tfbase.ReadInt64("Time to resolution as the service tells it (unit not documented); 0 while the ticket is open."),
		"is_authorized":      tfbase.ReadInt64("1 when support was given access; absent in newer editions of the API."),
		"business_ownership": tfbase.ReadInt64("Who handles the ticket: 0 the cloud itself, 1 a partner, 2 a software vendor."),
		"judgement":          tfbase.ReadString("Rating in words."),
		"ext_info": schema.SingleNestedAttribute{
			MarkdownDescription: "Contact and notices.", Computed: true,
			Attributes: map[string]schema.Attribute{
				"area_code":     tfbase.ReadString("Country dialling code."),
				"remind_mobile": schema.StringAttribute{MarkdownDescription: "Phone number; may be masked or cleared.", Computed: true, Sensitive: true},
				"remind_mail":   schema.StringAttribute{MarkdownDescription: "Mailbox; may be masked or cleared.", Computed: true, Sensitive: true},
				"contact_type":  tfbase.ReadString("How notices are sent, for example `0,1,2` (codes not documented)."),
				"remind_time":   tfbase.ReadString("When notices are sent; `0` is any time."),
				"cc_email":      tfbase.PersonalString("CC mailboxes."),
				"commodity_id":  tfbase.ReadString("Product of a software vendor."),
			},
		},
	}
}

func caseLists() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"message_list": tfbase.ReadList("Messages in the service's order. The attachments given at creation are listed under the first message.", messageAttributes()),
		"incident_satisfaction": tfbase.ReadList("Ratings.", map[string]schema.Attribute{
			"satisfaction_id":    tfbase.ReadInt64("Id of what is rated."),
			"satisfaction_name":  tfbase.ReadString("Name of what is rated."),
			"satisfaction_value": tfbase.ReadInt64("Rating; the best is `value`."),
			"value":              tfbase.ReadInt64("Highest rating."),
			"per_value":          tfbase.ReadInt64("Value of one step."),
			"sat_category_id":    tfbase.ReadString("Group of ratings."),
			"sat_category_name":  tfbase.ReadString("Name of the group."),
		}),
		"label_list": tfbase.ReadList("Labels of the ticket.", map[string]schema.Attribute{
			"label_id": tfbase.ReadInt64("Label id."),
			"name":     tfbase.ReadString("Name."),
			"color":    tfbase.ReadString("Colour as `#rrggbb`."),
		}),
		"case_relation_list": tfbase.ReadList("Related tickets.", map[string]schema.Attribute{
			"case_id":            tfbase.ReadString("Ticket id."),
			"simple_description": tfbase.ReadString("Description."),
			"user_name":          tfbase.ReadString("User who opened it."),
		}),
	}
}

func messageAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"message_id":       tfbase.ReadString("Message id."),
		"type":             tfbase.ReadInt64("0 from the customer, 1 from an engineer."),
		"replier":          tfbase.ReadString("Id of the writer."),
		"replier_name":     tfbase.ReadString("Name of the writer."),
		"content":          tfbase.ReadString("Text."),
		"create_time":      tfbase.ReadString("When it was written, as the service tells it."),
		"is_first_message": tfbase.ReadInt64("1 for the message that the ticket began with."),
		"accessory_list": tfbase.ReadList("Attachments of the message.", map[string]schema.Attribute{
			"accessory_id":     tfbase.ReadString("Attachment id."),
			"file_actual_name": tfbase.ReadString("File name."),
		}),
	}
}
