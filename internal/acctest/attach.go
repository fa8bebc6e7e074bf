// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"encoding/json"
	"io"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// startTimeout bounds the start of the provider's server in this process.
const startTimeout = time.Minute

// Attach prepares a folder whose Terraform talks to the provider in this process, with the simulator's clock. A case of a wide table costs one
// process of Terraform for each command this way, where resource.Test takes ten for each step.
func (e *Env) Attach(t *testing.T) *CLI {
	t.Helper()
	return e.AttachServer(t, e.Server)
}

// AttachServer is Attach with a provider server of the test's own making.
func (*Env) AttachServer(t *testing.T, server func() tfprotov6.ProviderServer) *CLI {
	t.Helper()
	c := newCLI(t)
	address := c.terraform.registry + "/servicetickets/osm"
	reattach, err := json.Marshal(map[string]any{address: serve(t, address, server)})
	if err != nil {
		t.Fatal(err)
	}
	c.Env = append(c.Env, "TF_REATTACH_PROVIDERS="+string(reattach))
	return c
}

// serve runs a provider in this process until the test ends, and gives how Terraform finds it.
func serve(t *testing.T, address string, server func() tfprotov6.ProviderServer) map[string]any {
	t.Helper()
	config, closed := make(chan *plugin.ReattachConfig), make(chan struct{})
	failed := make(chan error, 1)
	quiet := hclog.New(&hclog.LoggerOptions{Output: io.Discard})
	go func() {
		failed <- tf6server.Serve(address, server,
			tf6server.WithDebug(t.Context(), config, closed), tf6server.WithGoPluginLogger(quiet),
			tf6server.WithoutLogStderrOverride(), tf6server.WithLoggingSink(t))
	}()
	select {
	case found := <-config:
		t.Cleanup(func() { <-closed })
		return map[string]any{
			"Protocol": string(found.Protocol), "ProtocolVersion": found.ProtocolVersion, "Pid": found.Pid, "Test": found.Test,
			"Addr": map[string]string{"Network": found.Addr.Network(), "String": found.Addr.String()},
		}
	case err := <-failed:
		t.Fatalf("serve the provider: %v", err)
	case <-time.After(startTimeout):
		t.Fatal("the provider's server did not start")
	}
	return nil
}
