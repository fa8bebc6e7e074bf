// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*operateLogsDataSource)(nil)

// NewOperateLogsDataSource makes the data source osm_case_operate_logs.
func NewOperateLogsDataSource() datasource.DataSource { return &operateLogsDataSource{} }

type operateLogsDataSource struct{ framework.DataSource }

type operateLogsDataModel struct {
	CaseID  types.String      `tfsdk:"case_id"`
	GroupID types.String      `tfsdk:"group_id"`
	Logs    []operateLogModel `tfsdk:"incident_operate_log_list"`
}

type operateLogModel struct {
	IncidentLogID        types.String `tfsdk:"incident_log_id"`
	IncidentID           types.String `tfsdk:"incident_id"`
	OperateType          types.Int64  `tfsdk:"operate_type"`
	OperateDesc          types.String `tfsdk:"operate_desc"`
	OperateTime          types.String `tfsdk:"operate_time"`
	TimestampOperateTime types.String `tfsdk:"timestamp_operate_time"`
	OperatorID           types.String `tfsdk:"operator_id"`
	OperatorName         types.String `tfsdk:"operator_name"`
	OperatorType         types.Int64  `tfsdk:"operator_type"`
}

func (*operateLogsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_operate_logs"
}

func (*operateLogsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What was done with a ticket, in the service's order, read to the last page.",
		Attributes: map[string]schema.Attribute{
			"case_id":  caseIDArgument(),
			"group_id": groupArgument(),
			"incident_operate_log_list": framework.ReadList("The entries.", map[string]schema.Attribute{
				"incident_log_id":        framework.ReadString("Id of the entry."),
				"incident_id":            framework.ReadString("Ticket id."),
				"operate_type":           framework.ReadInt64("Kind of operation (values not documented)."),
				"operate_desc":           framework.ReadString("What was done."),
				"operate_time":           framework.ReadString("When, as the service tells it."),
				"timestamp_operate_time": framework.ReadString("When, as a timestamp."),
				"operator_id":            framework.ReadString("Id of who did it."),
				"operator_name":          framework.ReadString("Name of who did it."),
				"operator_type":          framework.ReadInt64("Kind of who did it (values not documented)."),
			}),
		},
	}
}

func (d *operateLogsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m operateLogsDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	logs, err := d.Client.OperateLogs(ctx, m.CaseID.ValueString(), m.GroupID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list what was done with ticket "+m.CaseID.ValueString(), err)
		return
	}
	m.Logs = []operateLogModel{}
	for _, l := range logs {
		m.Logs = append(m.Logs, operateLogModel{
			IncidentLogID: framework.String(l.IncidentLogId), IncidentID: framework.String(l.IncidentId), OperateType: framework.Integer(l.OperateType),
			OperateDesc: framework.String(l.OperateDesc), OperateTime: framework.String(l.OperateTime), TimestampOperateTime: framework.String(l.TimestampOperateTime),
			OperatorID: framework.String(l.OperatorId), OperatorName: framework.String(l.OperatorName), OperatorType: framework.Integer(l.OperatorType),
		})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
