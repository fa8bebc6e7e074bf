// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

// descriptions are those of the arguments that are strings.
var descriptions = map[string]string{
	"user_name":          "Name of the IAM user.",
	"user_id":            "ID of the IAM user, instead of `user_name`.",
	"domain_name":        "Name of the account that the user belongs to.",
	"domain_id":          "ID of the account.",
	"password":           "Password of the IAM user.",
	"passcode":           "Six-digit code of a virtual MFA device, valid for one login. Requires `user_id`.",
	"project_id":         "ID of the project that the token is scoped to.",
	"project_name":       "Name of the project, instead of `project_id`. Defaults to the region.",
	"token":              "Token issued elsewhere. Never renewed.",
	"access_key":         "Access key for signing requests.",
	"secret_key":         "Secret key of `access_key`.",
	"security_token":     "Security token of temporary keys.",
	"shared_config_file": "Configuration file of the vendor's CLI. Defaults to `~/.hcloud/config.json`.",
	"profile":            "Profile of the vendor's CLI. Defaults to the current one.",
	"region":             "Region of the login service, and default for `project_name`.",
	"auth_url":           "URL of the login service. Defaults to `https://iam.{region}.{cloud}/v3`.",
	"cloud":              "Domain of the cloud. Defaults to that of the region.",
	"site":               "Site of the account: `china` (default), `international` or `europe` (default in the European cloud).",
	"language":           "Language of names: `en-us` (default) or `zh-cn`.",
	"time_zone":          "Offset of times, such as `GMT-3`. Defaults to `GMT+8`.",
	"cacert_file":        "Additional CA certificate, as a path or PEM text.",
	"cert":               "Client certificate, as a path or PEM text.",
	"key":                "Private key of `cert`, as a path or PEM text.",
	"request_timeout":    "Time limit for each attempt of a call. Defaults to `60s`.",
}

// isPasscode never shows the code.
var isPasscode = framework.Rule("must be the six digits that the user's device shows",
	framework.Matches(`^\s*[0-9]{6}\s*$`))

// described returns the description of an argument with the first of its environment variables. The guide has all of them.
func described(argument, text string) string {
	if variables, _ := config.Argument(argument); len(variables) > 0 {
		text += " Environment: `" + variables[0] + "`."
	}
	return text
}

func text(argument, description string) schema.StringAttribute {
	_, isSecret := config.Argument(argument)
	out := schema.StringAttribute{MarkdownDescription: described(argument, description), Optional: true, Sensitive: isSecret}
	if argument == "passcode" {
		out.Validators = []validator.String{isPasscode}
	}
	return out
}

func (*osmProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"use_ecs_metadata": schema.BoolAttribute{Optional: true,
			MarkdownDescription: described("use_ecs_metadata", "Whether to use the agency of the ECS instance.")},
		"endpoints": schema.MapAttribute{Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Custom endpoints: `osm`, `iam`, `sts`. Environment for `osm`: `HW_OSM_ENDPOINT`.",
			Validators:          []validator.Map{framework.Keys("osm", "iam", "sts")}},
		"insecure": schema.BoolAttribute{Optional: true,
			MarkdownDescription: described("insecure", "Whether to skip the verification of TLS certificates.")},
		"max_retries": schema.Int64Attribute{Optional: true,
			MarkdownDescription: described("max_retries", "Maximum number of retries per call. Defaults to `5`.")},
		"plan_checks": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether a plan checks the login, IDs, " +
			"limits, quota and privileges. Names are always looked up. Defaults to `true`."},
	}
	for name, description := range descriptions {
		attributes[name] = text(name, description)
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Opens, tracks and closes Huawei Cloud service tickets (OSM API v2).",
		Attributes:          attributes,
		Blocks:              roleBlocks(),
	}
}

// roleBlocks are the agencies. They are blocks, as in the official provider, so that its configuration can be reused.
func roleBlocks() map[string]schema.Block {
	// The arguments of an agency have the same environment variables in both blocks.
	const prefix = "assume_role_with_oidc."
	required := func(name, description string) schema.StringAttribute {
		return schema.StringAttribute{Required: true, MarkdownDescription: described(prefix+name, description)}
	}
	agency := func() map[string]schema.Attribute {
		return map[string]schema.Attribute{
			"agency_name": text(prefix+"agency_name", "Name of the agency."),
			"domain_name": text(prefix+"domain_name", "Name of the delegating account."),
			"domain_id":   text(prefix+"domain_id", "ID of the delegating account."),
			"duration": schema.Int64Attribute{Optional: true, MarkdownDescription: described(prefix+"duration",
				"Lifetime of temporary keys in seconds (900 to 86400). Defaults to `3600`.")},
		}
	}
	role, oidc := agency(), agency()
	role["agency_name"] = required("agency_name", "Name of the agency.")
	oidc["idp_id"] = required("idp_id", "Name of the identity provider.")
	oidc["id_token"] = text(prefix+"id_token", "Identity token.")
	oidc["id_token_file"] = text(prefix+"id_token_file", "File that contains the identity token.")
	return map[string]schema.Block{
		"assume_role": schema.ListNestedBlock{
			MarkdownDescription: "Agencies to assume after the login, in this order.",
			NestedObject:        schema.NestedBlockObject{Attributes: role},
		},
		"assume_role_with_oidc": schema.ListNestedBlock{
			MarkdownDescription: "Login with an identity token of a CI system.",
			NestedObject:        schema.NestedBlockObject{Attributes: oidc},
			Validators:          []validator.List{framework.Size{To: 1}},
		},
	}
}
