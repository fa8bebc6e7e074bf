// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"path"
	"slices"
	"strings"
	"time"
)

// The values of accessory_from: what an upload was made for.
const (
	originIncident = "incident"
	originMessage  = "message"
)

// uploadBody is the body of UploadJsonAccessories.
type uploadBody struct {
	Name       string `json:"accessory_name"`
	From       string `json:"accessory_from"`
	UploadType int    `json:"upload_type"`
	Data       string `json:"accessory_data"`
}

func (s *Simulator) uploadJSON(c *call) (any, *apiError) {
	var body uploadBody
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	data, err := base64.StdEncoding.Strict().DecodeString(body.Data)
	if err != nil || strings.ContainsAny(body.Data, "\r\n") {
		return nil, invalid("accessory_data is not standard Base64")
	}
	return s.storeUpload(c, body.Name, body.From, body.UploadType, data)
}

// formData is the JSON text of the part form_data, whose keys differ from those of the JSON upload.
var formData = []field{
	{Name: "fileName", Type: "string", Required: true, Min: new(1), Max: new(512)},
	{Name: "accessoryFrom", Type: "string", Required: true, Enum: []string{originIncident, originMessage}},
	{Name: "uploadType", Type: "integer", Min: new(0), Max: new(1)},
}

func (s *Simulator) uploadForm(c *call) (any, *apiError) {
	switch s.behaviors.FormUploads {
	case FormUploadNotOffered:
		return nil, reject(codeUnknownAPI)
	case FormUploadMalformed:
		return nil, malformed("file")
	case FormUploadAccepted:
	}
	value, err := decodeStrict(c.parts["form_data"])
	if err != nil {
		return nil, malformed("form_data is not JSON")
	}
	if apiErr := checkJSON(field{Name: "form_data", Type: "object", Fields: formData}, value); apiErr != nil {
		return nil, apiErr
	}
	var form struct {
		FileName      string `json:"fileName"`
		AccessoryFrom string `json:"accessoryFrom"`
		UploadType    int    `json:"uploadType"`
	}
	if err := json.Unmarshal(c.parts["form_data"], &form); err != nil {
		return nil, malformed("form_data is not JSON")
	}
	return s.storeUpload(c, form.FileName, form.AccessoryFrom, form.UploadType, c.parts["file"])
}

// readParts reads a multipart body of exactly the parts file and form_data.
func (c *call) readParts() *apiError {
	media, params, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" || params["boundary"] == "" {
		return malformed("the content type must be multipart/form-data")
	}
	c.parts = map[string][]byte{}
	reader := multipart.NewReader(bytes.NewReader(c.body), params["boundary"])
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return malformed("the form can't be read")
		}
		name := part.FormName()
		if _, twice := c.parts[name]; twice || (name != "file" && name != "form_data") {
			return malformed(fmt.Sprintf("part %q", name))
		}
		if c.parts[name], err = io.ReadAll(part); err != nil {
			return malformed("the form can't be read")
		}
	}
	for _, name := range []string{"file", "form_data"} {
		if len(c.parts[name]) == 0 {
			return invalid(name + " is missing")
		}
	}
	return inBounds(field{Name: "form_data", Max: new(5000)}, len([]rune(string(c.parts["form_data"]))), "length")
}

// storeUpload stores an upload if it is within the account's limits.
func (s *Simulator) storeUpload(c *call, name, from string, uploadType int, data []byte) (any, *apiError) {
	account := s.store.account
	if len(data) > account.limitSizeMB<<20 {
		return nil, invalid(fmt.Sprintf("the file is larger than %d MB", account.limitSizeMB))
	}
	kind := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	if !slices.Contains(account.limitTypes, kind) {
		return nil, invalid("files of type " + kind)
	}
	if s.options.DailyVolume > 0 && s.volumeSince(s.Now().UTC().Truncate(24*time.Hour))+int64(len(data)) > s.options.DailyVolume {
		return nil, reject(codeDailyVolume)
	}
	a := &accessory{
		id: s.store.nextAccessoryID(), name: name, origin: from, uploadType: uploadType,
		data: data, created: s.Now(),
	}
	s.store.accessories[a.id] = a
	c.applied = true
	return object{"accessory_id": a.id}, nil
}

func (s *Simulator) volumeSince(start time.Time) int64 {
	var sum int64
	for _, a := range s.store.accessories {
		if !a.created.Before(start) {
			sum += int64(len(a.data))
		}
	}
	return sum
}

// checkAttachable checks that uploads exist, were made for the purpose, and are at most the given number.
func (s *Simulator) checkAttachable(ids []string, origin string, most int) *apiError {
	if len(ids) > most {
		return invalid(fmt.Sprintf("%d attachments", len(ids)))
	}
	for _, id := range ids {
		a := s.store.accessories[id]
		if a == nil {
			return invalid("accessory_ids: no such upload")
		}
		lenient := origin == originMessage && s.behaviors.IncidentUploads == IncidentUploadAccepted
		if a.origin != origin && !lenient {
			return invalid("accessory_ids: the upload was made for " + a.origin)
		}
	}
	return nil
}

// attach attaches uploads to a ticket.
func (st *store) attach(ids []string, ticketID string) {
	for _, id := range ids {
		st.accessories[id].ticketID = ticketID
	}
}

func (st *store) accessoryItems(m *message) []accessoryItem {
	items := []accessoryItem{}
	for _, id := range m.accessories[:min(len(m.accessories), maxShownFiles)] {
		if a := st.accessories[id]; a != nil {
			items = append(items, accessoryItem{AccessoryID: a.id, FileActualName: a.name})
		}
	}
	return items
}

// maxShownFiles is the documented maximum of accessory_list in a response, lower than that of accessory_ids in a request.
const maxShownFiles = 5

// deleteAccessory removes an upload that is not attached to a ticket.
func (s *Simulator) deleteAccessory(c *call) (any, *apiError) {
	a := s.store.accessories[c.path["accessory_id"]]
	switch {
	case a == nil:
		return nil, invalid("accessory_id")
	case a.ticketID == "":
		delete(s.store.accessories, a.id)
		c.applied = true
	case s.behaviors.AttachedDeletion == AttachedDeletionRejected:
		return nil, reject(codeNoPermission)
	}
	return emptyResponse{}, nil
}

func (s *Simulator) showAccessoryLimits(_ *call) (any, *apiError) {
	account := s.store.account
	return object{"accessory_limit": object{
		"limit_count":     s.limit(account.limitCount),
		"limit_size":      s.limit(account.limitSizeMB),
		"limit_file_type": strings.Join(account.limitTypes, ","),
	}}, nil
}
