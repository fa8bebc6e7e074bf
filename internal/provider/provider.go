// SPDX-License-Identifier: MPL-2.0

// Package provider configures the provider and lists everything that it serves.
package provider

import (
	"context"
	"log"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/service/accessory"
	"github.com/servicetickets/terraform-provider-osm/internal/service/account"
	"github.com/servicetickets/terraform-provider-osm/internal/service/authorization"
	"github.com/servicetickets/terraform-provider-osm/internal/service/caseaction"
	"github.com/servicetickets/terraform-provider-osm/internal/service/casemessage"
	"github.com/servicetickets/terraform-provider-osm/internal/service/casewait"
	"github.com/servicetickets/terraform-provider-osm/internal/service/catalog"
	osmfunction "github.com/servicetickets/terraform-provider-osm/internal/service/function"
	"github.com/servicetickets/terraform-provider-osm/internal/service/label"
	"github.com/servicetickets/terraform-provider-osm/internal/service/servicecase"
)

// Older clients leave out the features that they do not know.
var (
	_ provider.ProviderWithValidateConfig     = (*osmProvider)(nil)
	_ provider.ProviderWithListResources      = (*osmProvider)(nil)
	_ provider.ProviderWithActions            = (*osmProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*osmProvider)(nil)
	_ provider.ProviderWithFunctions          = (*osmProvider)(nil)
)

// osmProvider is the provider "osm".
type osmProvider struct {
	version  string
	now      func() time.Time
	wait     func(context.Context, time.Duration) error
	metadata string // replaces the address of the metadata service
	// data is what the configured provider passes to its resources.
	data atomic.Pointer[framework.Data]
	// withoutFastPaths leaves all calls to the plugin framework.
	withoutFastPaths bool
}

// Option changes how the provider runs.
type Option func(*osmProvider)

// WithClock replaces the clock, so that tests advance time instead of waiting.
func WithClock(now func() time.Time, wait func(context.Context, time.Duration) error) Option {
	return func(p *osmProvider) { p.now, p.wait = now, wait }
}

// WithMetadataService replaces the address of the metadata service of cloud servers, for tests.
func WithMetadataService(url string) Option {
	return func(p *osmProvider) { p.metadata = url }
}

// WithoutFastPaths leaves all calls to the plugin framework, for tests that compare.
func WithoutFastPaths() Option {
	return func(p *osmProvider) { p.withoutFastPaths = true }
}

// New returns a constructor of the provider. version is part of the User-Agent.
func New(version string, options ...Option) func() provider.Provider {
	return func() provider.Provider { return newProvider(version, options...) }
}

func newProvider(version string, options ...Option) *osmProvider {
	p := &osmProvider{version: version}
	for _, o := range options {
		o(p)
	}
	return p
}

func (p *osmProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName, resp.Version = "osm", p.version
}

func (*osmProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		servicecase.NewResource,
		accessory.NewResource,
		casemessage.NewResource,
		casewait.NewResource,
		caseaction.NewPressResource,
		caseaction.NewReadResource,
		label.New,
		authorization.NewResource,
		authorization.NewRejection,
		account.NewVerification,
		account.NewPrivilege,
		account.NewAgreementSignature,
	}
}

func (*osmProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		servicecase.NewDataSource,
		servicecase.NewCasesDataSource,
		servicecase.NewExportDataSource,
		accessory.NewDataSource,
		accessory.NewURLsDataSource,
		casemessage.NewDataSource,
		casemessage.NewUnreadDataSource,
		servicecase.NewOperateLogsDataSource,
		servicecase.NewCountsDataSource,
		label.NewLabels,
		authorization.NewAuthorizations,
		authorization.NewAuthorization,
		authorization.NewSessions,
		authorization.NewOperations,
		authorization.NewTransfers,
		authorization.NewLoginType,
		account.NewIdentity,
		catalog.NewCaseCategories,
		catalog.NewProductCategories,
		catalog.NewProblemTypes,
		catalog.NewRegions,
		catalog.NewAreaCodes,
		catalog.NewSeverities,
		catalog.NewCaseTemplates,
		catalog.NewExtendsParams,
		catalog.NewSatisfactionDimensions,
		catalog.NewCaseLimits,
		catalog.NewAccessoryLimits,
		account.NewQuotas,
		account.NewAgencies,
		account.NewCustomerRegions,
		account.NewSubCustomers,
		account.NewCcEmails,
		account.NewVerifiedContacts,
		account.NewPrivileges,
		account.NewAgreement,
	}
}

// ListResources are known to Terraform 1.14.
func (*osmProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		servicecase.NewListResource,
		label.NewList,
		casemessage.NewListResource,
	}
}

// Actions are known to Terraform 1.14.
func (*osmProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		caseaction.NewPress,
		caseaction.NewRead,
		casemessage.NewAction,
		caseaction.NewClose,
		caseaction.NewCancel,
		caseaction.NewScore,
		authorization.NewReject,
		authorization.NewWithdraw,
		account.NewVerificationSend,
		account.NewVerificationCheck,
		account.NewAgreementSign,
	}
}

// EphemeralResources are known to Terraform 1.10 and OpenTofu 1.11.
func (*osmProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		account.NewToken,
		accessory.NewEphemeral,
		accessory.NewEphemeralURLs,
		servicecase.NewEphemeralExport,
	}
}

// Functions are known to Terraform 1.8 and OpenTofu 1.7.
func (*osmProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		osmfunction.NewStatusName,
		osmfunction.NewIsOpen,
	}
}

// A process that lives for one plan or apply hardly collects while its heap is small. The first collection starts when the
// process has allocated firstCollection bytes. From then on there is a ballast, so that a collection starts when the heap has
// grown by about 40 MB, and 0.6 times what it retains. The ballast is address space that is never written, so it takes no memory.
const (
	firstCollection = 48 << 20
	ballastSize     = 64 << 20
	gcPercent       = 60
)

// process holds what lives as long as the process.
var process struct{ ballast []byte }

// collectRarely sets up the garbage collector. The channel is closed when the ballast is there: at the start it would cause a
// collection, which takes a tenth of the time until the schema is served.
func collectRarely() <-chan struct{} {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(firstCollection)
	collected := make(chan struct{})
	runtime.AddCleanup(new([64]byte), func(collected chan struct{}) {
		debug.SetMemoryLimit(math.MaxInt64)
		process.ballast = make([]byte, ballastSize)
		debug.SetGCPercent(gcPercent)
		close(collected)
	}, collected)
	return collected
}

// Tune sets up the process for the short life of one Terraform run. The user's environment takes precedence.
func Tune() {
	environ := os.Environ()
	for name, value := range quietLogs(environ) {
		//nolint:forbidigo // the plugin SDK takes its log levels from the environment alone
		if err := os.Setenv(name, value); err != nil {
			log.Printf("cannot set %s: %v", name, err)
		}
	}
	if collectsRarely(environ) {
		collectRarely()
	}
}

// sets reports whether environ holds a value for a variable whose name matches.
func sets(environ []string, matches func(name string) bool) bool {
	return slices.ContainsFunc(environ, func(entry string) bool {
		name, value, _ := strings.Cut(entry, "=")
		return value != "" && matches(name)
	})
}

// quietLogs returns the variables that turn off the log of the plugin SDK, or none if environ sets a log level. Without a level
// the SDK builds every line of its TRACE log, which Terraform drops.
func quietLogs(environ []string) map[string]string {
	if sets(environ, func(name string) bool { return name == "TF_LOG" || strings.HasPrefix(name, "TF_LOG_") }) {
		return nil
	}
	return map[string]string{"TF_LOG_SDK": "OFF", "TF_LOG_PROVIDER": "OFF"}
}

// collectsRarely reports whether environ leaves the garbage collector to the provider: it sets neither GOGC nor GOMEMLIMIT.
func collectsRarely(environ []string) bool {
	return !sets(environ, func(name string) bool { return name == "GOGC" || name == "GOMEMLIMIT" })
}
