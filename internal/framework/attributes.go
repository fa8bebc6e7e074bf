// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ComputedString returns an attribute of a resource that the service sets.
func ComputedString(description string) resource.StringAttribute {
	return resource.StringAttribute{MarkdownDescription: description, Computed: true}
}

// ComputedInt64 returns an attribute of a resource that the service sets.
func ComputedInt64(description string) resource.Int64Attribute {
	return resource.Int64Attribute{MarkdownDescription: description, Computed: true}
}

// CreatedString returns a computed attribute that only the creation sets.
func CreatedString(description string) resource.StringAttribute {
	attribute := ComputedString(description)
	attribute.PlanModifiers = []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return attribute
}

// CreatedInt64 returns a computed attribute that only the creation sets.
func CreatedInt64(description string) resource.Int64Attribute {
	attribute := ComputedInt64(description)
	attribute.PlanModifiers = []planmodifier.Int64{int64planmodifier.UseStateForUnknown()}
	return attribute
}

// ComputedBool returns an attribute of a resource that the service sets.
func ComputedBool(description string) resource.BoolAttribute {
	return resource.BoolAttribute{MarkdownDescription: description, Computed: true}
}

// ReadString returns a computed attribute of a data source.
func ReadString(description string) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Computed: true}
}

// PersonalString returns a computed attribute of a data source with personal data, which Terraform does not print.
func PersonalString(description string) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Computed: true, Sensitive: true}
}

// ReadInt64 returns a computed attribute of a data source.
func ReadInt64(description string) datasource.Int64Attribute {
	return datasource.Int64Attribute{MarkdownDescription: description, Computed: true}
}

// ReadBool returns a computed attribute of a data source.
func ReadBool(description string) datasource.BoolAttribute {
	return datasource.BoolAttribute{MarkdownDescription: description, Computed: true}
}

// ReadList returns a computed list of objects of a data source.
func ReadList(description string, attributes map[string]datasource.Attribute) datasource.ListNestedAttribute {
	return datasource.ListNestedAttribute{
		MarkdownDescription: description, Computed: true,
		NestedObject: datasource.NestedAttributeObject{Attributes: attributes},
	}
}

// FilterString returns an optional argument of a data source with 1 to longest characters.
func FilterString(description string, longest int) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Optional: true, Validators: Length(1, longest)}
}

// NeededString returns a required argument of a data source with 1 to longest characters.
func NeededString(description string, longest int) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Required: true, Validators: Length(1, longest)}
}

// ReadStrings returns a computed list of strings of a data source.
func ReadStrings(description string) datasource.ListAttribute {
	return datasource.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

// GroupDescription describes the argument group_id.
const GroupDescription = "ID of the IAM user group. Required if the ticket belongs to another member of that group."

// CodeList returns values for a description, each as code.
func CodeList(values []string) string { return "`" + strings.Join(values, "`, `") + "`" }

// Timeouts returns the argument timeouts of a resource, for the operations in opts.
func Timeouts(ctx context.Context, opts timeouts.Opts) resource.Attribute {
	attribute := timeouts.Attributes(ctx, opts)
	nested, ok := attribute.(resource.SingleNestedAttribute)
	if !ok {
		return attribute
	}
	for name, a := range nested.Attributes {
		if duration, ok := a.(resource.StringAttribute); ok {
			duration.Validators = []validator.String{isDuration}
			nested.Attributes[name] = duration
		}
	}
	nested.MarkdownDescription = "Time limits of operations, as durations such as `30s` or `2h45m`."
	return nested
}

// isDuration replaces the validator of the timeouts package, which accepts 0 and shows its code.
var isDuration = PublicRule("must be a duration greater than 0, such as 30s or 2h45m", func(text string) bool {
	d, err := time.ParseDuration(text)
	return err == nil && d > 0
})

// TimeoutDescription returns the description of the time limit of one operation.
func TimeoutDescription(operation string, limit time.Duration) string {
	return fmt.Sprintf("%s. Defaults to %.0f minutes.", operation, limit.Minutes())
}
