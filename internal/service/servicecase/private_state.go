// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// privateState is what the provider remembers of a ticket beside the state that users see.
type privateState struct {
	// Imported is set for an imported ticket: the API never reported its create-only arguments, so adding one that has no prior
	// value does not change the ticket.
	Imported bool `json:"imported,omitempty"`
	// Unread is set from the import until the first Read.
	Unread bool `json:"fresh,omitempty"`
	// Created is when this provider opened the ticket, by the clock of this machine: for a while, not found counts as lag.
	Created time.Time `json:"created,omitzero"`
	// FoundLabels and FoundRelations are set while the state holds what the import found: omitting the argument then does not
	// remove it.
	FoundLabels    bool `json:"found_labels,omitempty"`
	FoundRelations bool `json:"found_relations,omitempty"`
	// Scored is set once the rating was sent.
	Scored bool `json:"scored,omitempty"`
}

const privateStateKey = "osm_servicecase"

// privateStore is the private state of the framework's requests and responses.
type privateStore interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// loadPrivateState returns the zero value if there is none or if it can't be read, which is no reason to fail.
func loadPrivateState(ctx context.Context, store privateStore) (p privateState) {
	data, _ := store.GetKey(ctx, privateStateKey)
	if json.Unmarshal(data, &p) != nil {
		return privateState{}
	}
	return p
}

func (p privateState) save(ctx context.Context, store privateStore) diag.Diagnostics {
	data, err := json.Marshal(p)
	if err != nil {
		return diag.Diagnostics{diag.NewWarningDiagnostic("Unable to save private state", err.Error())}
	}
	return store.SetKey(ctx, privateStateKey, data)
}
