// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/servicetickets/terraform-provider-osm/internal/service/accessory"
	"github.com/servicetickets/terraform-provider-osm/internal/service/account"
	"github.com/servicetickets/terraform-provider-osm/internal/service/caseaction"
	"github.com/servicetickets/terraform-provider-osm/internal/service/casemessage"
	osmfunction "github.com/servicetickets/terraform-provider-osm/internal/service/function"
	"github.com/servicetickets/terraform-provider-osm/internal/service/label"
	"github.com/servicetickets/terraform-provider-osm/internal/service/servicecase"
)

// What only newer clients know. It is served always: older ones leave it out.
var (
	_ provider.ProviderWithListResources      = (*osmProvider)(nil)
	_ provider.ProviderWithActions            = (*osmProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*osmProvider)(nil)
	_ provider.ProviderWithFunctions          = (*osmProvider)(nil)
)

// ListResources lists the list resources (Terraform 1.14).
func (*osmProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		servicecase.NewListResource,
		label.NewList,
	}
}

// Actions lists the actions (Terraform 1.14).
func (*osmProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		caseaction.NewPress,
		casemessage.NewAction,
		caseaction.NewClose,
		caseaction.NewCancel,
		caseaction.NewScore,
	}
}

// EphemeralResources lists the ephemeral resources (Terraform 1.10, OpenTofu 1.11).
func (*osmProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		account.NewToken,
		accessory.NewEphemeral,
	}
}

// Functions lists the functions (Terraform 1.8, OpenTofu 1.7).
func (*osmProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		osmfunction.NewStatusName,
		osmfunction.NewIsOpen,
	}
}
