// SPDX-License-Identifier: MPL-2.0

//go:build unix

package accessory_test

import (
	"os"
	"syscall"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccAccessory_notARegularFile rejects what may have no end or wait forever, and a file that is too large,
// without reading it.
func TestAccAccessory_notARegularFile(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	large, err := os.Create(cli.Path("large.log"))
	env.Must(err)
	env.Must(large.Truncate(101 << 20))
	env.Must(large.Close())
	env.Must(syscall.Mkfifo(cli.Path("pipe.log"), 0o600))
	for source, want := range map[string]string{
		"/dev/zero":             "`source` must be a regular file; " + `"/dev/zero" is a device, a pipe or a socket`,
		"${path.cwd}/pipe.log":  "`source` must be a regular file; " + `".*/pipe.log" is a device, a pipe or a socket`,
		"..":                    "`source` must be a regular file; " + `".." is a directory`,
		"${path.cwd}/large.log": `is 105906176 bytes long; at most 104857600`,
	} {
		cli.Write("main.tf", env.Provider("plan_checks = false")+acctest.Attachment("source = \""+source+"\"",
			`accessory_name = "app.log"`))
		cli.ExpectError(want, "plan")
	}
	env.Must(os.Truncate(cli.Path("large.log"), 11<<20))
	cli.Write("main.tf", env.Provider()+acctest.Attachment(`source = "${path.cwd}/large.log"`))
	cli.ExpectError(`it is 11534336 bytes long; the service accepts`, "plan")
	acctest.ExpectWrites(t, env)
}
