// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func optional(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true}
}

func sensitive(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Sensitive: true}
}

func (*osmProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	all := map[string]schema.Attribute{}
	for _, group := range []map[string]schema.Attribute{loginAttributes(), keyAttributes(), addressAttributes(), callAttributes()} {
		maps.Copy(all, group)
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Opens, tracks and closes Huawei Cloud service tickets (OSM API v2).\n\nThe provider looks for " +
			"credentials in this order: the provider block, the environment, the shared configuration file of the vendor's command-line " +
			"tool, the metadata service. All credentials come from the first source with a complete login. Within a source, access keys " +
			"take precedence over a token, a password and an identity token, in this order. Each other setting comes from the first " +
			"source that sets it.",
		Attributes: all,
		Blocks:     roleBlocks(),
	}
}

// loginAttributes are those of a login with a password or a token.
func loginAttributes() map[string]schema.Attribute {
	passcode := sensitive("Six-digit code of the user's virtual MFA device. Requires `user_id`. A code is valid for one login. " +
		"The token therefore can't be renewed, and plan and apply each need a code: save the plan, and apply it with a new code in " +
		"the environment variable. Access keys have no such limits. Environment: `HW_USER_PASSCODE`, `OS_PASSCODE`.")
	sixDigits := regexp.MustCompile(`^\s*[0-9]{6}\s*$`)
	passcode.Validators = []validator.String{stringvalidator.RegexMatches(sixDigits, "must be six digits")}
	return map[string]schema.Attribute{
		"user_name": optional("Name of the IAM user. Environment: `HW_USER_NAME`, `OS_USERNAME`."),
		"user_id":   optional("ID of the IAM user, instead of `user_name`. Environment: `HW_USER_ID`, `OS_USER_ID`."),
		"password":  sensitive("Password of the IAM user. Environment: `HW_USER_PASSWORD`, `OS_PASSWORD`."),
		"passcode":  passcode,
		"domain_name": optional("Name of the account that the user belongs to, not of the user. Environment: `HW_DOMAIN_NAME`, " +
			"`OS_DOMAIN_NAME`, `OS_USER_DOMAIN_NAME`, `OS_PROJECT_DOMAIN_NAME`."),
		"domain_id": optional("ID of the account. Environment: `HW_DOMAIN_ID`, `OS_DOMAIN_ID`, `OS_USER_DOMAIN_ID`, " +
			"`OS_PROJECT_DOMAIN_ID`, `HUAWEICLOUD_SDK_DOMAIN_ID`."),
		"project_id": optional("ID of the project that the token is scoped to. Environment: `HW_PROJECT_ID`, `OS_PROJECT_ID`, " +
			"`OS_TENANT_ID`, `HUAWEICLOUD_SDK_PROJECT_ID`."),
		"project_name": optional("Name of the project that the token is scoped to, instead of `project_id`. Defaults to the region. " +
			"Without a project and a region, the token is scoped to the account. Environment: `HW_PROJECT_NAME`, `OS_PROJECT_NAME`, " +
			"`OS_TENANT_NAME`."),
		"token": sensitive("Token issued elsewhere. Never renewed. Environment: `HW_AUTH_TOKEN`, `OS_AUTH_TOKEN`."),
	}
}

// keyAttributes are those of a login with access keys, wherever they come from.
func keyAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"access_key": sensitive("Access key for signing requests. Environment: `HW_ACCESS_KEY`, `OS_ACCESS_KEY`, " +
			"`HUAWEICLOUD_SDK_AK`."),
		"secret_key": sensitive("Secret key of `access_key`. Both must come from the same source. Environment: `HW_SECRET_KEY`, " +
			"`OS_SECRET_KEY`, `HUAWEICLOUD_SDK_SK`."),
		"security_token": sensitive("Security token of temporary keys. Must come from the same source as the keys. Environment: " +
			"`HW_SECURITY_TOKEN`, `HUAWEICLOUD_SDK_SECURITY_TOKEN`."),
		"shared_config_file": optional("Configuration file of the vendor's command-line tool. Read only if this or `profile` is set. " +
			"Defaults to `~/.hcloud/config.json`. Environment: `HW_SHARED_CONFIG_FILE`."),
		"profile": optional("Profile of the vendor's command-line tool, with access keys or an SSO login. Defaults to the current " +
			"profile of `shared_config_file`. Environment: `HW_PROFILE`."),
		"use_ecs_metadata": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether to get temporary keys from the " +
			"metadata service of the cloud server that Terraform runs on if no other login is found. Defaults to `false`. Environment: " +
			"`HW_USE_ECS_METADATA`."},
	}
}

// addressAttributes are those that the addresses of the services come from.
func addressAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"region": optional("Region of the login service, and default for `project_name`. Not required with `auth_url`, access keys " +
			"or a token. Environment: `HW_REGION_NAME`, `OS_REGION_NAME`."),
		"auth_url": optional("URL of the login service, with or without `/v3`. Defaults to `https://iam.{region}.{cloud}/v3`. " +
			"Environment: `HW_AUTH_URL`, `OS_AUTH_URL`."),
		"endpoints": schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Custom endpoints, with " +
			"the keys `osm`, `iam` and `sts`. Plain HTTP to any host other than this machine causes a warning. Environment for `osm`: " +
			"`HW_OSM_ENDPOINT`.", Validators: []validator.Map{mapvalidator.KeysAre(stringvalidator.OneOf("osm", "iam", "sts"))}},
		"cloud": optional("Domain of the cloud. Defaults to `myhuaweicloud.eu` for regions that begin with `eu-west-1`, and to " +
			"`myhuaweicloud.com` otherwise. Environment: `HW_CLOUD`."),
		"site": schema.StringAttribute{Optional: true, MarkdownDescription: "Site of the account: `china`, `international` or " +
			"`europe`. Determines the address of the ticket service and the header `X-Site`. Defaults to `europe` for the European " +
			"cloud, and to `china` otherwise. Environment: " +
			"`HW_OSM_SITE`.", Validators: []validator.String{stringvalidator.OneOf("china", "international", "europe")}},
	}
}

// callAttributes are those of every call.
func callAttributes() map[string]schema.Attribute {
	short := []validator.String{stringvalidator.UTF8LengthBetween(1, 32)}
	return map[string]schema.Attribute{
		"language": schema.StringAttribute{Optional: true, Validators: short, MarkdownDescription: "Language of names: `en-us` or " +
			"`zh-cn`. Changing this changes names in the state. Defaults to `en-us`. Environment: `HW_OSM_LANGUAGE`."},
		"time_zone": schema.StringAttribute{Optional: true, Validators: short, MarkdownDescription: "Time zone of times in " +
			"responses. Defaults to `GMT+8`, the time zone of the service. Environment: `HW_OSM_TIME_ZONE`."},
		"insecure": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether to skip the verification of TLS certificates. " +
			"`true` causes a warning. Defaults to `false`. Environment: `HW_INSECURE`, `OS_INSECURE`."},
		"cacert_file": optional("CA certificate to trust in addition to those of the system, as a path or PEM text. Environment: " +
			"`HW_CACERT`, `OS_CACERT`."),
		"cert": optional("Client certificate, as a path or PEM text. Requires `key`. Environment: `OS_CERT`."),
		"key":  sensitive("Private key of the client certificate, as a path or PEM text. Environment: `OS_KEY`."),
		"max_retries": schema.Int64Attribute{Optional: true, MarkdownDescription: "Maximum number of retries per call. Defaults to " +
			"`5`. Environment: `HW_MAX_RETRIES`.", Validators: []validator.Int64{int64validator.AtLeast(0)}},
		"request_timeout": optional("Time limit for each attempt of a call. Defaults to `60s`. Environment: `HW_OSM_REQUEST_TIMEOUT`."),
		"plan_checks": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether a plan that creates a ticket or an " +
			"attachment checks the limits for attachments, required parameters, the region of fault reports and the ticket quota. Each " +
			"is looked up once per run, for at most 5 seconds. A failed look-up never blocks a plan. Defaults to `true`."},
	}
}

// roleBlocks are the agencies. They are blocks, as in the official provider, so that its configuration can be reused.
func roleBlocks() map[string]schema.Block {
	agency := func(required bool) map[string]schema.Attribute {
		return map[string]schema.Attribute{
			"agency_name": schema.StringAttribute{Optional: !required, Required: required, MarkdownDescription: "Name of the agency. " +
				"Environment: `HW_ASSUME_ROLE_AGENCY_NAME`."},
			"domain_name": optional("Name of the delegating account. Conflicts with `domain_id`. Environment: " +
				"`HW_ASSUME_ROLE_DOMAIN_NAME`."),
			"domain_id": optional("ID of the delegating account. Conflicts with `domain_name`. With access keys, the agency is then " +
				"assumed through the STS service. Environment: `HW_ASSUME_ROLE_DOMAIN_ID`."),
			"duration": schema.Int64Attribute{Optional: true, MarkdownDescription: "Lifetime of the temporary keys in seconds (900 to " +
				"86400). The keys are renewed before they expire. A login with a password or token gets a token of the agency instead, " +
				"whose lifetime is set by the service. Defaults to `3600`. Environment: " +
				"`HW_ASSUME_ROLE_DURATION`.", Validators: []validator.Int64{int64validator.Between(900, 86400)}},
		}
	}
	oidc := agency(false)
	oidc["idp_id"] = schema.StringAttribute{Required: true, MarkdownDescription: "Name of the identity provider in the login " +
		"service. Environment: `HW_ASSUME_ROLE_IDP_ID`."}
	oidc["id_token"] = sensitive("Identity token. Conflicts with `id_token_file`. Environment: `HW_ASSUME_ROLE_ID_TOKEN`.")
	oidc["id_token_file"] = optional("Path of a file that contains the identity token. Read again at each renewal. Conflicts with " +
		"`id_token`. Environment: `HW_ASSUME_ROLE_ID_TOKEN_FILE`.")
	return map[string]schema.Block{
		"assume_role": schema.ListNestedBlock{
			MarkdownDescription: "Agency to assume after the login. Calls are then made on behalf of the delegating account. Several " +
				"agencies are assumed in order.",
			NestedObject: schema.NestedBlockObject{Attributes: agency(true)},
		},
		"assume_role_with_oidc": schema.ListNestedBlock{
			MarkdownDescription: "Login with an identity token, for example one issued by a CI system, and the agency to assume with it.",
			NestedObject:        schema.NestedBlockObject{Attributes: oidc},
			Validators:          []validator.List{listvalidator.SizeAtMost(1)},
		},
	}
}
