// SPDX-License-Identifier: MPL-2.0

package authorization

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// hostArguments select one host of a request.
type hostArguments struct {
	AuthorizationID types.String `tfsdk:"authorization_id"`
	DetailID        types.Int64  `tfsdk:"authorization_detail_id"`
	GroupID         types.String `tfsdk:"group_id"`
}

// sessionArguments select one session on a host.
type sessionArguments struct {
	hostArguments
	SessionID types.Int64 `tfsdk:"session_id"`
	Sort      types.Int64 `tfsdk:"sort"`
}

func (m *sessionArguments) toAPI() osm.HistoryInput {
	return osm.HistoryInput{
		AuthorizationID: m.AuthorizationID.ValueString(),
		DetailID:        m.DetailID.ValueInt64(),
		GroupID:         m.GroupID.ValueString(),
		SessionID:       m.SessionID.ValueInt64(),
		Ascending:       m.Sort.ValueInt64() == 1,
	}
}

func neededID(description string) schema.Int64Attribute {
	return schema.Int64Attribute{MarkdownDescription: description, Required: true,
		Validators: []validator.Int64{framework.AtLeast(0)}}
}

func historySchema(description string, own map[string]schema.Attribute) schema.Schema {
	attributes := map[string]schema.Attribute{
		"authorization_id": framework.NeededString(idDescription, osm.MaxAuthorizationID),
		"authorization_detail_id": neededID("ID of the detail, from `incident_auth_detail_list` of the data source " +
			"`osm_authorization`."),
		"group_id": framework.FilterString(framework.GroupDescription, osm.MaxID),
	}
	maps.Copy(attributes, own)
	return schema.Schema{MarkdownDescription: description, Attributes: attributes}
}

func sessionSchema(description string, own map[string]schema.Attribute) schema.Schema {
	attributes := map[string]schema.Attribute{
		"session_id": neededID("ID of the session, from `osm_authorization_sessions`."),
		"sort": schema.Int64Attribute{
			MarkdownDescription: "Order by time: 0 for newest first, 1 for oldest first. Defaults to 0.", Optional: true,
			Validators: []validator.Int64{framework.Between(0, 1)}},
	}
	maps.Copy(attributes, own)
	return historySchema(description, attributes)
}

type sessionsModel struct {
	hostArguments
	Sessions []sessionModel `tfsdk:"session_list"`
}

type sessionModel struct {
	SessionID types.Int64  `tfsdk:"session_id"`
	StartTime types.String `tfsdk:"start_time"`
	EndTime   types.String `tfsdk:"end_time"`
	Duration  types.String `tfsdk:"duration"`
}

// NewSessions returns the data source osm_authorization_sessions.
func NewSessions() datasource.DataSource {
	return framework.NewDataSource("authorization_sessions", historySchema("Support's sessions on a host. All pages are read.",
		map[string]schema.Attribute{
			"session_list": framework.ReadList("Sessions.", map[string]schema.Attribute{
				"session_id": framework.ReadInt64("ID of the session."),
				"start_time": framework.ReadString("Start of the session, as reported by the service."),
				"end_time":   framework.ReadString("End of the session, as reported by the service."),
				"duration":   framework.ReadString("Duration as `hh:mm:ss`."),
			}),
		}), func(ctx context.Context, d *framework.Data, m *sessionsModel, diags *diag.Diagnostics) {
		arguments := sessionArguments{hostArguments: m.hostArguments}
		sessions, err := d.Client.AuthorizationSessions(ctx, arguments.toAPI())
		framework.FailedTo(diags, fmt.Sprintf("list the sessions of request %s", m.AuthorizationID.ValueString()), err)
		m.Sessions = framework.Map(sessions, sessionFromAPI)
	})
}

func sessionFromAPI(s osmapi.OperateHistorySession) sessionModel {
	return sessionModel{
		SessionID: framework.Integer(s.SessionId),
		StartTime: framework.String(s.StartTime),
		EndTime:   framework.String(s.EndTime),
		Duration:  framework.String(s.Duration),
	}
}

type operationsModel struct {
	sessionArguments
	Operations []operationModel `tfsdk:"ops_list"`
}

type operationModel struct {
	Oper        types.String `tfsdk:"oper"`
	OperateTime types.String `tfsdk:"operate_time"`
}

// NewOperations returns the data source osm_authorization_operations.
func NewOperations() datasource.DataSource {
	return framework.NewDataSource("authorization_operations", sessionSchema(
		"Commands that support executed in a session. All pages are read.", map[string]schema.Attribute{
			"ops_list": framework.ReadList("Commands.", map[string]schema.Attribute{
				"oper":         framework.ReadString("Command."),
				"operate_time": framework.ReadString("Time of the command, as reported by the service."),
			}),
		}), func(ctx context.Context, d *framework.Data, m *operationsModel, diags *diag.Diagnostics) {
		operations, err := d.Client.AuthorizationOperations(ctx, m.toAPI())
		framework.FailedTo(diags, fmt.Sprintf("list the commands of session %d", m.SessionID.ValueInt64()), err)
		m.Operations = framework.Map(operations, operationFromAPI)
	})
}

func operationFromAPI(o osmapi.OperateLog) operationModel {
	return operationModel{
		Oper:        framework.String(o.Oper),
		OperateTime: framework.String(o.OperateTime),
	}
}

type transfersModel struct {
	sessionArguments
	Transfers []transferModel `tfsdk:"file_ops_list"`
}

type transferModel struct {
	FileName    types.String `tfsdk:"file_name"`
	FileSize    types.String `tfsdk:"file_size"`
	FromPath    types.String `tfsdk:"from_path"`
	ToPath      types.String `tfsdk:"to_path"`
	OperateType types.String `tfsdk:"operate_type"`
	OperateTime types.String `tfsdk:"operate_time"`
	OperResult  types.String `tfsdk:"oper_result"`
	Duration    types.String `tfsdk:"duration"`
}

// NewTransfers returns the data source osm_authorization_transfers.
func NewTransfers() datasource.DataSource {
	return framework.NewDataSource("authorization_transfers", sessionSchema(
		"Files that support transferred in a session. All pages are read.", map[string]schema.Attribute{
			"file_ops_list": framework.ReadList("File transfers.", map[string]schema.Attribute{
				"file_name":    framework.ReadString("File name."),
				"file_size":    framework.ReadString("Size with a unit, as reported by the service."),
				"from_path":    framework.ReadString("Source path."),
				"to_path":      framework.ReadString("Target path."),
				"operate_type": framework.ReadString("Type of transfer, as reported by the service."),
				"operate_time": framework.ReadString("Time of the transfer, as reported by the service."),
				"oper_result":  framework.ReadString("Result, as reported by the service."),
				"duration":     framework.ReadString("Duration as `hh:mm:ss`."),
			}),
		}), func(ctx context.Context, d *framework.Data, m *transfersModel, diags *diag.Diagnostics) {
		transfers, err := d.Client.AuthorizationTransfers(ctx, m.toAPI())
		framework.FailedTo(diags, fmt.Sprintf("list the file transfers of session %d", m.SessionID.ValueInt64()), err)
		m.Transfers = framework.Map(transfers, transferFromAPI)
	})
}

func transferFromAPI(f osmapi.FileOperateLog) transferModel {
	return transferModel{
		FileName:    framework.String(f.FileName),
		FileSize:    framework.String(f.FileSize),
		FromPath:    framework.String(f.FromPath),
		ToPath:      framework.String(f.ToPath),
		OperateType: framework.String(f.OperateType),
		OperateTime: framework.String(f.OperateTime),
		OperResult:  framework.String(f.OperResult),
		Duration:    framework.String(f.Duration),
	}
}
