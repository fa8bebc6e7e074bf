// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// ValidateConfig reports what is wrong with the block by itself, before the environment is read.
func (*osmProvider) ValidateConfig(
	ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse,
) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := config.Check(m.settings()); err != nil {
		addSettingError(&resp.Diagnostics, err)
	}
}

// Configure resolves the settings and creates the client. It makes no call: the login happens at the first one, so that what
// needs none works offline.
func (p *osmProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	cfg, err := config.Resolve(m.settings(), os.LookupEnv)
	if err != nil {
		addSettingError(&resp.Diagnostics, err)
		return
	}
	for _, w := range cfg.Warnings {
		resp.Diagnostics.AddWarning("Insecure or unexpected provider setting", w)
	}
	client, err := p.client(cfg, userAgent(p.version, req.TerraformVersion))
	if err != nil {
		resp.Diagnostics.AddError("Unable to configure provider", apierror.Detail(err))
		return
	}
	tflog.Debug(ctx, "Configured provider", map[string]any{
		"login_method": cfg.Login.Method,
		"login_level":  cfg.Login.Level,
		"roles":        len(cfg.Login.Roles),
		"osm":          cfg.OSM,
		"iam":          cfg.Login.AuthURL.Value,
	})
	data := &framework.Data{Client: client, PlanChecks: m.PlanChecks.IsNull() || m.PlanChecks.ValueBool()}
	resp.ResourceData, resp.DataSourceData = data, data
	resp.ListResourceData, resp.ActionData, resp.EphemeralResourceData = data, data, data
}

// placeholder replaces an address that is not known until apply; the credential's error ends every call before it is used.
const placeholder = "https://not-known-yet.invalid"

func (p *osmProvider) client(cfg *config.Config, agent string) (*osm.Client, error) {
	carrier, err := transport.New(transport.Config{
		UserAgent:  agent,
		Insecure:   cfg.Insecure,
		CACert:     cfg.CACert,
		Cert:       cfg.Cert,
		Key:        cfg.Key.Reveal(),
		Timeout:    cfg.RequestTimeout,
		MaxRetries: cfg.MaxRetries,
		Log:        logCall,
		Now:        p.now,
		Wait:       p.wait,
	})
	if err != nil {
		return nil, err
	}
	endpoint := cfg.OSM
	if endpoint == "" {
		endpoint = placeholder
	}
	cfg.Login.MetadataURL = p.metadata
	return osm.New(osm.Config{
		Endpoint:   endpoint,
		Transport:  carrier,
		Credential: iam.New(cfg.Login, carrier.Doer(nil), carrier.Direct(), p.now),
		Site:       cfg.Site,
		Language:   cfg.Language,
		TimeZone:   cfg.TimeZone,
		Log:        logNote,
		Now:        p.now,
		Wait:       p.wait,
	})
}

// userAgent names Terraform and the provider. HW_TF_CUSTOM_UA goes first, as in the official provider.
func userAgent(version, terraform string) string {
	agent := fmt.Sprintf("Terraform/%s terraform-provider-osm/%s", terraform, version)
	if custom := strings.TrimSpace(os.Getenv("HW_TF_CUSTOM_UA")); custom != "" {
		agent = custom + " " + agent
	}
	return agent
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

// logNote logs what the client reports apart from its calls. The cause is one of the client's own errors, which hold no secret.
func logNote(ctx context.Context, message string, cause error) {
	tflog.Debug(ctx, message, map[string]any{"cause": cause.Error()})
}

// settings returns the settings of the block.
func (m *model) settings() *config.Settings {
	s := &config.Settings{
		Region:           text[string](m.Region),
		AuthURL:          text[string](m.AuthURL),
		Cloud:            text[string](m.Cloud),
		Site:             text[string](m.Site),
		Endpoints:        endpoints(m.Endpoints),
		UserName:         text[string](m.UserName),
		UserID:           text[string](m.UserID),
		Password:         text[iam.Secret](m.Password),
		Passcode:         text[iam.Secret](m.Passcode),
		DomainName:       text[string](m.DomainName),
		DomainID:         text[string](m.DomainID),
		ProjectName:      text[string](m.ProjectName),
		ProjectID:        text[string](m.ProjectID),
		Token:            text[iam.Secret](m.Token),
		AccessKey:        text[iam.Secret](m.AccessKey),
		SecretKey:        text[iam.Secret](m.SecretKey),
		SecurityToken:    text[iam.Secret](m.SecurityToken),
		SharedConfigFile: text[string](m.SharedConfigFile),
		Profile:          text[string](m.Profile),
		UseECSMetadata:   setting(m.UseECSMetadata, m.UseECSMetadata.ValueBool()),
		Language:         text[string](m.Language),
		TimeZone:         text[string](m.TimeZone),
		Insecure:         setting(m.Insecure, m.Insecure.ValueBool()),
		CACertFile:       text[string](m.CACertFile),
		Cert:             text[string](m.Cert),
		Key:              text[iam.Secret](m.Key),
		MaxRetries:       setting(m.MaxRetries, int(m.MaxRetries.ValueInt64())),
		RequestTimeout:   text[time.Duration](m.RequestTimeout),
	}
	for _, b := range nestedBlocks(m.AssumeRole) {
		s.AssumeRole = append(s.AssumeRole, b.role())
	}
	for _, b := range nestedBlocks(m.AssumeRoleWithOIDC) {
		s.OIDC = config.OIDC{
			IDPID:       text[string](b.string("idp_id")),
			IDToken:     text[iam.Secret](b.string("id_token")),
			IDTokenFile: text[string](b.string("id_token_file")),
			Role:        b.role(),
		}
	}
	return s
}

// text returns an argument that is written as text.
func text[T any](v types.String) config.Value[T] {
	if v.IsUnknown() {
		return config.Unknown[T]()
	}
	return config.Parse[T](v.ValueString())
}

func setting[T any](v attr.Value, value T) config.Value[T] {
	switch {
	case v.IsUnknown():
		return config.Unknown[T]()
	case v.IsNull():
		return config.Value[T]{}
	}
	return config.Known(value)
}

// endpoints returns the entries of a map. One that is not known until apply may hold the ticket service.
func endpoints(entries types.Map) config.Endpoints {
	if entries.IsUnknown() {
		return config.Endpoints{OSM: config.Unknown[string]()}
	}
	at := func(key string) config.Value[string] {
		v, _ := entries.Elements()[key].(types.String)
		return text[string](v)
	}
	return config.Endpoints{OSM: at("osm"), IAM: at("iam"), STS: at("sts")}
}

// nestedBlock is a nested block; one that is not known until apply is empty.
type nestedBlock map[string]attr.Value

func nestedBlocks(list types.List) []nestedBlock {
	if list.IsUnknown() {
		return []nestedBlock{nil}
	}
	var blocks []nestedBlock
	for _, element := range list.Elements() {
		object, _ := element.(types.Object)
		blocks = append(blocks, object.Attributes())
	}
	return blocks
}

func (b nestedBlock) string(name string) types.String {
	v, _ := b[name].(types.String)
	return v
}

func (b nestedBlock) role() config.Role {
	if len(b) == 0 {
		return config.Role{AgencyName: config.Unknown[string]()}
	}
	duration, _ := b["duration"].(types.Int64)
	return config.Role{
		AgencyName: text[string](b.string("agency_name")),
		DomainName: text[string](b.string("domain_name")),
		DomainID:   text[string](b.string("domain_id")),
		Duration:   setting(duration, int(duration.ValueInt64())),
	}
}

func addSettingError(diags *diag.Diagnostics, err error) {
	const summary = "Invalid provider setting"
	var setting *config.Error
	if errors.As(err, &setting) && setting.Attribute != "" {
		diags.AddAttributeError(path.Root(setting.Attribute), summary, setting.Problem)
		return
	}
	diags.AddError(summary, err.Error())
}
