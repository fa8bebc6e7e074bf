// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

// descriptions are those of the arguments that are strings.
var descriptions = map[string]string{
	"user_name":   "Name of the IAM user.",
	"user_id":     "ID of the IAM user, instead of `user_name`.",
	"domain_name": "Name of the account that the user belongs to, not of the user.",
	"domain_id":   "ID of the account.",
	"password":    "Password of the IAM user.",
	"passcode": "Six-digit code of the user's virtual MFA device. Requires `user_id`. A code is valid for one login. The token " +
		"therefore can't be renewed, and plan and apply each need a code: save the plan, and apply it with a new code in the " +
		"environment variable. Access keys have no such limits.",
	"project_id": "ID of the project that the token is scoped to.",
	"project_name": "Name of the project that the token is scoped to, instead of `project_id`. Defaults to the region. Without " +
		"a project and a region, the token is scoped to the account.",
	"token":          "Token issued elsewhere. Never renewed.",
	"access_key":     "Access key for signing requests.",
	"secret_key":     "Secret key of `access_key`. Both must come from the same source.",
	"security_token": "Security token of temporary keys. Must come from the same source as the keys.",
	"shared_config_file": "Configuration file of the vendor's command-line tool. Read only if this or `profile` is set. " +
		"Defaults to `~/.hcloud/config.json`.",
	"profile": "Profile of the vendor's command-line tool, with access keys or an SSO login. Defaults to the current profile " +
		"of `shared_config_file`.",
	"region": "Region of the login service, and default for `project_name`. Not required with `auth_url`, access keys or a " +
		"token.",
	"auth_url": "URL of the login service, with or without `/v3`. Defaults to `https://iam.{region}.{cloud}/v3`.",
	"cloud": "Domain of the cloud. Defaults to `myhuaweicloud.eu` for regions that begin with `eu-west-1`, and to " +
		"`myhuaweicloud.com` otherwise.",
	"site": "Site of the account: `china`, `international` or `europe`. Determines the address of the ticket service and the " +
		"header `X-Site`. Defaults to `europe` for the European cloud, and to `china` otherwise.",
	"language": "Language of names: `en-us` or `zh-cn`. Changing this changes names in the state. Defaults to `en-us`.",
	"time_zone": "Time zone of times in responses, as an offset such as `GMT+8` or `GMT-3`. Defaults to `GMT+8`, the time " +
		"zone of the service.",
	"cacert_file":     "CA certificate to trust in addition to those of the system, as a path or PEM text.",
	"cert":            "Client certificate, as a path or PEM text. Requires `key`.",
	"key":             "Private key of the client certificate, as a path or PEM text.",
	"request_timeout": "Time limit for each attempt of a call. Defaults to `60s`.",
}

// isPasscode never shows the code.
var isPasscode = framework.Rule("must be the six digits that the user's device shows", func(code string) bool {
	return regexp.MustCompile(`^\s*[0-9]{6}\s*$`).MatchString(code)
})

// described returns the description of an argument with its environment variables.
func described(argument, text string) string {
	if variables, _ := config.Argument(argument); len(variables) > 0 {
		text += " Environment: `" + strings.Join(variables, "`, `") + "`."
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
			MarkdownDescription: described("use_ecs_metadata", "Whether to get "+
				"temporary keys from the metadata service of the cloud server that Terraform runs on if no other login is "+
				"found. Defaults to `false`.")},
		"endpoints": schema.MapAttribute{Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Custom endpoints, with " +
				"the keys `osm`, `iam` and `sts`. Plain HTTP to any host other than this machine causes a warning. Environment " +
				"for `osm`: `HW_OSM_ENDPOINT`.", Validators: []validator.Map{framework.Keys("osm", "iam", "sts")}},
		"insecure": schema.BoolAttribute{Optional: true,
			MarkdownDescription: described("insecure", "Whether to skip the verification "+
				"of TLS certificates. `true` causes a warning. Defaults to `false`.")},
		"max_retries": schema.Int64Attribute{Optional: true,
			MarkdownDescription: described("max_retries", "Maximum number of retries per call. Defaults to `5`.")},
		"plan_checks": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether a plan that changes something checks the " +
			"login, IDs, labels, related tickets, additional parameters, ratings, limits for attachments, quota and privileges. " +
			"Each is looked up once per run, for at most 5 seconds. A rejected login is an error; a failed look-up never blocks " +
			"a plan. Names such as `region` of a ticket are looked up in any case. Defaults to `true`."},
	}
	for name, description := range descriptions {
		attributes[name] = text(name, description)
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Opens, tracks and closes Huawei Cloud service tickets (OSM API v2).\n\nThe provider looks for " +
			"credentials in this order: the provider block, the environment, the shared configuration file of the vendor's " +
			"command-line tool, the metadata service. All credentials come from the first source with a complete login. Within " +
			"a source, access keys take precedence over a token, a password and an identity token, in this order. Each other " +
			"setting comes from the first source that sets it.",
		Attributes: attributes,
		Blocks:     roleBlocks(),
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
			"domain_name": text(prefix+"domain_name", "Name of the delegating account. Conflicts with `domain_id`."),
			"domain_id": text(prefix+"domain_id", "ID of the delegating account. Conflicts with `domain_name`. With access "+
				"keys, the agency is then assumed through the STS service."),
			"duration": schema.Int64Attribute{Optional: true,
				MarkdownDescription: described(prefix+"duration",
					"Lifetime of the temporary keys in seconds (900 to 86400). The keys are "+
						"renewed before they expire. A login with a password or token gets a token of the agency instead, whose "+
						"lifetime is set by the service. Defaults to `3600`.")},
		}
	}
	role, oidc := agency(), agency()
	role["agency_name"] = required("agency_name", "Name of the agency.")
	oidc["idp_id"] = required("idp_id", "Name of the identity provider in the login service.")
	oidc["id_token"] = text(prefix+"id_token", "Identity token. Conflicts with `id_token_file`.")
	oidc["id_token_file"] = text(prefix+"id_token_file", "Path of a file that contains the identity token. Read again at each "+
		"renewal. Conflicts with `id_token`.")
	return map[string]schema.Block{
		"assume_role": schema.ListNestedBlock{
			MarkdownDescription: "Agency to assume after the login. Calls are then made on behalf of the delegating account. " +
				"Several agencies are assumed in order.",
			NestedObject: schema.NestedBlockObject{Attributes: role},
		},
		"assume_role_with_oidc": schema.ListNestedBlock{
			MarkdownDescription: "Login with an identity token, for example one issued by a CI system, and the agency to " +
				"assume with it.",
			NestedObject: schema.NestedBlockObject{Attributes: oidc},
			Validators:   []validator.List{framework.Size{To: 1}},
		},
	}
}
