// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// CutGroup splits an import ID at its last @ into the ID and a group. Without an @ the group is null.
func CutGroup(importID string) (id string, group types.String) {
	at := strings.LastIndex(importID, "@")
	if at < 0 {
		return importID, types.StringNull()
	}
	return importID[:at], types.StringValue(importID[at+1:])
}

// KeepIdentity sets an identity unless there already is one: Terraform accepts no other identity for the same object, whereas
// group_id may change.
func KeepIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, value any) diag.Diagnostics {
	if !identity.Raw.IsFullyNull() {
		return nil
	}
	return identity.Set(ctx, value)
}
