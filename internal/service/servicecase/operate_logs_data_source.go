// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

type operateLogsModel struct {
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

// NewOperateLogsDataSource returns the data source osm_case_operate_logs.
func NewOperateLogsDataSource() datasource.DataSource {
	return framework.NewDataSource("case_operate_logs", schema.Schema{
		MarkdownDescription: "All entries of a ticket's operation log, in the service's order.",
		Attributes: map[string]schema.Attribute{
			"case_id":  framework.NeededString("Ticket ID, for example `TS-123456`.", osm.MaxID),
			"group_id": framework.FilterString(groupDescription, osm.MaxID),
			"incident_operate_log_list": framework.ReadList("Log entries.", map[string]schema.Attribute{
				"incident_log_id":        framework.ReadString("ID of the entry."),
				"incident_id":            framework.ReadString("Ticket ID."),
				"operate_type":           framework.ReadInt64("Type of the operation (values not documented)."),
				"operate_desc":           framework.ReadString("Description of the operation."),
				"operate_time":           framework.ReadString("Time of the operation, as reported by the service."),
				"timestamp_operate_time": framework.ReadString("Time of the operation, as a timestamp."),
				"operator_id":            framework.ReadString("ID of the operator."),
				"operator_name":          framework.ReadString("Name of the operator."),
				"operator_type":          framework.ReadInt64("Type of the operator (values not documented)."),
			}),
		},
	}, readOperateLogs)
}

func readOperateLogs(ctx context.Context, d *framework.Data, m *operateLogsModel, diags *diag.Diagnostics) {
	id := m.CaseID.ValueString()
	logs, err := d.Client.OperateLogs(ctx, id, m.GroupID.ValueString())
	if err != nil {
		framework.AddError(diags, "read the operation log of ticket "+id, err)
		return
	}
	m.Logs = make([]operateLogModel, 0, len(logs))
	for _, l := range logs {
		m.Logs = append(m.Logs, operateLogModel{
			IncidentLogID:        framework.String(l.IncidentLogId),
			IncidentID:           framework.String(l.IncidentId),
			OperateType:          framework.Integer(l.OperateType),
			OperateDesc:          framework.String(l.OperateDesc),
			OperateTime:          framework.String(l.OperateTime),
			TimestampOperateTime: framework.String(l.TimestampOperateTime),
			OperatorID:           framework.String(l.OperatorId),
			OperatorName:         framework.String(l.OperatorName),
			OperatorType:         framework.Integer(l.OperatorType),
		})
	}
}
