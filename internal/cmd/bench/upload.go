// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const (
	uploads    = 10
	uploadSize = 10 << 20
	// peakLimit is the maximum memory of the provider, in kB, for that many attachments of that size at once.
	peakLimit = 60 * 1000
)

// uploaded is what the upload of all files cost.
type uploaded struct {
	peak int // of the provider, in kB
	sent int // bytes of the requests that the service accepted
}

// upload compares uploads as forms with uploads as JSON, which a service that does not offer forms receives.
func (b *bench) upload(ctx context.Context) error {
	form, err := b.uploadTo(ctx, "form", simulator.FormUploadAccepted)
	if err != nil {
		return err
	}
	json, err := b.uploadTo(ctx, "json", simulator.FormUploadNotOffered)
	if err != nil {
		return err
	}
	fmt.Printf("Upload of %d files of %d MB at once: peak memory of the provider %d kB, %.2f times the files (limit: %d kB).\n"+
		"As JSON: %.2f times the memory and %.2f times the bytes sent.\n", uploads, uploadSize>>20, form.peak,
		float64(form.peak)*1024/(uploads*uploadSize), peakLimit, float64(json.peak)/float64(form.peak),
		float64(json.sent)/float64(form.sent))
	if form.peak > peakLimit {
		return errors.New("the upload needs too much memory")
	}
	return nil
}

// uploadTo uploads the files, plans again, which hashes them, and returns the largest peak of both.
func (b *bench) uploadTo(ctx context.Context, name string, forms simulator.FormUpload) (cost uploaded, err error) {
	options := simulator.Options{Behaviors: simulator.Behaviors{FormUploads: forms}}
	s, err := b.scene(ctx, name, options, func(provider string) string {
		return provider + fmt.Sprintf("resource \"osm_accessory\" \"dump\" {\n  count  = %d\n"+
			"  source = \"dump${count.index}.bin\"\n}\n", uploads)
	})
	if err != nil {
		return cost, err
	}
	defer func() { err = errors.Join(err, s.server.Close()) }()
	data := make([]byte, uploadSize)
	for i := range uploads {
		_, _ = rand.Read(data)
		if err := os.WriteFile(filepath.Join(s.work, fmt.Sprintf("dump%d.bin", i)), data, 0o600); err != nil {
			return cost, err
		}
	}
	for _, args := range [][]string{{"apply", "-auto-approve"}, {"plan", "-detailed-exitcode"}} {
		if _, err := s.terraform(ctx, args...); err != nil {
			return cost, err
		}
	}
	for _, r := range s.sim.Writes() {
		if r.Applied {
			cost.sent += r.BodySize
		}
	}
	cost.peak, err = b.takePeak()
	return cost, err
}

// takePeak returns the largest peak memory, in kB, of the providers since the last call.
func (b *bench) takePeak() (int, error) {
	usage := filepath.Join(b.folder, "usage")
	text, err := os.ReadFile(usage)
	if err != nil {
		return 0, err
	}
	var peaks []int
	for line := range strings.FieldsSeq(string(text)) {
		peak, err := strconv.Atoi(line)
		if err != nil {
			return 0, err
		}
		peaks = append(peaks, peak)
	}
	if len(peaks) == 0 {
		return 0, errors.New("no provider process was measured")
	}
	return slices.Max(peaks), os.Remove(usage)
}
