// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// marks are what the provider remembers of a ticket in private state, beside what users see.
type marks struct {
	// Imported says that the ticket was imported, so that a create-only argument without a prior value was never told by the API: adding it
	// is no change of the ticket.
	Imported bool `json:"imported,omitempty"`
	// Fresh says that the ticket was imported and not read yet.
	Fresh bool `json:"fresh,omitempty"`
	// Created is when this provider opened the ticket, by this machine's clock: for a while a not-found is taken for lag.
	Created time.Time `json:"created,omitzero"`
	// FoundLabels and FoundRelations say that what the state holds of them came with the import and was never changed here: leaving the argument
	// out is then no wish to take them off.
	FoundLabels    bool `json:"found_labels,omitempty"`
	FoundRelations bool `json:"found_relations,omitempty"`
	// Scored says that the rating was sent.
	Scored bool `json:"scored,omitempty"`
}

const marksKey = "osm_servicecase"

// keys is the private state of the framework's requests and responses.
type keys interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// loadMarks gives zero marks where there are none, or where they can't be read: they are no reason to fail.
func loadMarks(ctx context.Context, private keys) (m marks) {
	data, _ := private.GetKey(ctx, marksKey)
	if json.Unmarshal(data, &m) != nil {
		return marks{}
	}
	return m
}

func (m marks) save(ctx context.Context, private keys) diag.Diagnostics {
	data, err := json.Marshal(m)
	if err != nil {
		var diags diag.Diagnostics
		diags.AddWarning("Could not remember how the ticket came into the state", err.Error())
		return diags
	}
	return private.SetKey(ctx, marksKey, data)
}
