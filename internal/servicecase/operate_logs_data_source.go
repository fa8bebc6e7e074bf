// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/tfbase"
)

var _ datasource.DataSourceWithConfigure = (*operateLogsDataSource)(nil)

// NewOperateLogsDataSource makes the data source osm_case_operate_logs.
func NewOperateLogsDataSource() datasource.DataSource { return &operateLogsDataSource{} }

type operateLogsDataSource struct{ tfbase.DataSource }

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
	resp.TypeName = tfbase.TypePrefix + "case_operate_logs"
}

func (*operateLogsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What was done with a ticket, in the service's order, read to the last page.",
		Attributes: map[string]schema.Attribute{
			"case_id":  caseIDArgument(),
			"group_id": groupArgument(),
			"incident_operate_log_list": tfbase.ReadList("The entries.", map[string]schema.Attribute{
				"incident_log_id":        tfbase.ReadString("Id of the entry."),
				"incident_id":            tfbase.ReadString("Ticket id."),
				"operate_type":           tfbase.ReadInt64("Kind of operation (values not documented)."),
				"operate_desc":           tfbase.ReadString("What was done."),
				"operate_time":           tfbase.ReadString("When, as the service tells it."),
				"timestamp_operate_time": tfbase.ReadString("When, as a timestamp."),
				"operator_id":            tfbase.ReadString("Id of who did it."),
				"operator_name":          tfbase.ReadString("Name of who did it."),
				"operator_type":          tfbase.ReadInt64("Kind of who did it (values not documented)."),
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
		tfbase.AddError(&resp.Diagnostics, "list what was done with ticket "+m.CaseID.ValueString(), err)
		return
	}
	m.Logs = []operateLogModel{}
	for _, l := range logs {
		m.Logs = append(m.Logs, operateLogModel{
			IncidentLogID: tfbase.String(l.IncidentLogId), IncidentID: tfbase.String(l.IncidentId), OperateType: tfbase.Integer(l.OperateType),
			OperateDesc: tfbase.String(l.OperateDesc), OperateTime: tfbase.String(l.OperateTime), TimestampOperateTime: tfbase.String(l.TimestampOperateTime),
			OperatorID: tfbase.String(l.OperatorId), OperatorName: tfbase.String(l.OperatorName), OperatorType: tfbase.Integer(l.OperatorType),
		})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
