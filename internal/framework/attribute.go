// SPDX-License-Identifier: MPL-2.0

package framework

import (
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// ComputedString is an attribute of a resource that the service sets.
func ComputedString(description string) resource.StringAttribute {
	return resource.StringAttribute{MarkdownDescription: description, Computed: true}
}

// ComputedInt64 is an attribute of a resource that the service sets.
func ComputedInt64(description string) resource.Int64Attribute {
	return resource.Int64Attribute{MarkdownDescription: description, Computed: true}
}

// ComputedBool is an attribute of a resource that the service sets.
func ComputedBool(description string) resource.BoolAttribute {
	return resource.BoolAttribute{MarkdownDescription: description, Computed: true}
}

// ReadString is an attribute of a data source's result.
func ReadString(description string) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Computed: true}
}

// ReadInt64 is an attribute of a data source's result.
func ReadInt64(description string) datasource.Int64Attribute {
	return datasource.Int64Attribute{MarkdownDescription: description, Computed: true}
}

// ReadBool is an attribute of a data source's result.
func ReadBool(description string) datasource.BoolAttribute {
	return datasource.BoolAttribute{MarkdownDescription: description, Computed: true}
}

// ReadList is a list of objects of a data source's result.
func ReadList(description string, attributes map[string]datasource.Attribute) datasource.ListNestedAttribute {
	return datasource.ListNestedAttribute{
		MarkdownDescription: description, Computed: true,
		NestedObject: datasource.NestedAttributeObject{Attributes: attributes},
	}
}
