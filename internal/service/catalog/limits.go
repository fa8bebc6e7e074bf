// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

type caseLimitsModel struct {
	CreateCaseCcemailMaxCount types.Int64 `tfsdk:"create_case_ccemail_max_count"`
}

// NewCaseLimits returns the data source osm_case_limits.
func NewCaseLimits() datasource.DataSource {
	return framework.NewLookup("case_limits", "read the limits for tickets", schema.Schema{
		MarkdownDescription: "Limits for tickets.",
		Attributes: map[string]schema.Attribute{
			"create_case_ccemail_max_count": framework.ReadInt64("Maximum number of email addresses that receive copies of " +
				"ticket notifications."),
		},
	}, func(ctx context.Context, c *osm.Client, m *caseLimitsModel) error {
		limits, err := c.CaseLimits(ctx)
		m.CreateCaseCcemailMaxCount = framework.Integer(framework.Value(limits).CreateCaseCcemailMaxCount)
		return err
	})
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
	return framework.NewLookup("accessory_limits", "read the limits for attachments", schema.Schema{
		MarkdownDescription: "Limits for attachments. A limit that the service does not report is null.",
		Attributes: map[string]schema.Attribute{
			"limit_count":      framework.ReadInt64("Maximum number of attachments per ticket."),
			"limit_size":       framework.ReadInt64("Maximum size of an attachment in MB, before Base64 encoding."),
			"limit_size_bytes": framework.ReadInt64("Maximum size of an attachment in bytes: `limit_size` × 1024 × 1024."),
			"limit_file_type":  framework.ReadString("Allowed file extensions in lower case without dots, joined by commas."),
			"file_types":       framework.ReadStrings("Allowed file extensions as a list. Empty if the service reports none."),
		},
	}, func(ctx context.Context, c *osm.Client, m *accessoryLimitsModel) error {
		limits, err := c.AccessoryLimits(ctx)
		if err == nil {
			*m = accessoryLimitsFromAPI(limits)
		}
		return err
	})
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

type satisfactionDimensionsModel struct {
	Dimensions []dimensionModel `tfsdk:"satisfaction_dimensions"`
}

type dimensionModel struct {
	SatisfactionID   types.Int64  `tfsdk:"satisfaction_id"`
	SatisfactionName types.String `tfsdk:"satisfaction_name"`
	SatisfactionDesc types.String `tfsdk:"satisfaction_desc"`
	Value            types.Int64  `tfsdk:"value"`
	PerValue         types.Int64  `tfsdk:"per_value"`
	SatCategoryID    types.String `tfsdk:"sat_category_id"`
}

// NewSatisfactionDimensions returns the data source osm_satisfaction_dimensions.
func NewSatisfactionDimensions() datasource.DataSource {
	return framework.NewLookup("satisfaction_dimensions", "list rating dimensions", schema.Schema{
		MarkdownDescription: "Dimensions in which a completed ticket can be rated, for `score` of `osm_servicecase`.",
		Attributes: map[string]schema.Attribute{
			"satisfaction_dimensions": framework.ReadList("Rating dimensions.", map[string]schema.Attribute{
				"satisfaction_id":   framework.ReadInt64("ID of the dimension."),
				"satisfaction_name": framework.ReadString("Name of the dimension."),
				"satisfaction_desc": framework.ReadString("Description of the dimension."),
				"value":             framework.ReadInt64("Highest rating."),
				"per_value":         framework.ReadInt64("Value of one step."),
				"sat_category_id":   framework.ReadString("ID of the group of dimensions."),
			}),
		},
	}, func(ctx context.Context, c *osm.Client, m *satisfactionDimensionsModel) error {
		dimensions, err := c.SatisfactionDimensions(ctx)
		m.Dimensions = framework.Map(dimensions, dimensionFromAPI)
		return err
	})
}

func dimensionFromAPI(s osmapi.SatisfactionDimensionSimpleInfoV2) dimensionModel {
	return dimensionModel{
		SatisfactionID:   framework.Integer(s.SatisfactionId),
		SatisfactionName: framework.String(s.SatisfactionName),
		SatisfactionDesc: framework.String(s.SatisfactionDesc),
		Value:            framework.Integer(s.Value),
		PerValue:         framework.Integer(s.PerValue),
		SatCategoryID:    framework.String(s.SatCategoryId),
	}
}
