// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// together is the number of files that one run of Terraform plans, each as a module with a provider of its own.
const together = 15

// messageGroup holds files of one stage that one run of Terraform validates or plans, each as a module with a simulator and a
// provider of its own. T is the test of all of them.
type messageGroup struct {
	*testing.T
	stage string
	cases []*messageCase
	once  sync.Once
	// earlier and found are the messages of validation and of the stage.
	earlier, found []diagnostic
}

// run runs the stage.
func (g *messageGroup) run() {
	g.Helper()
	const source = "servicetickets/osm"
	var cli *acctest.CLI
	var root, versions string
	for i, c := range g.cases {
		c.T, c.module, c.env = g.T, fmt.Sprintf("m%d", i), acctest.New(g.T, simulator.Options{})
		if cli == nil {
			cli = c.env.Attach(g.T)
			versions = cli.Read("versions.tf")
		}
		own := source + "-" + c.module
		cli.Serve(own, c.env.Server)
		c.env.Must(os.Mkdir(cli.Path(c.module), 0o700))
		cli.Write(filepath.Join(c.module, "versions.tf"), strings.ReplaceAll(versions, source, own))
		root += fmt.Sprintf("module %q {\n  source = \"./%[1]s\"\n}\n", c.module)
		c.prepare(cli)
		c.write(c.files["main.tf"])
		c.env.ResetLog()
	}
	cli.Write("versions.tf", root)
	cli.Must(0, "get")
	g.found = command(g.T, cli, "validate", "-json")
	if g.stage == "plan" {
		g.earlier, g.found = g.found, command(g.T, cli, "plan", "-json", "-input=false")
	}
	for _, d := range slices.Concat(g.earlier, g.found) {
		if !slices.ContainsFunc(g.cases, func(c *messageCase) bool { return d.isIn(c.module) }) {
			g.Errorf("a message of no module: %+v", d)
		}
	}
}

// compare compares the messages of one file.
func (g *messageGroup) compare(c *messageCase) {
	c.Helper()
	other := func(d diagnostic) bool { return !d.isIn(c.module) }
	c.expectNone(slices.DeleteFunc(slices.Clone(g.earlier), other))
	c.checkCalls(g.stage)
	c.compare(c.format(slices.DeleteFunc(slices.Clone(g.found), other), g.stage))
}
