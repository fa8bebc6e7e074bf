// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
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
		"incident_id":        framework.ReadString("Ticket id as the service tells it."),
		"simple_description": framework.ReadString("Description of the problem as the service tells it."),
		"status":             framework.ReadInt64("Status as the service's number."),
		"status_name":        framework.ReadString("Name of the status: " + quotedStatusNames() + "; the number where the provider knows no name."),
		"is_open":            framework.ReadBool("Whether the ticket has not ended. A status that is not known counts as open."),
		"business_type_name": framework.ReadString("Name of the problem type."),
		"incident_type_name": framework.ReadString("Name of the ticket type."),
		"severity_name":      framework.ReadString("Name of the severity."),
		"source_name":        framework.ReadString("Name of the source."),
		"dc_name":            framework.ReadString("Name of the region."),
		"customer_id":        framework.ReadString("Account that the ticket belongs to."),
		"xcustomer_id":       framework.ReadString("Id of the IAM user who opened the ticket."),
		"xcustomer_name":     framework.ReadString("Name of the IAM user who opened the ticket."),
		"create_time":        framework.ReadString("When the ticket was opened, as the service tells it."),
		"resolve_time":       framework.ReadInt64("Time to resolution as the service tells it (unit not documented); 0 while the ticket is open."),
		"is_authorized":      framework.ReadInt64("1 when support was given access; absent in newer editions of the API."),
		"business_ownership": framework.ReadInt64("Who handles the ticket: 0 the cloud itself, 1 a partner, 2 a software vendor."),
		"judgement":          framework.ReadString("Rating in words."),
		"ext_info": schema.SingleNestedAttribute{
			MarkdownDescription: "Contact and notices.", Computed: true,
			Attributes: map[string]schema.Attribute{
				"area_code":     framework.ReadString("Country dialling code."),
				"remind_mobile": schema.StringAttribute{MarkdownDescription: "Phone number; may be masked or cleared.", Computed: true, Sensitive: true},
				"remind_mail":   schema.StringAttribute{MarkdownDescription: "Mailbox; may be masked or cleared.", Computed: true, Sensitive: true},
				"contact_type":  framework.ReadString("How notices are sent, for example `0,1,2` (codes not documented)."),
				"remind_time":   framework.ReadString("When notices are sent; `0` is any time."),
				"cc_email":      framework.PersonalString("CC mailboxes."),
				"commodity_id":  framework.ReadString("Product of a software vendor."),
			},
		},
	}
}

func caseLists() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"message_list": framework.ReadList("Messages in the service's order. The attachments given at creation are listed under the first message.", messageAttributes()),
		"incident_satisfaction": framework.ReadList("Ratings.", map[string]schema.Attribute{
			"satisfaction_id":    framework.ReadInt64("Id of what is rated."),
			"satisfaction_name":  framework.ReadString("Name of what is rated."),
			"satisfaction_value": framework.ReadInt64("Rating; the best is `value`."),
			"value":              framework.ReadInt64("Highest rating."),
			"per_value":          framework.ReadInt64("Value of one step."),
			"sat_category_id":    framework.ReadString("Group of ratings."),
			"sat_category_name":  framework.ReadString("Name of the group."),
		}),
		"label_list": framework.ReadList("Labels of the ticket.", map[string]schema.Attribute{
			"label_id": framework.ReadInt64("Label id."),
			"name":     framework.ReadString("Name."),
			"color":    framework.ReadString("Colour as `#rrggbb`."),
		}),
		"case_relation_list": framework.ReadList("Related tickets.", map[string]schema.Attribute{
			"case_id":            framework.ReadString("Ticket id."),
			"simple_description": framework.ReadString("Description."),
			"user_name":          framework.ReadString("User who opened it."),
		}),
	}
}

func messageAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"message_id":       framework.ReadString("Message id."),
		"type":             framework.ReadInt64("0 from the customer, 1 from an engineer."),
		"replier":          framework.ReadString("Id of the writer."),
		"replier_name":     framework.ReadString("Name of the writer."),
		"content":          framework.ReadString("Text."),
		"create_time":      framework.ReadString("When it was written, as the service tells it."),
		"is_first_message": framework.ReadInt64("1 for the message that the ticket began with."),
		"accessory_list": framework.ReadList("Attachments of the message.", map[string]schema.Attribute{
			"accessory_id":     framework.ReadString("Attachment id."),
			"file_actual_name": framework.ReadString("File name."),
		}),
	}
}
