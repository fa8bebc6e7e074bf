// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// Metadata is the way to the metadata service. Its Doer must be set when use_ecs_metadata is; it has to bypass proxies, since the service is on the
// local link.
type Metadata struct {
	URL  string
	Doer Doer
}

// metadata gets the temporary keys of the agency that a cloud server has.
type metadata struct {
	settings *Resolved
	caller   caller
}

const (
	opMetadataToken = "CreateMetadataToken"
	opMetadataKeys  = "ShowSecurityKey"
	// metadataTimeout bounds each call to the metadata service: it is on the same machine or not there at all.
	metadataTimeout = 3 * time.Second
	// metadataTokenLife is the life of the token that the newer version of the service asks for, in seconds.
	metadataTokenLife = "21600"
)

func (m *metadata) issue(ctx context.Context) (*grant, error) {
	base := strings.TrimRight(m.settings.Metadata.URL, "/")
	s := step{what: "get keys from the metadata service", timeout: metadataTimeout, setting: "use_ecs_metadata, from " +
		"" + m.settings.sources["use_ecs_metadata"], refused: m.refused}
	header, err := m.token(ctx, s, base)
	if err != nil {
		return nil, err
	}
	s.op, s.method, s.url, s.header = opMetadataKeys, http.MethodGet, base+"/openstack/latest/securitykey", header
	g, err := m.caller.keys(ctx, s, defaultDuration)
	if err != nil {
		return nil, err
	}
	g.projectID, g.domainID = m.settings.ProjectID, m.settings.DomainID
	g.who = Identity{ProjectID: g.projectID, DomainID: g.domainID}
	return g, nil
}

// token gets the header that the newer version of the service wants. The older one has no such call, and wants none.
func (m *metadata) token(ctx context.Context, s step, base string) (map[string]string, error) {
	s.op, s.method, s.url = opMetadataToken, http.MethodPut, base+"/meta-data/latest/api/token"
	s.header = map[string]string{"X-Metadata-Token-Ttl-Seconds": metadataTokenLife}
	got, err := m.caller.do(ctx, s)
	if err != nil {
		if status(err) == http.StatusNotFound || status(err) == http.StatusMethodNotAllowed || status(err) == http.StatusServiceUnavailable {
			return nil, nil
		}
		return nil, err
	}
	return map[string]string{"X-Metadata-Token": strings.TrimSpace(string(got.body))}, nil
}
