// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// contender is one way to manage tickets.
type contender struct {
	name   string
	source string // address of the provider without the host; "" if Terraform needs none
	plugin string
	env    []string
	calls  bool // whether it calls the service
	config func(ctx context.Context, s *scene, w workload) (string, error)
}

const (
	nameFloor    = "floor"
	nameSmallest = "smallest on the framework"
	nameOurs     = "this provider"
	namePeer     = "generic REST provider"
	nameCurl     = "curl"
)

const address = "servicetickets/osm"

// contenders builds the providers. The peer is the path of a generic REST provider, or "".
func (b *bench) contenders(ctx context.Context, peer string) (all []*contender, err error) {
	quiet := []string{"TF_LOG_SDK=OFF", "TF_LOG_PROVIDER=OFF"}
	floor, err := floorSource(ctx)
	if err != nil {
		return nil, err
	}
	smallest, err := smallestSource(ctx)
	if err != nil {
		return nil, err
	}
	program := func(name string) string { return filepath.Join(b.folder, name) }
	all = []*contender{
		{name: nameFloor, source: address, plugin: program("floor"), env: quiet, config: ticketConfig},
		{name: nameSmallest, source: address, plugin: program("smallest"), env: quiet, config: ticketConfig},
		{name: nameOurs, source: address, plugin: program("provider"), calls: true, config: ticketConfig},
	}
	err = errors.Join(
		b.build(ctx, "./internal/cmd/bench/floor", program("floor"), floor),
		b.build(ctx, "./internal/cmd/bench/smallest", program("smallest"), smallest),
		b.build(ctx, ".", program("provider"), ""))
	if peer != "" {
		path, absErr := filepath.Abs(peer)
		err = errors.Join(err, absErr)
		all = append(all, &contender{name: namePeer, source: "magodo/restful", plugin: path, calls: true, config: restfulConfig})
	}
	if _, lookErr := exec.LookPath("curl"); lookErr == nil {
		all = append(all, &contender{name: nameCurl, calls: true, config: curlConfig})
	}
	return all, err
}

// find returns the contender of a name, or nil.
func find(all []*contender, name string) *contender {
	if i := slices.IndexFunc(all, func(c *contender) bool { return c.name == name }); i >= 0 {
		return all[i]
	}
	return nil
}

// ticketConfig opens tickets, with an attachment each if w has attachments.
func ticketConfig(_ context.Context, s *scene, w workload) (string, error) {
	attachment := ""
	config := s.provider()
	if w.attachments {
		config += fmt.Sprintf("resource \"osm_accessory\" \"this\" {\n  count  = %d\n  source = \"log.txt\"\n}\n", w.tickets)
		attachment = "  accessory_ids      = [osm_accessory.this[count.index].id]\n"
	}
	return config + fmt.Sprintf(`resource "osm_servicecase" "this" {
  count              = %d
  business_type_id   = %q
  simple_description = "Node ${count.index}"
%s}
`, w.tickets, simulator.ProblemConsulting, attachment), s.attach()
}

// provider returns the configuration of the provider.
func (s *scene) provider() string {
	o := s.sim.Options()
	return fmt.Sprintf(`terraform {
  required_providers {
    osm = { source = "servicetickets/osm" }
  }
}

provider "osm" {
  endpoints   = { osm = %[1]q, iam = %[1]q }
  user_name   = %q
  password    = %q
  domain_name = %q
  project_id  = %q
}
`, s.server.URL, o.User, o.Password, o.Domain, o.ProjectID)
}

const attached = "The node does not respond.\n"

// attach writes the file of the attachments.
func (s *scene) attach() error {
	return os.WriteFile(filepath.Join(s.work, "log.txt"), []byte(attached), 0o600)
}

// token logs in.
func (s *scene) token(ctx context.Context) (token string, err error) {
	o := s.sim.Options()
	body := fmt.Sprintf(`{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": %q, "password": %q, `+
		`"domain": {"name": %q}}}}, "scope": {"project": {"id": %q}}}}`, o.User, o.Password, o.Domain, o.ProjectID)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.server.URL+"/v3/auth/tokens", strings.NewReader(body))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return "", err
	}
	if token = resp.Header.Get("X-Subject-Token"); token == "" {
		return "", fmt.Errorf("the login returned no token: %s", resp.Status)
	}
	return token, nil
}

// ticketBody returns what opens a ticket, as HCL or JSON.
func ticketBody() string {
	return fmt.Sprintf("business_type_id = %q\n    source_id = %q\n", simulator.ProblemConsulting, simulator.SourceID)
}

// restfulConfig opens the same tickets with magodo/restful.
func restfulConfig(ctx context.Context, s *scene, w workload) (string, error) {
	token, err := s.token(ctx)
	if err != nil {
		return "", err
	}
	config := fmt.Sprintf(`terraform {
  required_providers {
    restful = { source = "magodo/restful" }
  }
}

provider "restful" {
  base_url = %q
  security = { apikey = [{ in = "header", name = "X-Auth-Token", value = %q }] }
}

`, s.server.URL, token)
	attachment := ""
	if w.attachments {
		attachment = "    accessory_ids = [restful_operation.file[count.index].output.accessory_id]\n"
		config += fmt.Sprintf(`resource "restful_operation" "file" {
  count  = %d
  path   = "/v2/servicerequest/accessorys/json-format-content"
  method = "POST"
  body = {
    accessory_name = "log.txt"
    accessory_from = "incident"
    accessory_data = base64encode(%q)
  }
}
`, w.tickets, attached)
	}
	return config + fmt.Sprintf(`resource "restful_resource" "this" {
  count         = %d
  path          = "/v2/servicerequest/cases"
  read_path     = "$(path)/$(body.incident_id)"
  read_selector = "incident_detail_info"
  delete_method = "POST"
  delete_path   = "$(path)/$(body.incident_id)/action"
  delete_query  = { action_id = ["cancel"] }
  delete_body   = { operate_desc = "not needed" }
  body = {
    %s    simple_description = "Node ${count.index}"
%s  }
  # A read does not return all that was sent.
  lifecycle { ignore_changes = [body] }
}
`, w.tickets, ticketBody(), attachment), nil
}

// curlConfig opens the same tickets with a script.
func curlConfig(ctx context.Context, s *scene, w workload) (string, error) {
	token, err := s.token(ctx)
	if err != nil {
		return "", err
	}
	upload, attachment := "", ""
	if w.attachments {
		file, err := json.Marshal(map[string]string{"accessory_name": "log.txt", "accessory_from": "incident",
			"accessory_data": "VGhlIG5vZGUgZG9lcyBub3QgcmVzcG9uZC4K"})
		if err != nil {
			return "", err
		}
		upload = "      file=$(call POST accessorys/json-format-content '" + string(file) +
			"' | sed 's/.*\"accessory_id\":\"\\([^\"]*\\)\".*/\\1/')\n"
		attachment = `,\"accessory_ids\":[\"$file\"]`
	}
	call := fmt.Sprintf(`      call() { curl -sSf -X "$1" -H 'X-Auth-Token: %s' -H 'Content-Type: application/json' `+
		`--data "$3" "%s/v2/servicerequest/$2"; }`, token, s.server.URL)
	return fmt.Sprintf(`resource "terraform_data" "this" {
  count = %d
  input = count.index

  provisioner "local-exec" {
    command = <<-EOT
      set -e
%s
%s      ticket=$(call POST cases \
        "{\"business_type_id\":\"%s\",\"source_id\":\"%s\",\"simple_description\":\"Node ${self.input}\"%s}" \
        | sed 's/.*"incident_id":"\([^"]*\)".*/\1/')
      call GET "cases/$ticket" > /dev/null
      echo "$ticket" > ticket${self.input}
    EOT
  }

  provisioner "local-exec" {
    when    = destroy
    command = <<-EOT
      set -e
%s
      call POST "cases/$(cat ticket${self.input})/action?action_id=cancel" '{"operate_desc":"not needed"}'
    EOT
  }
}
`, w.tickets, call, upload, simulator.ProblemConsulting, simulator.SourceID, attachment, call), nil
}
