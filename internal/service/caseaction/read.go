// SPDX-License-Identifier: MPL-2.0

package caseaction

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

const (
	readDescription = "Marks all messages of a ticket as read. This can't be undone. Safe to repeat."
	readWhat        = "mark messages as read in ticket "
)

// markRead marks the messages of a ticket as read and returns a sentence about it.
func markRead(ctx context.Context, c *osm.Client, id, groupID string) (string, error) {
	if err := c.MarkRead(ctx, id, groupID); err != nil {
		return "", err
	}
	return fmt.Sprintf("The messages of ticket %s were marked as read.", id), nil
}

// NewRead returns the action osm_case_read.
func NewRead() action.Action {
	return framework.NewAction("case_read", newSchema(readDescription, nil), invoke(readWhat, markRead))
}

// NewReadResource returns the resource osm_case_read, which does the same for clients without actions.
func NewReadResource() resource.Resource {
	return &eventResource{
		Resource: framework.Resource{Name: "case_read"},
		description: "Marks all messages of a ticket as read when the resource is created. Use this only with versions of " +
			"Terraform or OpenTofu that do not support actions; otherwise, use the action `osm_case_read`. This can't be " +
			"undone: destroying the resource makes no call.",
		again:         " Changing this marks the messages as read again.",
		what:          readWhat,
		do:            markRead,
		importSummary: "Read marks can't be imported",
		importDetail: "A read mark exists only in the state, so there is nothing to import. Remove the import; applying the " +
			"resource is safe to repeat.",
	}
}
