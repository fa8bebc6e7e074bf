// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// metadata gets the temporary keys of the agency of a cloud server.
type metadata struct{ caller caller }

const (
	metadataURL     = "http://169.254.169.254"
	opMetadataToken = "CreateMetadataToken"
	opMetadataKeys  = "ShowSecurityKey"
	// metadataTimeout bounds each call to the metadata service, which is on the same machine or does not exist.
	metadataTimeout = 3 * time.Second
	// metadataTokenLife is the life in seconds of the token that the newer version of the service requires.
	metadataTokenLife = "21600"
)

func (m *metadata) issue(ctx context.Context) (*grant, error) {
	config, base := m.caller.config, metadataURL
	if config.MetadataURL != "" {
		base = config.MetadataURL
	}
	s := step{
		what:          "get keys from the metadata service",
		timeout:       metadataTimeout,
		addressSource: config.UseMetadata.named("use_ecs_metadata"),
		rejected:      m.rejected,
	}
	header, err := m.token(ctx, s, base)
	if err != nil {
		return nil, err
	}
	s.op, s.method, s.url, s.header = opMetadataKeys, http.MethodGet, base+"/openstack/latest/securitykey", header
	g, err := m.caller.keys(ctx, s, DefaultDuration)
	if err != nil {
		return nil, err
	}
	g.projectID, g.domainID = config.ProjectID.Value, config.DomainID.Value
	g.who = Identity{ProjectID: g.projectID, DomainID: g.domainID}
	return g, nil
}

// withoutTokens are the statuses of the older version of the service for a call that it does not have.
var withoutTokens = []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusServiceUnavailable}

// token returns the header that the newer version of the service requires; the older one has no such call.
func (m *metadata) token(ctx context.Context, s step, base string) (map[string]string, error) {
	s.op, s.method, s.url = opMetadataToken, http.MethodPut, base+"/meta-data/latest/api/token"
	s.header = map[string]string{"X-Metadata-Token-Ttl-Seconds": metadataTokenLife}
	got, err := m.caller.do(ctx, s)
	if err != nil {
		if e := apierror.As(err); e != nil && slices.Contains(withoutTokens, e.Status) {
			return nil, nil
		}
		return nil, err
	}
	return map[string]string{"X-Metadata-Token": strings.TrimSpace(string(got.body))}, nil
}
