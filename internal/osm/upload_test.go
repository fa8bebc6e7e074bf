// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// formSize is the smallest attachment that is uploaded as a form.
const formSize = 1<<20 + 1

// uploadOf returns an attachment for a new message.
func uploadOf(content string) osm.UploadAccessoryInput {
	sum := sha256.Sum256([]byte(content))
	return osm.UploadAccessoryInput{
		Name: "a.txt", From: "message", Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:]),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

// TestUpload_bySize checks the form of an upload at the bound, and that the service holds the same bytes either way.
func TestUpload_bySize(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]string{1: "UploadJsonAccessories", formSize - 1: "UploadJsonAccessories",
		formSize: "UploadAccessory"} {
		w := newWorld(t, simulator.Options{}, time.Minute)
		content := strings.Repeat("\x00-\xff", size)[:size]
		id, err := w.api.UploadAccessory(t.Context(), uploadOf(content))
		if err != nil {
			t.Fatal(err)
		}
		kept, _ := w.Accessory(id)
		if string(kept.Bytes) != content || kept.Name != "a.txt" || kept.Origin != "message" {
			t.Errorf("%d bytes: the service holds %d as %q for %q", size, len(kept.Bytes), kept.Name, kept.Origin)
		}
		if got := w.calls(); got != want {
			t.Errorf("%d bytes: calls %s, want %s", size, got, want)
		}
	}
}

// TestUpload_form checks the form against what the vendor's client sends: the parts in this order, their headers, and a length
// that is known before. A name may hold quotes and other letters.
func TestUpload_form(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	u := uploadOf(strings.Repeat("b", formSize))
	u.Name, u.Type = `日志 "1" & <2>.txt`, 1
	if _, err := w.api.UploadAccessory(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	sent := w.RequestsFor("UploadAccessory")[0]
	_, params, err := mime.ParseMediaType(sent.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	if sent.Header.Get("X-Sdk-Content-Sha256") != "" || sent.Header.Get("X-Language") == "" {
		t.Errorf("headers %v", sent.Header)
	}
	form := multipart.NewReader(bytes.NewReader(sent.Body), params["boundary"])
	for _, want := range []struct{ name, file, kind, content string }{
		{"form_data", "", "", `{"fileName":"日志 \"1\" \u0026 \u003c2\u003e.txt","accessoryFrom":"message","uploadType":1}`},
		{"file", u.Name, "application/octet-stream", strings.Repeat("b", formSize)},
	} {
		part, err := form.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil || part.FormName() != want.name || part.FileName() != want.file ||
			part.Header.Get("Content-Type") != want.kind || string(content) != want.content {
			t.Errorf("part %q of %d bytes, headers %v, error %v", part.FormName(), len(content), part.Header, err)
		}
	}
	if _, err := form.NextPart(); !errors.Is(err, io.EOF) {
		t.Errorf("after both parts: %v", err)
	}
	if kept := w.Accessories()[0]; kept.Name != u.Name {
		t.Errorf("the service calls it %q", kept.Name)
	}
}

// TestUpload_formNotOffered uploads two files to a service or gateway that rejects forms: the first is sent as JSON after one
// attempt, the second at once. A business error is about the file, and is final.
func TestUpload_formNotOffered(t *testing.T) {
	t.Parallel()
	const form, json = "UploadAccessory", "UploadJsonAccessories"
	rejection := func(status int, code string) *simulator.Fault {
		return &simulator.Fault{Operation: form, Kind: simulator.RejectBefore, Status: status, Code: code}
	}
	behaviors := func(v simulator.FormUpload) simulator.Behaviors { return simulator.Behaviors{FormUploads: v} }
	for name, c := range map[string]struct {
		behaviors simulator.Behaviors
		fault     *simulator.Fault
		calls     string
	}{
		"unknown to the gateway": {behaviors(simulator.FormUploadNotOffered), nil, form + ", 2 " + json},
		"malformed":              {behaviors(simulator.FormUploadMalformed), nil, form + ", 2 " + json},
		"malformed, under 200": {fault: &simulator.Fault{Operation: form, Kind: simulator.RejectUnder200, Code: "OSM.0001"},
			calls: form + ", 2 " + json},
		"no such path":   {fault: rejection(404, ""), calls: form + ", 2 " + json},
		"method":         {fault: rejection(405, "APIGW.0104"), calls: form + ", 2 " + json},
		"media type":     {fault: rejection(415, "APIGW.0104"), calls: form + ", 2 " + json},
		"bad request":    {fault: rejection(400, "APIGW.0104"), calls: form + ", 2 " + json},
		"internal error": {fault: rejection(500, "OSM.0004"), calls: "3 " + form + ", 2 " + json},
		"error page": {fault: &simulator.Fault{Operation: form, Kind: simulator.HTMLBefore, Status: 500},
			calls: "3 " + form + ", 2 " + json},
		"page, no such method": {fault: &simulator.Fault{Operation: form, Kind: simulator.HTMLBefore, Status: 405},
			calls: form + ", 2 " + json},
		"unavailable":      {fault: rejection(503, ""), calls: "3 " + form},
		"not implemented":  {fault: rejection(501, ""), calls: "3 " + form + ", 2 " + json},
		"type of file":     {fault: rejection(400, "OSM.01010001"), calls: form},
		"no such ticket":   {fault: rejection(404, "OSM.01010015"), calls: form},
		"not permitted":    {fault: rejection(403, "APIGW.0302"), calls: form},
		"volume of today":  {fault: rejection(400, "OSM.01010005"), calls: form},
		"gateway's length": {fault: rejection(413, "APIGW.0201"), calls: form},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, simulator.Options{Behaviors: c.behaviors}, time.Minute)
			if c.fault != nil {
				w.Inject(*c.fault)
			}
			fails := !strings.Contains(c.calls, json)
			for range 2 {
				if _, err := w.api.UploadAccessory(t.Context(), uploadOf(strings.Repeat("b", formSize))); (err != nil) != fails {
					t.Fatalf("got %v", err)
				} else if fails {
					break
				}
			}
			if got := w.calls(); got != c.calls {
				t.Errorf("calls %s, want %s", got, c.calls)
			}
			if n := len(w.Accessories()); n != 2-2*count(fails) {
				t.Errorf("the service holds %d files", n)
			}
		})
	}
}

// TestUpload_rejectedInBothForms checks that the error of the second form is reported, and that forms are then tried again.
func TestUpload_rejectedInBothForms(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{FormUploads: simulator.FormUploadMalformed}}, time.Minute)
	w.Inject(simulator.Fault{Operation: "UploadJsonAccessories", Kind: simulator.RejectUnder200, Code: "OSM.01010005"})
	for range 2 {
		_, err := w.api.UploadAccessory(t.Context(), uploadOf(strings.Repeat("b", formSize)))
		if e := apierror.As(err); e == nil || e.Code != "OSM.01010005" {
			t.Errorf("got %v", err)
		}
	}
	w.ExpectCounts(map[string]int{"UploadAccessory": 2, "UploadJsonAccessories": 2})
}
