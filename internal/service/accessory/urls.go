// SPDX-License-Identifier: MPL-2.0

package accessory

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

type urlsModel struct {
	AccessoryIDs types.List   `tfsdk:"accessory_ids"`
	GroupID      types.String `tfsdk:"group_id"`
	URLs         []urlModel   `tfsdk:"accessory_urls"`
}

type urlModel struct {
	AccessoryID   types.String `tfsdk:"accessory_id"`
	AccessoryName types.String `tfsdk:"accessory_name"`
	AccessoryURL  types.String `tfsdk:"accessory_url"`
}

func urlFromAPI(u osmapi.AccessoryUrl) urlModel {
	return urlModel{
		AccessoryID:   framework.String(u.AccessoryId),
		AccessoryName: framework.String(u.AccessoryName),
		AccessoryURL:  framework.String(u.AccessoryUrl),
	}
}

func (m *urlsModel) read(ctx context.Context, c *osm.Client, diags *diag.Diagnostics) {
	urls, err := c.AccessoryURLs(ctx, framework.Strings(m.AccessoryIDs), m.GroupID.ValueString())
	if !framework.FailedTo(diags, "get the URLs of attachments", err) {
		m.URLs = framework.Map(urls, urlFromAPI)
	}
}

const (
	idsDescription  = "Attachment IDs, any number. The service is called once per 100 IDs."
	listDescription = "URLs, in the order of `accessory_ids`."
	idDescription   = "Attachment ID."
	nameDescription = "File name. Null if the service does not report it."
	urlDescription  = "URL from which the attachment can be downloaded without a login."
	urlsDescription = "Download URLs of any number of attachments, 100 per call. An attachment without a URL is an error. "
)

var idsRules = []validator.List{framework.NoNull{}, listvalidator.ValueStringsAre(framework.Length(1, osm.MaxID)...)}

// NewURLsDataSource returns the data source osm_accessory_urls.
func NewURLsDataSource() datasource.DataSource {
	return framework.NewDataSource("accessory_urls", dataschema.Schema{
		MarkdownDescription: urlsDescription + "The URLs are stored in the state: anyone who can read the state can download " +
			"the files. The ephemeral resource of the same name does not store them.",
		Attributes: map[string]dataschema.Attribute{
			"accessory_ids": dataschema.ListAttribute{
				MarkdownDescription: idsDescription, Required: true, ElementType: types.StringType, Validators: idsRules},
			"group_id": framework.FilterString(framework.GroupDescription, osm.MaxID),
			"accessory_urls": framework.ReadList(listDescription, map[string]dataschema.Attribute{
				"accessory_id":   framework.ReadString(idDescription),
				"accessory_name": framework.ReadString(nameDescription),
				"accessory_url":  framework.PersonalString(urlDescription),
			}),
		},
	}, func(ctx context.Context, d *framework.Data, m *urlsModel, diags *diag.Diagnostics) {
		m.read(ctx, d.Client, diags)
	})
}

// NewEphemeralURLs returns the ephemeral resource osm_accessory_urls.
func NewEphemeralURLs() ephemeral.EphemeralResource {
	return &ephemeralURLs{framework.Ephemeral{Name: "accessory_urls"}}
}

type ephemeralURLs struct{ framework.Ephemeral }

func (*ephemeralURLs) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: urlsDescription + "Never stored in a plan or state. Requested each time Terraform opens the " +
			"resource.",
		Attributes: map[string]schema.Attribute{
			"accessory_ids": schema.ListAttribute{
				MarkdownDescription: idsDescription, Required: true, ElementType: types.StringType, Validators: idsRules},
			"group_id": schema.StringAttribute{
				MarkdownDescription: framework.GroupDescription, Optional: true, Validators: framework.Length(1, osm.MaxID)},
			"accessory_urls": schema.ListNestedAttribute{
				MarkdownDescription: listDescription, Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"accessory_id":   schema.StringAttribute{MarkdownDescription: idDescription, Computed: true},
					"accessory_name": schema.StringAttribute{MarkdownDescription: nameDescription, Computed: true},
					"accessory_url": schema.StringAttribute{
						MarkdownDescription: urlDescription, Computed: true, Sensitive: true},
				}}},
		},
	}
}

func (e *ephemeralURLs) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m urlsModel
	if framework.Failed(&resp.Diagnostics, req.Config.Get(ctx, &m)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, downloadTimeout)
	defer cancel()
	if m.read(ctx, e.Client, &resp.Diagnostics); !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
	}
}
