// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// filePath is the path of access URLs, which need no login.
const filePath = "/simulator/files/"

// maxArchive is the maximum number of files in one download, as in the historical API.
const maxArchive = 10

// imageTypes are the file types that DownloadImages returns.
var imageTypes = []string{".jpg", ".jpeg", ".bmp", ".png", ".gif"}

// fileGrant is an issued access URL.
type fileGrant struct {
	accessoryID string
	until       time.Time
}

// download returns one file as is, several as a zip archive.
func (s *Simulator) download(c *call) (any, *apiError) {
	ids := strings.Split(c.path["accessory_id"], ",")
	if len(ids) > maxArchive {
		return nil, invalid(fmt.Sprintf("%d files", len(ids)))
	}
	var files []*accessory
	for _, id := range ids {
		a := s.store.accessories[id]
		if a == nil {
			return nil, invalid("accessory_id")
		}
		files = append(files, a)
	}
	if len(files) == 1 {
		return file{name: files[0].name, bytes: files[0].data}, nil
	}
	archive, err := zipFiles(files)
	if err != nil {
		return nil, reject(codeInternal)
	}
	return file{name: "accessories.zip", bytes: archive}, nil
}

func zipFiles(files []*accessory) ([]byte, error) {
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	used := map[string]bool{}
	for i, a := range files {
		name := path.Base(strings.ReplaceAll(a.name, `\`, "/"))
		if used[name] {
			name = fmt.Sprintf("%d_%s", i+1, name)
		}
		used[name] = true
		entry, err := archive.Create(name)
		if err != nil {
			return nil, fmt.Errorf("adding %s: %w", name, err)
		}
		if _, err := entry.Write(a.data); err != nil {
			return nil, fmt.Errorf("writing %s: %w", name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("closing the archive: %w", err)
	}
	return buffer.Bytes(), nil
}

func (s *Simulator) downloadImage(c *call) (any, *apiError) {
	a := s.store.accessories[c.path["accessory_id"]]
	if a == nil || !slices.Contains(imageTypes, strings.ToLower(path.Ext(a.name))) {
		return nil, invalid("accessory_id")
	}
	return file{name: a.name, bytes: a.data}, nil
}

func (s *Simulator) showAccessURL(c *call) (any, *apiError) {
	a := s.store.accessories[c.path["accessory_id"]]
	if a == nil {
		return nil, invalid("accessory_id")
	}
	if id := first(c.query["incident_id"]); id != "" {
		if _, apiErr := s.find(c, id, ""); apiErr != nil {
			return nil, apiErr
		}
		if a.ticketID != id {
			return nil, invalid("incident_id")
		}
	}
	return object{"accessory_url": s.grant(c, a)}, nil
}

func (s *Simulator) listAccessURLs(c *call) (any, *apiError) {
	items := []object{}
	for _, id := range c.query["accessory_ids"] {
		a := s.store.accessories[id]
		switch {
		case a != nil:
			items = append(items, object{"accessory_id": a.id, "accessory_name": a.name, "accessory_url": s.grant(c, a)})
		case s.behaviors.UnknownFiles == UnknownFileRejected:
			return nil, invalid("accessory_ids")
		case s.behaviors.UnknownFiles == UnknownFileWithoutURL:
			items = append(items, object{"accessory_id": id, "accessory_name": nil, "accessory_url": nil})
		}
	}
	return object{"accessory_urls": items}, nil
}

// grant creates an access URL that is valid for Options.FileLife.
func (s *Simulator) grant(c *call, a *accessory) string {
	token := opaqueID("file "+a.id, len(s.store.files)+1)
	s.store.files[token] = fileGrant{accessoryID: a.id, until: s.Now().Add(s.options.FileLife)}
	base := s.options.FileBase
	if base == "" {
		base = "http://" + c.r.Host
		if c.r.TLS != nil {
			base = "https://" + c.r.Host
		}
	}
	return strings.TrimSuffix(base, "/") + filePath + token
}

// serveFile serves an access URL. It needs no login; a wrong or expired token is rejected as object stores do.
func (s *Simulator) serveFile(x *exchange) response {
	s.mu.Lock()
	defer s.mu.Unlock()
	grant, ok := s.store.files[strings.TrimPrefix(x.r.URL.Path, filePath)]
	a := s.store.accessories[grant.accessoryID]
	if !ok || a == nil || x.r.Method != http.MethodGet || s.Now().After(grant.until) {
		return response{
			status: http.StatusForbidden, header: http.Header{"Content-Type": {"application/xml"}},
			body: []byte(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code></Error>`),
		}
	}
	return s.successResponse(file{name: a.name, bytes: a.data})
}
