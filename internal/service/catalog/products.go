// SPDX-License-Identifier: MPL-2.0

// Package catalog holds the data sources of what a ticket can be about: ticket types, products, problem types, regions,
// severities, templates and limits. It must not know tickets.
package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

const (
	// maxID is the maximum length of an ID in characters. Some pages of the API reference say 32, others 64.
	maxID = 64
	// maxName limits a part of a name, for which the API reference states no limit.
	maxName = 256
)

type caseCategoriesModel struct {
	Name           types.String        `tfsdk:"name"`
	ID             types.String        `tfsdk:"id"`
	CaseCategories []caseCategoryModel `tfsdk:"case_categories"`
}

type caseCategoryModel struct {
	IncidentSubTypeID   types.String   `tfsdk:"incident_sub_type_id"`
	IncidentSubTypeName types.String   `tfsdk:"incident_sub_type_name"`
	ProductCategories   []productModel `tfsdk:"product_categories"`
}

// NewCaseCategories returns the data source osm_case_categories.
func NewCaseCategories() datasource.DataSource {
	return framework.NewDataSource("case_categories", schema.Schema{
		MarkdownDescription: "Ticket sub-types with their products, and the ID of one ticket sub-type by its name.",
		Attributes: map[string]schema.Attribute{
			"name": framework.NameArgument("a ticket sub-type"),
			"id":   framework.NamedID("ticket sub-type", "incident_sub_type_id"),
			"case_categories": framework.ReadList("Ticket sub-types.", map[string]schema.Attribute{
				"incident_sub_type_id":   framework.ReadString("ID of the ticket sub-type."),
				"incident_sub_type_name": framework.ReadString("Name of the ticket sub-type."),
				"product_categories": framework.ReadList("Products for which tickets of this sub-type can be opened.",
					productAttributes()),
			}),
		},
	}, func(ctx context.Context, d *framework.Data, m *caseCategoriesModel, diags *diag.Diagnostics) {
		categories, err := d.Client.CaseCategories(ctx)
		if framework.FailedTo(diags, "list ticket sub-types", err) {
			return
		}
		m.CaseCategories = framework.Map(categories, caseCategoryFromAPI)
		m.ID = d.IDByName(diags, "ticket sub-type", m.Name, framework.Map(categories, osm.NameOfSubType))
	})
}

func caseCategoryFromAPI(c osmapi.IncidentSubTypeV2Do) caseCategoryModel {
	return caseCategoryModel{
		IncidentSubTypeID:   framework.String(c.IncidentSubTypeId),
		IncidentSubTypeName: framework.String(c.IncidentSubTypeName),
		ProductCategories:   framework.Map(framework.Value(c.IncidentProductCategoryList), productFromAPI),
	}
}

type productCategoriesModel struct {
	ProductCategoryName types.String   `tfsdk:"product_category_name"`
	Name                types.String   `tfsdk:"name"`
	ID                  types.String   `tfsdk:"id"`
	ProductCategories   []productModel `tfsdk:"product_categories"`
}

type productModel struct {
	ID                types.String `tfsdk:"incident_product_category_id"`
	Name              types.String `tfsdk:"incident_product_category_name"`
	Desc              types.String `tfsdk:"incident_product_category_desc"`
	Acronym           types.String `tfsdk:"incident_product_category_acronym"`
	CanUseSupportPlan types.Bool   `tfsdk:"can_use_support_plan"`
}

// NewProductCategories returns the data source osm_product_categories.
func NewProductCategories() datasource.DataSource {
	return framework.NewDataSource("product_categories", schema.Schema{
		MarkdownDescription: "Products that a ticket can be about, and the ID of one product by its name.",
		Attributes: map[string]schema.Attribute{
			"product_category_name": framework.FilterString("Filters by part of the name, as matched by the service.", maxName),
			"name":                  framework.NameArgument("a product"),
			"id":                    framework.NamedID("product", "product_category_id"),
			"product_categories":    framework.ReadList("Products.", productAttributes()),
		},
	}, func(ctx context.Context, d *framework.Data, m *productCategoriesModel, diags *diag.Diagnostics) {
		products, err := d.Client.ProductCategories(ctx, m.ProductCategoryName.ValueString())
		if framework.FailedTo(diags, "list products", err) {
			return
		}
		m.ProductCategories = framework.Map(products, productFromAPI)
		m.ID = d.IDByName(diags, "product", m.Name, framework.Map(products, osm.NameOfProduct))
	})
}

func productAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"incident_product_category_id":      framework.ReadString("ID of the product."),
		"incident_product_category_name":    framework.ReadString("Name of the product."),
		"incident_product_category_desc":    framework.ReadString("Description of the product."),
		"incident_product_category_acronym": framework.ReadString("Acronym of the product."),
		"can_use_support_plan":              framework.ReadBool("Whether support plans cover the product."),
	}
}

func productFromAPI(p osmapi.IncidentProductCategoryV2) productModel {
	return productModel{
		ID:                framework.String(p.IncidentProductCategoryId),
		Name:              framework.String(p.IncidentProductCategoryName),
		Desc:              framework.String(p.IncidentProductCategoryDesc),
		Acronym:           framework.String(p.IncidentProductCategoryAcronym),
		CanUseSupportPlan: types.BoolPointerValue(p.CanUseSupportPlan),
	}
}

type severitiesModel struct {
	ProductCategoryID types.String    `tfsdk:"product_category_id"`
	BusinessTypeID    types.String    `tfsdk:"business_type_id"`
	Name              types.String    `tfsdk:"name"`
	ID                types.String    `tfsdk:"id"`
	Show              types.Bool      `tfsdk:"show"`
	Severities        []severityModel `tfsdk:"severities"`
}

type severityModel struct {
	SeverityID   types.String `tfsdk:"severity_id"`
	SeverityName types.String `tfsdk:"severity_name"`
	Language     types.String `tfsdk:"language"`
}

// NewSeverities returns the data source osm_severities.
func NewSeverities() datasource.DataSource {
	return framework.NewDataSource("severities", schema.Schema{
		MarkdownDescription: "Severities of tickets for a product and problem type, and the ID of one severity by its name. " +
			"Accounts without a support plan have none.",
		Attributes: map[string]schema.Attribute{
			"product_category_id": framework.NeededString("ID of the product, from `osm_product_categories`.", maxID),
			"business_type_id":    framework.NeededString("ID of the problem type, from `osm_problem_types`.", maxID),
			"name":                framework.NameArgument("a severity"),
			"id":                  framework.NamedID("severity", "severity_id"),
			"show":                framework.ReadBool("Whether tickets for the product and problem type can have a severity."),
			"severities": framework.ReadList("Severities.", map[string]schema.Attribute{
				"severity_id":   framework.ReadString("ID of the severity."),
				"severity_name": framework.ReadString("Name of the severity."),
				"language":      framework.ReadString("Language of the name."),
			}),
		},
	}, func(ctx context.Context, d *framework.Data, m *severitiesModel, diags *diag.Diagnostics) {
		severities, err := d.Client.Severities(ctx, m.ProductCategoryID.ValueString(), m.BusinessTypeID.ValueString())
		if framework.FailedTo(diags, "list severities", err) {
			return
		}
		m.Show = types.BoolPointerValue(severities.Show)
		m.Severities = framework.Map(framework.Value(severities.SeverityList), severityFromAPI)
		m.ID = d.IDByName(diags, "severity", m.Name,
			framework.Map(framework.Value(severities.SeverityList), osm.NameOfSeverity))
	})
}

func severityFromAPI(s osmapi.SeverityV2Do) severityModel {
	return severityModel{
		SeverityID:   framework.String(s.SeverityId),
		SeverityName: framework.String(s.SeverityName),
		Language:     framework.String(s.Language),
	}
}
