// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// ValidateConfig tells what is wrong with the block by itself, before the environment is looked at.
func (*osmProvider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := iam.Check(m.settings()); err != nil {
		addSettingError(&resp.Diagnostics, err)
	}
}

// Configure resolves the settings and makes the client. It makes no call: the login happens at the first one, so that what needs none works offline.
func (p *osmProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resolved, err := iam.Resolve(m.settings(), os.LookupEnv)
	if err != nil {
		addSettingError(&resp.Diagnostics, err)
		return
	}
	if p.metadata != "" {
		resolved.Metadata.URL = p.metadata
	}
	if resolved.Insecure {
		resolved.Warnings = append(resolved.Warnings, "insecure is true: TLS certificates are not checked, so that whoever is in between can read "+
			"credentials and tickets.")
	}
	for _, w := range resolved.Warnings {
		resp.Diagnostics.AddWarning("Insecure or doubtful setting", w)
	}
	api, err := p.client(resolved, userAgent(p.version, req.TerraformVersion))
	if err != nil {
		resp.Diagnostics.AddError("Provider can't be configured", upperFirst(err.Error())+".")
		return
	}
	tflog.Debug(ctx, "Provider is configured", map[string]any{
		"login_method": resolved.Method, "login_level": resolved.Level, "roles": len(resolved.Roles), "osm": resolved.OSM, "iam": resolved.AuthURL,
	})
	data := &framework.Data{Client: api, PlanChecks: m.PlanChecks.IsNull() || m.PlanChecks.ValueBool()}
	resp.ResourceData, resp.DataSourceData = data, data
	resp.ListResourceData, resp.ActionData, resp.EphemeralResourceData = data, data, data
}

// placeholder stands in for an address that is not known yet; the credential's error ends every call before it is used.
const placeholder = "https://not-known-yet.invalid"

func (p *osmProvider) client(r *iam.Resolved, agent string) (*osm.Client, error) {
	carrier, err := transport.New(transport.Config{
		UserAgent: agent, Insecure: r.Insecure, CACert: r.CACert, Cert: r.Cert, Key: r.Key.Reveal(), Timeout: r.RequestTimeout, MaxRetries: r.MaxRetries,
		Log: logCall, Now: p.now, Wait: p.wait,
	})
	if err != nil {
		return nil, err
	}
	endpoint := r.OSM
	if endpoint == "" {
		endpoint = placeholder
	}
	r.Metadata.Doer = carrier.Direct()
	return osm.New(osm.Config{
		Endpoint: endpoint, Transport: carrier, Credential: r.Credential(carrier.Doer(nil), p.now),
		Site: r.Site, Language: r.Language, TimeZone: r.TimeZone, Log: logNote, Now: p.now, Wait: p.wait,
	})
}

// userAgent names Terraform and the provider. HW_TF_CUSTOM_UA goes before, as in the official provider.
func userAgent(version, terraform string) string {
	agent := fmt.Sprintf("Terraform/%s terraform-provider-osm/%s", terraform, version)
	if custom := strings.TrimSpace(os.Getenv("HW_TF_CUSTOM_UA")); custom != "" {
		agent = custom + " " + agent
	}
	return agent
}

// logCall writes one line for an attempt: no header, no body, no query.
func logCall(ctx context.Context, e transport.Event) {
	fields := map[string]any{
		"operation": e.Op, "method": e.Method, "path": e.Path, "host": e.Host, "status": e.Status, "request_id": e.RequestID,
		"attempt": e.Attempt, "duration_ms": e.Duration.Milliseconds(),
	}
	if e.Problem != "" {
		fields["problem"] = e.Problem
	}
	tflog.Debug(ctx, "API call", fields)
}

// logNote writes what the client has to say beside its calls. The cause is one of the client's own errors, which hold no secret.
func logNote(ctx context.Context, message string, cause error) {
	tflog.Debug(ctx, message, map[string]any{"cause": cause.Error()})
}

// settings gives the block's settings by their names; those of blocks as assume_role.0.agency_name and assume_role_with_oidc.idp_id.
func (m *model) settings() iam.Settings {
	out := iam.Settings{}
	for name, v := range map[string]types.String{
		"region": m.Region, "auth_url": m.AuthURL, "user_name": m.UserName, "user_id": m.UserID, "password": m.Password, "passcode": m.Passcode,
		"domain_name": m.DomainName, "domain_id": m.DomainID, "project_name": m.ProjectName, "project_id": m.ProjectID,
		"token": m.Token, "access_key": m.AccessKey, "secret_key": m.SecretKey, "security_token": m.SecurityToken,
		"shared_config_file": m.SharedConfigFile, "profile": m.Profile,
		"cloud": m.Cloud, "site": m.Site, "language": m.Language, "time_zone": m.TimeZone,
		"cacert_file": m.CACertFile, "cert": m.Cert, "key": m.Key, "request_timeout": m.RequestTimeout,
	} {
		put(out, name, v, v.ValueString())
	}
	put(out, "insecure", m.Insecure, strconv.FormatBool(m.Insecure.ValueBool()))
	put(out, "use_ecs_metadata", m.UseECSMetadata, strconv.FormatBool(m.UseECSMetadata.ValueBool()))
	put(out, "max_retries", m.MaxRetries, strconv.FormatInt(m.MaxRetries.ValueInt64(), 10))
	if m.Endpoints.IsUnknown() {
		put(out, "endpoints.osm", m.Endpoints, "")
	}
	for key, v := range m.Endpoints.Elements() {
		if s, ok := v.(types.String); ok {
			put(out, "endpoints."+key, s, s.ValueString())
		}
	}
	putBlocks(out, m.AssumeRole, func(i int) string { return fmt.Sprintf("assume_role.%d.", i) })
	putBlocks(out, m.AssumeRoleWithOIDC, func(int) string { return "assume_role_with_oidc." })
	return out
}

// putBlocks adds what nested blocks hold under a prefix each. A list of blocks that is not known yet stands for its first agency.
func putBlocks(out iam.Settings, blocks types.List, prefix func(int) string) {
	if blocks.IsUnknown() {
		put(out, prefix(0)+"agency_name", blocks, "")
	}
	for i, element := range blocks.Elements() {
		object, ok := element.(types.Object)
		if !ok {
			continue
		}
		if object.IsUnknown() {
			put(out, prefix(i)+"agency_name", object, "")
		}
		for name, v := range object.Attributes() {
			switch v := v.(type) {
			case types.String:
				put(out, prefix(i)+name, v, v.ValueString())
			case types.Int64:
				put(out, prefix(i)+name, v, strconv.FormatInt(v.ValueInt64(), 10))
			}
		}
	}
}

func put(out iam.Settings, name string, v attr.Value, text string) {
	switch {
	case v.IsUnknown():
		out[name] = iam.Unknown()
	case !v.IsNull():
		out[name] = iam.Known(text)
	}
}

func addSettingError(diags *diag.Diagnostics, err error) {
	var setting *iam.SettingError
	if errors.As(err, &setting) && setting.Name != "" {
		diags.AddAttributeError(path.Root(setting.Name), "Provider setting can't be used", upperFirst(setting.Problem))
		return
	}
	diags.AddError("Provider setting can't be used", upperFirst(err.Error()))
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
