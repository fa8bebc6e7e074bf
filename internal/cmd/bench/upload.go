// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const (
	uploads    = 10
	uploadSize = 10 << 20
	// uploadLimit is the maximum memory of the provider, in MB, for that many attachments of that size at once.
	uploadLimit = 60
)

// uploaded is what the upload of all files cost.
type uploaded struct {
	peak int // of the provider, in kB
	sent int // bytes of the requests that the service accepted
}

// uploadTo uploads the files, plans again, which hashes them, and returns the largest peak of both.
func (b *bench) uploadTo(ctx context.Context, c *contender, forms simulator.FormUpload) (cost uploaded, err error) {
	s, err := b.scene(ctx, c, simulator.Options{Behaviors: simulator.Behaviors{FormUploads: forms}})
	if err != nil {
		return cost, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	err = s.write(s.provider() + fmt.Sprintf("resource \"osm_accessory\" \"dump\" {\n  count  = %d\n"+
		"  source = \"dump${count.index}.bin\"\n}\n", uploads))
	data := make([]byte, uploadSize)
	for i := range uploads {
		_, _ = rand.Read(data)
		err = errors.Join(err, os.WriteFile(filepath.Join(s.work, fmt.Sprintf("dump%d.bin", i)), data, 0o600))
	}
	for _, args := range [][]string{{"apply", "-auto-approve"}, {"plan", "-detailed-exitcode"}} {
		if err != nil {
			return cost, err
		}
		var taken sample
		taken, err = s.terraform(ctx, args...)
		cost.peak = max(cost.peak, taken.peak)
	}
	for _, r := range s.sim.Writes() {
		if r.Applied {
			cost.sent += r.BodySize
		}
	}
	return cost, err
}
