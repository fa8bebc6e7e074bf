// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
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

	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// ValidateConfig validates the block alone, without the environment.
func (*osmProvider) ValidateConfig(
	ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse,
) {
	var block types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &block)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := config.Check(settings(block)); err != nil {
		addSettingErrors(&resp.Diagnostics, err)
	}
}

// Configure creates the client. It makes no call: the login happens at the first one, so that plans without calls work offline.
func (p *osmProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var block types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &block)...)
	if resp.Diagnostics.HasError() {
		return
	}
	cfg, err := config.Resolve(settings(block), os.LookupEnv)
	if err != nil {
		addSettingErrors(&resp.Diagnostics, err)
		return
	}
	for _, w := range cfg.Warnings {
		resp.Diagnostics.AddWarning("Insecure or unexpected provider setting", w)
	}
	client, err := p.client(cfg, userAgent(p.version, req.TerraformVersion))
	if err != nil {
		addSettingErrors(&resp.Diagnostics, err)
		return
	}
	tflog.Debug(ctx, "Configured provider", map[string]any{
		"login_method": cfg.Login.Method,
		"login_level":  cfg.Login.Level,
		"roles":        len(cfg.Login.Roles),
		"osm":          cfg.OSM,
		"iam":          cfg.Login.AuthURL.Value,
	})
	planChecks, _ := block.Attributes()["plan_checks"].(types.Bool)
	data := &framework.Data{Client: client, PlanChecks: planChecks.IsNull() || planChecks.ValueBool()}
	p.data.Store(data)
	resp.ResourceData, resp.DataSourceData = data, data
	resp.ListResourceData, resp.ActionData, resp.EphemeralResourceData = data, data, data
}

// placeholder replaces an address that is unknown until apply. It is never used: the credential's error ends every call before.
const placeholder = "https://not-known-yet.invalid"

func (p *osmProvider) client(cfg *config.Config, agent string) (*osm.Client, error) {
	s := cfg.Settings
	carrier, err := transport.New(transport.Config{
		UserAgent:  agent,
		Insecure:   s.Insecure.Value,
		CACert:     s.CACertFile.Value,
		Cert:       s.Cert.Value,
		Key:        s.Key.Value.Reveal(),
		Timeout:    s.RequestTimeout.Value,
		MaxRetries: s.MaxRetries.Value,
		Log:        logCall,
		Now:        p.now,
		Wait:       p.wait,
	})
	if setting, ok := errors.AsType[*transport.SettingError](err); ok {
		return nil, s.Invalid(setting.Setting, setting.Problem)
	}
	if err != nil {
		return nil, err
	}
	cfg.Login.MetadataURL = p.metadata
	return osm.New(osm.Config{
		Endpoint:   cmp.Or(cfg.OSM, placeholder),
		Transport:  carrier,
		Credential: iam.New(cfg.Login, carrier.Doer(nil), carrier.Direct(), p.now),
		Site:       cfg.Site,
		Language:   s.Language.Value,
		TimeZone:   s.TimeZone.Value,
		// The cause is one of the client's own errors, which contain no secrets.
		Log: func(ctx context.Context, message string, cause error) {
			tflog.Debug(ctx, message, map[string]any{"cause": cause.Error()})
		},
		Now:  p.now,
		Wait: p.wait,
	})
}

// userAgent names Terraform and the provider. HW_TF_CUSTOM_UA goes first, as in the official provider.
func userAgent(version, terraform string) string {
	custom := strings.TrimSpace(os.Getenv("HW_TF_CUSTOM_UA"))
	return strings.TrimSpace(fmt.Sprintf("%s Terraform/%s terraform-provider-osm/%s", custom, terraform, version))
}

// logCall logs an attempt in one line: no header, no body, no query.
func logCall(ctx context.Context, e transport.Event) {
	fields := map[string]any{
		"operation":   e.Op,
		"method":      e.Method,
		"path":        e.Path,
		"host":        e.Host,
		"status":      e.Status,
		"request_id":  e.RequestID,
		"attempt":     e.Attempt,
		"duration_ms": e.Duration.Milliseconds(),
	}
	if e.Problem != "" {
		fields["problem"] = e.Problem
	}
	tflog.Debug(ctx, "API call", fields)
}

// settings returns the settings of the block.
func settings(block types.Object) *config.Settings {
	agencies, _ := block.Attributes()["assume_role"].(types.List)
	count := len(agencies.Elements())
	if agencies.IsUnknown() {
		count = 1
	}
	return config.FromBlock(count, func(name string) (text string, isKnown bool) { return argument(block, name) })
}

// argument returns an argument by its path, such as "endpoints.osm" or "assume_role.0.duration", as text, "" if it is not set.
func argument(block types.Object, name string) (text string, isKnown bool) {
	var v attr.Value = block
	// The block assume_role_with_oidc is a list of one.
	for step := range strings.SplitSeq(strings.Replace(name, "_oidc.", "_oidc.0.", 1), ".") {
		if v.IsUnknown() {
			return "", false
		}
		switch in := v.(type) {
		case types.Object:
			v = in.Attributes()[step]
		case types.Map:
			v = in.Elements()[step]
		case types.List:
			v = nil
			if i, err := strconv.Atoi(step); err == nil && i < len(in.Elements()) {
				v = in.Elements()[i]
			}
		}
		if v == nil || v.IsNull() {
			return "", true
		}
	}
	if s, ok := v.(types.String); ok {
		return s.ValueString(), !s.IsUnknown()
	}
	return v.String(), !v.IsUnknown()
}

// addSettingErrors adds an error per setting that can't be used, at its argument if it comes from the block.
func addSettingErrors(diags *diag.Diagnostics, err error) {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		for _, e := range joined.Unwrap() {
			addSettingErrors(diags, e)
		}
		return
	}
	const summary = "Invalid provider setting"
	if setting, ok := errors.AsType[*config.Error](err); ok && setting.Attribute != "" {
		diags.AddAttributeError(attributePath(setting.Attribute), summary, setting.Problem)
		return
	}
	diags.AddError(summary, err.Error())
}

// attributePath returns the path of an argument, such as "endpoints.osm".
func attributePath(name string) path.Path {
	root, key, nested := strings.Cut(name, ".")
	if nested && root == "endpoints" {
		return path.Root(root).AtMapKey(key)
	}
	return path.Root(root)
}
