// SPDX-License-Identifier: MPL-2.0

package console

import (
	"net/http"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// authorization is a request from support for access.
type authorization struct {
	ID        string `json:"id"`
	Status    int    `json:"status"`
	DetailIDs []int  `json:"detail_ids"`
	Grants    int    `json:"grants"`
}

// host is a host that support asks for access to.
type host struct {
	InstanceID   string `json:"instance_id"`
	InstanceName string `json:"instance_name"`
	RegionID     string `json:"region_id"`
	Account      string `json:"account"`
	Port         number `json:"port"`
}

func (c *console) listAuthorizations(r *request) (any, error) {
	t, err := c.find(r)
	if err != nil {
		return nil, err
	}
	list := []authorization{}
	for _, a := range c.sim.Authorizations() {
		if a.CaseID == t.ID {
			list = append(list, authorization{ID: a.ID, Status: a.Status, DetailIDs: a.DetailIDs, Grants: len(a.Grants)})
		}
	}
	return object{"authorizations": list}, nil
}

// requestAuthorization asks for access as support does.
func (c *console) requestAuthorization(r *request) (any, error) {
	var body struct {
		Description string `json:"description"`
		Hosts       []host `json:"hosts"`
	}
	if err := r.decode(&body); err != nil {
		return nil, err
	}
	if strings.TrimSpace(body.Description) == "" {
		return nil, fail(http.StatusBadRequest, "description must not be empty")
	}
	hosts := []simulator.AuthorizationHost{}
	for _, h := range body.Hosts {
		hosts = append(hosts, simulator.AuthorizationHost{InstanceID: h.InstanceID, InstanceName: h.InstanceName,
			RegionID: h.RegionID, Account: h.Account, Port: int(h.Port)})
	}
	if _, err := c.change(r, func(id string) error {
		_, _, err := c.sim.RequestAuthorization(id, body.Description, hosts...)
		return err
	}); err != nil {
		return nil, err
	}
	return c.listAuthorizations(r)
}

func (c *console) setAuthorizationStatus(r *request) (any, error) {
	var body struct {
		Status number `json:"status"`
	}
	if err := r.decode(&body); err != nil {
		return nil, err
	}
	if c.sim.SetAuthorizationStatus(r.PathValue("id"), int(body.Status)) != nil {
		return nil, fail(http.StatusNotFound, "authorization %s does not exist", r.PathValue("id"))
	}
	return nil, nil
}
