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
		MarkdownDescription: "Opens, follows and ends service tickets of Huawei Cloud (OSM, API v2).\n\nThe provider looks for a " +
			"login level by level: this block, the environment, the shared configuration file of the vendor's command line tool, the " +
			"metadata service. It takes the login whole from the highest level that holds a complete one, where access keys go before a " +
			"token, a password and an identity token. Other settings fall through the levels one by one.",
		Attributes: all,
		Blocks:     roleBlocks(),
	}
}

// loginAttributes are those of a login with a password or a token.
func loginAttributes() map[string]schema.Attribute {
	passcode := sensitive("Six-digit code of the user's virtual MFA device. Requires `user_id`. A code is valid for one login, so " +
		"the token can't be renewed, and plan and apply need a code each: save the plan, and apply it with another code in the " +
		"variable. Access keys have no such limits. Environment: `HW_USER_PASSCODE`, `OS_PASSCODE`.")
	sixDigits := regexp.MustCompile(`^\s*[0-9]{6}\s*$`)
	passcode.Validators = []validator.String{stringvalidator.RegexMatches(sixDigits, "must be six digits")}
	return map[string]schema.Attribute{
		"user_name": optional("Name of the IAM user. Environment: `HW_USER_NAME`, `OS_USERNAME`."),
		"user_id":   optional("ID of the IAM user, instead of `user_name`. Environment: `HW_USER_ID`, `OS_USER_ID`."),
		"password":  sensitive("Password of the IAM user. Environment: `HW_USER_PASSWORD`, `OS_PASSWORD`."),
		"passcode":  passcode,
		"domain_name": optional("Name of the account that the user belongs to, which is not the name of the user. Environment: " +
			"`HW_DOMAIN_NAME`, `OS_DOMAIN_NAME`, `OS_USER_DOMAIN_NAME`, `OS_PROJECT_DOMAIN_NAME`."),
		"domain_id": optional("ID of the account. Environment: `HW_DOMAIN_ID`, `OS_DOMAIN_ID`, `OS_USER_DOMAIN_ID`, " +
			"`OS_PROJECT_DOMAIN_ID`, `HUAWEICLOUD_SDK_DOMAIN_ID`."),
		"project_id": optional("ID of the project that the token is scoped to. Environment: `HW_PROJECT_ID`, `OS_PROJECT_ID`, " +
			"`OS_TENANT_ID`, `HUAWEICLOUD_SDK_PROJECT_ID`."),
		"project_name": optional("Name of the project that the token is scoped to, instead of `project_id`. Defaults to the region. " +
			"Without project and region the token is scoped to the account. Environment: `HW_PROJECT_NAME`, `OS_PROJECT_NAME`, " +
			"`OS_TENANT_NAME`."),
		"token": sensitive("Token that was issued elsewhere. It is never renewed. Environment: `HW_AUTH_TOKEN`, `OS_AUTH_TOKEN`."),
	}
}

// keyAttributes are those of a login with access keys, wherever they come from.
func keyAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"access_key": sensitive("Access key that requests are signed with. Environment: `HW_ACCESS_KEY`, `OS_ACCESS_KEY`, " +
			"`HUAWEICLOUD_SDK_AK`."),
		"secret_key": sensitive("Secret key that belongs to `access_key`. Both are taken from the same place. Environment: " +
			"`HW_SECRET_KEY`, `OS_SECRET_KEY`, `HUAWEICLOUD_SDK_SK`."),
		"security_token": sensitive("Security token of temporary keys, from the same place as the keys. Environment: " +
			"`HW_SECURITY_TOKEN`, `HUAWEICLOUD_SDK_SECURITY_TOKEN`."),
		"shared_config_file": optional("Configuration file of the vendor's command line tool. It is read if this or `profile` is " +
			"set. Defaults to `~/.hcloud/config.json`. Environment: `HW_SHARED_CONFIG_FILE`."),
		"profile": optional("Profile of the vendor's command line tool, with access keys or of an SSO login. Defaults to the current " +
			"one of `shared_config_file`. Environment: `HW_PROFILE`."),
		"use_ecs_metadata": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether to take temporary keys from the " +
			"metadata service of the cloud server that Terraform runs on, if there is no other login. Defaults to `false`. Environment: " +
			"`HW_USE_ECS_METADATA`."},
	}
}

// addressAttributes are those that the addresses of the services come from.
func addressAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"region": optional("Region of the login service, and default of `project_name`. Not needed with `auth_url`, access keys or a " +
			"token. Environment: `HW_REGION_NAME`, `OS_REGION_NAME`."),
		"auth_url": optional("URL of the login service, with or without `/v3`. Defaults to `https://iam.{region}.{cloud}/v3`. " +
			"Environment: `HW_AUTH_URL`, `OS_AUTH_URL`."),
		"endpoints": schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Addresses that replace " +
			"the built-in ones, by the keys `osm`, `iam` and `sts`. Plain HTTP to another host than this machine causes a warning. " +
			"Environment for `osm`: " +
			"`HW_OSM_ENDPOINT`.", Validators: []validator.Map{mapvalidator.KeysAre(stringvalidator.OneOf("osm", "iam", "sts"))}},
		"cloud": optional("Domain of the cloud. Defaults to `myhuaweicloud.com`, for regions that begin with `eu-west-1` to " +
			"`myhuaweicloud.eu`. Environment: `HW_CLOUD`."),
		"site": schema.StringAttribute{Optional: true, MarkdownDescription: "Site of the account: `china`, `international` or " +
			"`europe`. Determines the address of the ticket service and the header X-Site. Defaults to `europe` for the European cloud, " +
			"otherwise to `china`. Environment: " +
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
			"responses. Defaults to `GMT+8`, that of the service. Environment: `HW_OSM_TIME_ZONE`."},
		"insecure": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether to skip the check of TLS certificates, with a " +
			"warning. Defaults to `false`. Environment: `HW_INSECURE`, `OS_INSECURE`."},
		"cacert_file": optional("Certificate authority to trust in addition to those of the system: a path or PEM text. Environment: " +
			"`HW_CACERT`, `OS_CACERT`."),
		"cert": optional("Client certificate: a path or PEM text. Requires `key`. Environment: `OS_CERT`."),
		"key":  sensitive("Private key of the client certificate: a path or PEM text. Environment: `OS_KEY`."),
		"max_retries": schema.Int64Attribute{Optional: true, MarkdownDescription: "Maximum number of retries of a call. Defaults to " +
			"`5`. Environment: `HW_MAX_RETRIES`.", Validators: []validator.Int64{int64validator.AtLeast(0)}},
		"request_timeout": optional("Time limit of one attempt of a call. Defaults to `60s`. Environment: `HW_OSM_REQUEST_TIMEOUT`."),
		"plan_checks": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether to look up limits of attachments, required " +
			"parameters, the region of fault reports and the quota when a plan creates a ticket or attachment. Each is looked up once " +
			"in a run, for at most 5 seconds. A failed look-up never blocks a plan. Defaults to `true`."},
	}
}

// roleBlocks are the agencies. They are blocks, as in the official provider, so that its configuration can be reused.
func roleBlocks() map[string]schema.Block {
	agency := func(required bool) map[string]schema.Attribute {
		return map[string]schema.Attribute{
			"agency_name": schema.StringAttribute{Optional: !required, Required: required, MarkdownDescription: "Name of the agency. " +
				"Environment: `HW_ASSUME_ROLE_AGENCY_NAME`."},
			"domain_name": optional("Name of the account that delegates. Conflicts with `domain_id`. Environment: " +
				"`HW_ASSUME_ROLE_DOMAIN_NAME`."),
			"domain_id": optional("ID of the account that delegates. Conflicts with `domain_name`. With access keys the agency is then " +
				"assumed at the STS service. Environment: `HW_ASSUME_ROLE_DOMAIN_ID`."),
			"duration": schema.Int64Attribute{Optional: true, MarkdownDescription: "Life of the temporary keys in seconds (900 to " +
				"86400). They are renewed before they expire. A login with a password or token gets a token of the agency instead, whose " +
				"life the service decides. Defaults to `3600`. Environment: " +
				"`HW_ASSUME_ROLE_DURATION`.", Validators: []validator.Int64{int64validator.Between(900, 86400)}},
		}
	}
	oidc := agency(false)
	oidc["idp_id"] = schema.StringAttribute{Required: true, MarkdownDescription: "Name of the identity provider at the login " +
		"service. Environment: `HW_ASSUME_ROLE_IDP_ID`."}
	oidc["id_token"] = sensitive("Identity token. Conflicts with `id_token_file`. Environment: `HW_ASSUME_ROLE_ID_TOKEN`.")
	oidc["id_token_file"] = optional("File with the identity token. It is read again at each renewal. Conflicts with `id_token`. " +
		"Environment: `HW_ASSUME_ROLE_ID_TOKEN_FILE`.")
	return map[string]schema.Block{
		"assume_role": schema.ListNestedBlock{
			MarkdownDescription: "Agency to assume after the login. Calls are then made for the account that delegates. Several " +
				"agencies are assumed one after the other.",
			NestedObject: schema.NestedBlockObject{Attributes: agency(true)},
		},
		"assume_role_with_oidc": schema.ListNestedBlock{
			MarkdownDescription: "Login with an identity token, such as CI systems issue, and the agency to assume with it.",
			NestedObject:        schema.NestedBlockObject{Attributes: oidc},
			Validators:          []validator.List{listvalidator.SizeAtMost(1)},
		},
	}
}
