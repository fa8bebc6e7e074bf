// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

type caseLimitsModel struct {
	CreateCaseCcemailMaxCount types.Int64 `tfsdk:"create_case_ccemail_max_count"`
}

// NewCaseLimits returns the data source osm_case_limits.
func NewCaseLimits() datasource.DataSource {
	return framework.NewDataSource("case_limits", schema.Schema{
		MarkdownDescription: "Limits for tickets.",
		Attributes: map[string]schema.Attribute{
			"create_case_ccemail_max_count": framework.ReadInt64("Maximum number of email addresses that receive copies of ticket " +
				"notifications."),
		},
	}, readCaseLimits)
}

func readCaseLimits(ctx context.Context, d *framework.Data, m *caseLimitsModel, diags *diag.Diagnostics) {
	limits, err := d.Client.CaseLimits(ctx)
	if framework.FailedTo(diags, "read the limits for tickets", err) {
		return
	}
	m.CreateCaseCcemailMaxCount = framework.Integer(limits.CreateCaseCcemailMaxCount)
}

type accessoryLimitsModel struct {
	LimitCount     types.Int64    `tfsdk:"limit_count"`
	LimitSize      types.Int64    `tfsdk:"limit_size"`
	LimitSizeBytes types.Int64    `tfsdk:"limit_size_bytes"`
	LimitFileType  types.String   `tfsdk:"limit_file_type"`
	FileTypes      []types.String `tfsdk:"file_types"`
}

// NewAccessoryLimits returns the data source osm_accessory_limits.
func NewAccessoryLimits() datasource.DataSource {
	return framework.NewDataSource("accessory_limits", schema.Schema{
		MarkdownDescription: "Limits for attachments. A limit that the service does not report is null.",
		Attributes: map[string]schema.Attribute{
			"limit_count":      framework.ReadInt64("Maximum number of attachments per ticket."),
			"limit_size":       framework.ReadInt64("Maximum size of an attachment in MB, before Base64 encoding."),
			"limit_size_bytes": framework.ReadInt64("Maximum size of an attachment in bytes: `limit_size` × 1024 × 1024."),
			"limit_file_type":  framework.ReadString("Allowed file extensions in lower case without dots, joined by commas."),
			"file_types":       framework.ReadStrings("Allowed file extensions as a list. Empty if the service reports none."),
		},
	}, readAccessoryLimits)
}

func readAccessoryLimits(ctx context.Context, d *framework.Data, m *accessoryLimitsModel, diags *diag.Diagnostics) {
	limits, err := d.Client.AccessoryLimits(ctx)
	if framework.FailedTo(diags, "read the limits for attachments", err) {
		return
	}
	*m = accessoryLimitsFromAPI(limits)
}

func accessoryLimitsFromAPI(limits *osm.Limits) accessoryLimitsModel {
	m := accessoryLimitsModel{FileTypes: framework.Map(limits.FileTypes, types.StringValue)}
	if limits.Count > 0 {
		m.LimitCount = types.Int64Value(limits.Count)
	}
	if limits.Size > 0 {
		m.LimitSize = types.Int64Value(limits.Size >> 20)
		m.LimitSizeBytes = types.Int64Value(limits.Size)
	}
	if len(limits.FileTypes) > 0 {
		m.LimitFileType = types.StringValue(strings.Join(limits.FileTypes, ","))
	}
	return m
}
