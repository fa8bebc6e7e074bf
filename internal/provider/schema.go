// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// model is the provider block.
type model struct {
	Region         types.String `tfsdk:"region"`
	AuthURL        types.String `tfsdk:"auth_url"`
	UserName       types.String `tfsdk:"user_name"`
	UserID         types.String `tfsdk:"user_id"`
	Password       types.String `tfsdk:"password"`
	DomainName     types.String `tfsdk:"domain_name"`
	DomainID       types.String `tfsdk:"domain_id"`
	ProjectName    types.String `tfsdk:"project_name"`
	ProjectID      types.String `tfsdk:"project_id"`
	Token          types.String `tfsdk:"token"`
	Endpoints      types.Map    `tfsdk:"endpoints"`
	Cloud          types.String `tfsdk:"cloud"`
	Site           types.String `tfsdk:"site"`
	Language       types.String `tfsdk:"language"`
	TimeZone       types.String `tfsdk:"time_zone"`
	Insecure       types.Bool   `tfsdk:"insecure"`
	CACertFile     types.String `tfsdk:"cacert_file"`
	MaxRetries     types.Int64  `tfsdk:"max_retries"`
	RequestTimeout types.String `tfsdk:"request_timeout"`
	PlanChecks     types.Bool   `tfsdk:"plan_checks"`
}

func text(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true}
}

func secret(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Sensitive: true}
}

func (*osmProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Opens, follows and ends service tickets of Huawei Cloud (OSM, API v2).",
		Attributes:          attributes(),
	}
}

func attributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"region": text("Region of the login service, and default of `project_name`. Environment: `HW_REGION_NAME`, `OS_REGION_NAME`. " +
			"Not needed when `auth_url` (or a token) is given."),
		"auth_url":     text("Login service, with or without `/v3`. Environment: `HW_AUTH_URL`, `OS_AUTH_URL`. Default: `https://iam.{region}.{cloud}/v3`."),
		"user_name":    text("Name of the IAM user. Environment: `HW_USER_NAME`, `OS_USERNAME`."),
		"user_id":      text("Id of the IAM user, instead of `user_name`. Environment: `HW_USER_ID`, `OS_USER_ID`."),
		"password":     secret("Password of the IAM user. Environment: `HW_USER_PASSWORD`, `OS_PASSWORD`."),
		"domain_name":  text("Name of the account that the user belongs to. Environment: `HW_DOMAIN_NAME`, `OS_DOMAIN_NAME`, `OS_USER_DOMAIN_NAME`, `OS_PROJECT_DOMAIN_NAME`."),
		"domain_id":    text("Id of the account. Environment: `HW_DOMAIN_ID`, `OS_DOMAIN_ID`, `OS_USER_DOMAIN_ID`, `OS_PROJECT_DOMAIN_ID`, `HUAWEICLOUD_SDK_DOMAIN_ID`."),
		"project_id":   text("Project that a token is scoped to. Environment: `HW_PROJECT_ID`, `OS_PROJECT_ID`, `OS_TENANT_ID`, `HUAWEICLOUD_SDK_PROJECT_ID`."),
		"project_name": text("Name of that project. Environment: `HW_PROJECT_NAME`, `OS_PROJECT_NAME`, `OS_TENANT_NAME`. Default: the region. Without project and region a token is scoped to the account."),
		"token":        secret("Token that was issued elsewhere; it is never renewed. Environment: `HW_AUTH_TOKEN`, `OS_AUTH_TOKEN`."),
		"endpoints": schema.MapAttribute{MarkdownDescription: "Addresses that replace the built-in ones, by the keys `osm`, `iam`, `sts`. Environment for `osm`: `HW_OSM_ENDPOINT`. " +
			"Plain http is for this machine; for any other host it warns.", Optional: true, ElementType: types.StringType},
		"cloud":    text("Domain of the cloud. Environment: `HW_CLOUD`. Default: `myhuaweicloud.com`, for regions that begin with `eu-west-1` `myhuaweicloud.eu`."),
		"site":     schema.StringAttribute{MarkdownDescription: "Site of the account: `china` (default), `international` or `europe`. It decides the ticket service's address and the header X-Site. Environment: `HW_OSM_SITE`.", Optional: true, Validators: []validator.String{stringvalidator.OneOf("china", "international", "europe")}},
		"language": schema.StringAttribute{MarkdownDescription: "Language of names: `en-us` (default) or `zh-cn`. A change changes names in the state. Environment: `HW_OSM_LANGUAGE`.", Optional: true, Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, 32)}},
		"time_zone": schema.StringAttribute{MarkdownDescription: "Zone that times are asked for in, default `GMT+8`, which is the service's own. It is sent always, so that times are stable. Environment: `HW_OSM_TIME_ZONE`.",
			Optional: true, Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, 32)}},
		"insecure":        schema.BoolAttribute{MarkdownDescription: "`true` switches the check of TLS certificates off, with a warning. Environment: `HW_INSECURE`, `OS_INSECURE`.", Optional: true},
		"cacert_file":     text("Certificate authority to trust besides the system's: a path or PEM text. Environment: `HW_CACERT`, `OS_CACERT`."),
		"max_retries":     schema.Int64Attribute{MarkdownDescription: "How often a call is sent again at the most, default 5. Environment: `HW_MAX_RETRIES`.", Optional: true, Validators: []validator.Int64{int64validator.AtLeast(0)}},
		"request_timeout": text("Time for one attempt of a call, default `60s`. Environment: `HW_OSM_REQUEST_TIMEOUT`."),
		"plan_checks": schema.BoolAttribute{MarkdownDescription: "`false` switches the look-ups off that are made at plan when a ticket or attachment is to be created: limits of attachments, " +
			"required parameters, region of fault reports, quota. Each is asked once in a run, for 5 seconds at the most, and its failure never blocks a plan.", Optional: true},
	}
}
