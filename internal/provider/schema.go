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

// model is the provider block.
type model struct {
	Region             types.String `tfsdk:"region"`
	AuthURL            types.String `tfsdk:"auth_url"`
	UserName           types.String `tfsdk:"user_name"`
	UserID             types.String `tfsdk:"user_id"`
	Password           types.String `tfsdk:"password"`
	DomainName         types.String `tfsdk:"domain_name"`
	DomainID           types.String `tfsdk:"domain_id"`
	ProjectName        types.String `tfsdk:"project_name"`
	ProjectID          types.String `tfsdk:"project_id"`
	Token              types.String `tfsdk:"token"`
	Passcode           types.String `tfsdk:"passcode"`
	AccessKey          types.String `tfsdk:"access_key"`
	SecretKey          types.String `tfsdk:"secret_key"`
	SecurityToken      types.String `tfsdk:"security_token"`
	SharedConfigFile   types.String `tfsdk:"shared_config_file"`
	Profile            types.String `tfsdk:"profile"`
	UseECSMetadata     types.Bool   `tfsdk:"use_ecs_metadata"`
	AssumeRole         types.List   `tfsdk:"assume_role"`
	AssumeRoleWithOIDC types.List   `tfsdk:"assume_role_with_oidc"`
	Cert               types.String `tfsdk:"cert"`
	Key                types.String `tfsdk:"key"`
	Endpoints          types.Map    `tfsdk:"endpoints"`
	Cloud              types.String `tfsdk:"cloud"`
	Site               types.String `tfsdk:"site"`
	Language           types.String `tfsdk:"language"`
	TimeZone           types.String `tfsdk:"time_zone"`
	Insecure           types.Bool   `tfsdk:"insecure"`
	CACertFile         types.String `tfsdk:"cacert_file"`
	MaxRetries         types.Int64  `tfsdk:"max_retries"`
	RequestTimeout     types.String `tfsdk:"request_timeout"`
	PlanChecks         types.Bool   `tfsdk:"plan_checks"`
}

func optional(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true}
}

func sensitive(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Sensitive: true}
}

func (*osmProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	all := map[string]schema.Attribute{}
	for _, group := range []map[string]schema.Attribute{loginAttributes(), keyAttributes(), placeAttributes(), callAttributes()} {
		maps.Copy(all, group)
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Opens, follows and ends service tickets of Huawei Cloud (OSM, API v2).\n\n" +
			"A login is looked for level by level: this block, the environment, the shared configuration file of the vendor's command line tool, the " +
			"metadata service. " +
			"It is taken whole from the highest level that holds a complete one; there keys go before a token, a password and an identity token. " +
			"Other settings fall through the levels one by one.",
		Attributes: all,
		Blocks:     roleBlocks(),
	}
}

// loginAttributes are those of a login with a password or a token.
func loginAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"user_name": optional("Name of the IAM user. Environment: `HW_USER_NAME`, `OS_USERNAME`."),
		"user_id":   optional("Id of the IAM user, instead of `user_name`. Environment: `HW_USER_ID`, `OS_USER_ID`."),
		"password":  sensitive("Password of the IAM user. Environment: `HW_USER_PASSWORD`, `OS_PASSWORD`."),
		"passcode": schema.StringAttribute{MarkdownDescription: "Code of the user's virtual MFA device, six digits; needs `user_id`. It is good for one " +
			"login, so the token can't be renewed, and plan and apply need " +
			"a code each: save the plan, and apply it with another code in the variable. Keys have none of these limits. Environment: `HW_USER_PASSCODE`, " +
			"`OS_PASSCODE`.", Optional: true, Sensitive: true,
			Validators: []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`^\s*[0-9]{6}\s*$`), "must be six digits")}},
		"domain_name": optional("Name of the account that the user belongs to; it is not the user's name. Environment: `HW_DOMAIN_NAME`, `OS_DOMAIN_NAME`, " +
			"`OS_USER_DOMAIN_NAME`, `OS_PROJECT_DOMAIN_NAME`."),
		"domain_id": optional("Id of the account. Environment: `HW_DOMAIN_ID`, `OS_DOMAIN_ID`, `OS_USER_DOMAIN_ID`, `OS_PROJECT_DOMAIN_ID`, " +
			"`HUAWEICLOUD_SDK_DOMAIN_ID`."),
		"project_id": optional("Project that a token is scoped to. Environment: `HW_PROJECT_ID`, `OS_PROJECT_ID`, `OS_TENANT_ID`, " +
			"`HUAWEICLOUD_SDK_PROJECT_ID`."),
		"project_name": optional("Name of the project that a token is scoped to, in place of its id. Environment: `HW_PROJECT_NAME`, `OS_PROJECT_NAME`, `OS_TENANT_NAME`. Default: the region. Without " +
			"project and region a token is scoped to the account."),
		"token": sensitive("Token that was issued elsewhere; it is never renewed. Environment: `HW_AUTH_TOKEN`, `OS_AUTH_TOKEN`."),
	}
}

// keyAttributes are those of a login with keys, wherever they come from.
func keyAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"access_key": sensitive("Access key that requests are signed with. Environment: `HW_ACCESS_KEY`, `OS_ACCESS_KEY`, `HUAWEICLOUD_SDK_AK`."),
		"secret_key": sensitive("Secret key that belongs to `access_key`; both are taken from one place. Environment: `HW_SECRET_KEY`, `OS_SECRET_KEY`, " +
			"`HUAWEICLOUD_SDK_SK`."),
		"security_token": sensitive("Security token of temporary keys, from the same place as the keys. Environment: `HW_SECURITY_TOKEN`, " +
			"`HUAWEICLOUD_SDK_SECURITY_TOKEN`."),
		"shared_config_file": optional("Configuration file of the vendor's command line tool. It is read when this or `profile` is set. " +
			"Environment: `HW_SHARED_CONFIG_FILE`. Default: `~/.hcloud/config.json`."),
		"profile": optional("Profile of the vendor's command line tool, with keys or of an SSO login. Environment: `HW_PROFILE`. Default: the current one of `shared_config_file`."),
		"use_ecs_metadata": schema.BoolAttribute{MarkdownDescription: "`true` takes temporary keys from the metadata service of the cloud server that " +
			"Terraform runs on, if there is no other login. Environment: `HW_USE_ECS_METADATA`.", Optional: true},
	}
}

// placeAttributes say where the services are.
func placeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"region": optional("Region of the login service, and default of `project_name`. Environment: `HW_REGION_NAME`, `OS_REGION_NAME`. " +
			"Not needed when `auth_url` is given, or when keys or a token are."),
		"auth_url": optional("Login service, with or without `/v3`. Environment: `HW_AUTH_URL`, `OS_AUTH_URL`. Default: `https://iam.{region}.{cloud}/v3`."),
		"endpoints": schema.MapAttribute{MarkdownDescription: "Addresses that replace the built-in ones, by the keys `osm`, `iam`, `sts`. Environment " +
			"for `osm`: `HW_OSM_ENDPOINT`. Plain http is for this machine; for any other host it warns.", Optional: true, ElementType: types.StringType,
			Validators: []validator.Map{mapvalidator.KeysAre(stringvalidator.OneOf("osm", "iam", "sts"))}},
		"cloud": optional("Domain of the cloud. Environment: `HW_CLOUD`. Default: `myhuaweicloud.com`, for regions that begin with `eu-west-1` " +
			"`myhuaweicloud.eu`."),
		"site": schema.StringAttribute{MarkdownDescription: "Site of the account: `china` (default), `international` or `europe`. It decides the ticket " +
			"service's address and the header X-Site. " +
			"Environment: `HW_OSM_SITE`.", Optional: true, Validators: []validator.String{stringvalidator.OneOf("china", "international", "europe")}},
	}
}

// callAttributes say how calls are made.
func callAttributes() map[string]schema.Attribute {
	short := []validator.String{stringvalidator.UTF8LengthBetween(1, 32)}
	return map[string]schema.Attribute{
		"language": schema.StringAttribute{MarkdownDescription: "Language of names: `en-us` (default) or `zh-cn`. A change changes names in the state. " +
			"Environment: `HW_OSM_LANGUAGE`.",
			Optional: true, Validators: short},
		"time_zone": schema.StringAttribute{MarkdownDescription: "Zone that times are asked for in, default `GMT+8`, which is the service's own. It is " +
			"sent always, so that times are stable. Environment: `HW_OSM_TIME_ZONE`.", Optional: true, Validators: short},
		"insecure": schema.BoolAttribute{MarkdownDescription: "`true` switches the check of TLS certificates off, with a warning. Environment: " +
			"`HW_INSECURE`, `OS_INSECURE`.", Optional: true},
		"cacert_file": optional("Certificate authority to trust besides the system's: a path or PEM text. Environment: `HW_CACERT`, `OS_CACERT`."),
		"cert":        optional("Client certificate: a path or PEM text. Needs `key`. Environment: `OS_CERT`."),
		"key":         sensitive("Private key of the client certificate: a path or PEM text. Environment: `OS_KEY`."),
		"max_retries": schema.Int64Attribute{MarkdownDescription: "How often a call is sent again at the most, default 5. Environment: `HW_MAX_RETRIES`.",
			Optional:   true,
			Validators: []validator.Int64{int64validator.AtLeast(0)}},
		"request_timeout": optional("Time for one attempt of a call, default `60s`. Environment: `HW_OSM_REQUEST_TIMEOUT`."),
		"plan_checks": schema.BoolAttribute{MarkdownDescription: "`false` switches the look-ups off that are made at plan when a ticket or attachment is " +
			"to be created: limits of attachments, " +
			"required parameters, region of fault reports, quota. Each is asked once in a run, for 5 seconds at the most, and its failure never blocks a " +
			"plan.", Optional: true},
	}
}

// roleBlocks are the agencies; they are blocks, as in the official provider, so that its configuration can be taken over.
func roleBlocks() map[string]schema.Block {
	agency := func(needed bool) map[string]schema.Attribute {
		return map[string]schema.Attribute{
			"agency_name": schema.StringAttribute{MarkdownDescription: "Name of the agency. Environment: `HW_ASSUME_ROLE_AGENCY_NAME`.", Optional: !needed,
				Required: needed},
			"domain_name": optional("Name of the account that delegates; either this or `domain_id`. Environment: `HW_ASSUME_ROLE_DOMAIN_NAME`."),
			"domain_id": optional("Id of the account that delegates; either this or `domain_name`. The agency is then taken over at the STS service when the login is with keys. Environment: " +
				"`HW_ASSUME_ROLE_DOMAIN_ID`."),
			"duration": schema.Int64Attribute{MarkdownDescription: "Life of the keys in seconds, 900 to 86400, default 3600. They are renewed before they " +
				"end. A login with a password or token gets a " +
				"token of the agency's instead, whose life is the service's own. Environment: `HW_ASSUME_ROLE_DURATION`.", Optional: true,
				Validators: []validator.Int64{int64validator.Between(900, 86400)}},
		}
	}
	oidc := agency(false)
	oidc["idp_id"] = schema.StringAttribute{MarkdownDescription: "Name of the identity provider at the login service. Environment: " +
		"`HW_ASSUME_ROLE_IDP_ID`.", Required: true}
	oidc["id_token"] = sensitive("Identity token; either this or `id_token_file`. Environment: `HW_ASSUME_ROLE_ID_TOKEN`.")
	oidc["id_token_file"] = optional("File with the identity token. It is read again at each renewal. Environment: `HW_ASSUME_ROLE_ID_TOKEN_FILE`.")
	return map[string]schema.Block{
		"assume_role": schema.ListNestedBlock{MarkdownDescription: "Agency to take over after the login; calls are then made for the account that " +
			"delegates. Several blocks are taken over one after the other.",
			NestedObject: schema.NestedBlockObject{Attributes: agency(true)}},
		"assume_role_with_oidc": schema.ListNestedBlock{MarkdownDescription: "Login with an identity token, such as CI systems hand out, and the agency " +
			"to take over with it.",
			NestedObject: schema.NestedBlockObject{Attributes: oidc}, Validators: []validator.List{listvalidator.SizeAtMost(1)}},
	}
}
