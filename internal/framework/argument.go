// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// FilterString is an optional argument of a data source with 1 to longest characters.
func FilterString(description string, longest int) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Optional: true,
		Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, longest)}}
}

// NeededString is a required argument of a data source with 1 to longest characters.
func NeededString(description string, longest int) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Required: true,
		Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, longest)}}
}

// PersonalString is an attribute of a data source's result that tells about a person: Terraform does not print it.
func PersonalString(description string) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Computed: true, Sensitive: true}
}
