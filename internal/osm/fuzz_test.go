// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

func serve(tb testing.TB, service http.HandlerFunc) string {
	tb.Helper()
	server := httptest.NewServer(service)
	tb.Cleanup(server.Close)
	return server.URL
}

// plainClients returns a function that creates clients without a login, which never wait, try everything once and share their
// connections.
func plainClients(tb testing.TB, address string) func(testing.TB) *osm.Client {
	tb.Helper()
	wait := func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	carrier, err := transport.New(transport.Config{Wait: wait})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(carrier.CloseIdle)
	return func(tb testing.TB) *osm.Client {
		tb.Helper()
		api, err := osm.New(osm.Config{Endpoint: address, Transport: carrier, Credential: open(), Wait: wait})
		if err != nil {
			tb.Fatal(err)
		}
		return api
	}
}

// most is the largest number of calls that one operation may make when every response is the same: three attempts, each with
// its look-ups.
const most = 3 * (1 + 1 + 5*(4+2*100))

// FuzzResponse plays every operation a response of any status and body. None may panic, go on forever, or take for a success
// what lacks what it must have.
func FuzzResponse(f *testing.F) {
	var body atomic.Value
	var status, calls atomic.Int32
	address := serve(f, func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(int(status.Load()))
		_, _ = w.Write(body.Load().([]byte))
	})
	fresh := plainClients(f, address)
	for i := range operationsThatRead {
		for j, seed := range responseSeeds {
			if (i+j)%4 == 0 {
				f.Add(uint8(i), 200, []byte(seed))
			}
		}
	}
	f.Fuzz(func(t *testing.T, operation uint8, code int, response []byte) {
		if code < 200 || code > 599 {
			return
		}
		body.Store(response)
		status.Store(int32(code))
		calls.Store(0)
		// A client of its own for each response, since look-ups are kept.
		operationsThatRead[int(operation)%len(operationsThatRead)](t, fresh(t))
		if n := calls.Load(); n > most {
			t.Errorf("%d calls", n)
		}
	})
}

var responseSeeds = []string{
	`{}`, `null`, ``, `<html>`, `[]`, `{"error_code":"OSM.01010015"}`,
	`{"total_count":"2","label_list":[{"label_id":"1","name":"n"},null]}`,
	`{"incident_id":"TS-1","accessory_id":"a","accessory_url":"https://h/x","status":0}`,
	`{"incident_detail_info":{"incident_id":"TS-1","status":"0","create_time":"2026-11-23T12:00:00Z","message_list":[` +
		`{"message_id":"1","type":0,"content":"c","create_time":"x","accessory_list":[null,{}]}],"ext_info":{}}}`,
	`{"total_count":1e3,"incident_info_list":[{"incident_id":"TS-1","status":0,"simple_description":"d","create_time":""}]}`,
	`{"accessory_limit":{"limit_count":"5","limit_size":"99999999999999","limit_file_type":",.JPG,"}}`,
	`{"count":-1,"message_list":[{},{}],"case_label_list":[{}],"contact_list":[{"contact_way":1}],"cc_email_info":[{}]}`,
}

// FuzzUpload uploads any number of bytes under a name of any form: the JSON that arrives must be complete and of the
// announced length.
func FuzzUpload(f *testing.F) {
	var got atomic.Value
	api := plainClients(f, serve(f, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || int64(len(body)) != r.ContentLength {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		got.Store(body)
		_, _ = w.Write([]byte(`{"accessory_id":"a"}`))
	}))(f)
	f.Add("a.txt", []byte("content"), int64(7))
	f.Add("@", []byte{}, int64(0))
	f.Add(`"accessory_data":"@`, []byte{0, 255}, int64(2))
	f.Add("../\u202e\x00.txt", make([]byte, 24<<10+1), int64(24<<10+1))
	f.Add("short.txt", []byte("abc"), int64(2))
	f.Add("long.txt", []byte("abc"), int64(1)<<40)
	f.Add("less.txt", []byte("abc"), int64(-4))
	f.Fuzz(func(t *testing.T, name string, content []byte, size int64) {
		sum := sha256.Sum256(content)
		id, err := api.UploadAccessory(t.Context(), osm.UploadAccessoryInput{
			Name: name, From: "incident", Size: size, SHA256: hex.EncodeToString(sum[:]),
			Open: func() (io.ReadCloser, error) {
				return io.NopCloser(iotest.HalfReader(strings.NewReader(string(content)))), nil
			}})
		if size != int64(len(content)) {
			if err == nil {
				t.Errorf("%d bytes were sent as %d", len(content), size)
			}
			return
		}
		if err != nil || id != "a" {
			t.Fatalf("got %q, %v", id, err)
		}
		var sent osmapi.AccessoryJsonFormatReq
		if err := json.Unmarshal(got.Load().([]byte), &sent); err != nil {
			t.Fatal(err)
		}
		data, err := base64.StdEncoding.DecodeString(sent.AccessoryData)
		if err != nil || string(data) != string(content) || utf8.ValidString(name) && sent.AccessoryName != name {
			t.Errorf("%q with %d bytes arrives as %q with %d, %v", name, len(content), sent.AccessoryName, len(data), err)
		}
	})
}

// FuzzLimits reads limits of any form and holds a file against them.
func FuzzLimits(f *testing.F) {
	var reported atomic.Value
	api := plainClients(f, serve(f, func(w http.ResponseWriter, _ *http.Request) {
		response, err := json.Marshal(map[string]any{"accessory_limit": reported.Load()})
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
		}
		_, _ = w.Write(response)
	}))(f)
	f.Add("5", "4", "jpg,.TXT, ", "a.txt", int64(5<<20))
	f.Add("", "9223372036854775807", "", "noext", int64(1)<<62)
	f.Add("-1", "-4", ",,", ".", int64(-1))
	f.Fuzz(func(t *testing.T, count, size, kinds, name string, bytes int64) {
		reported.Store(map[string]string{"limit_count": count, "limit_size": size, "limit_file_type": kinds})
		limits, err := api.AccessoryLimits(t.Context())
		if err != nil {
			return
		}
		if limits.Size < 0 {
			t.Errorf("%q MB are %d bytes", size, limits.Size)
		}
		if err := limits.Check(name, bytes); err == nil && limits.Size > 0 && bytes > limits.Size {
			t.Errorf("%d bytes are within %d", bytes, limits.Size)
		}
	})
}

// FuzzID reads tickets and attachments with arbitrary IDs: the ID is one segment of the path, whatever it contains, or nothing is
// sent.
func FuzzID(f *testing.F) {
	var path atomic.Value
	api := plainClients(f, serve(f, func(w http.ResponseWriter, r *http.Request) {
		path.Store(r.URL.EscapedPath())
		_, _ = w.Write([]byte(`{"status":0}`))
	}))(f)
	for _, id := range []string{"TS-1", "", ".", "..", "../labels", "a/b", "a%2Fb", "a?b#c", "a;b", "\x00", "\xff", "票"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		path.Store("")
		_, err := api.CaseStatus(t.Context(), id)
		sent, _ := path.Load().(string)
		if err != nil {
			if sent != "" {
				t.Errorf("%q was sent to %s, and then %v", id, sent, err)
			}
			return
		}
		part, found := strings.CutPrefix(sent, "/v2/servicerequest/cases/")
		part, status := strings.CutSuffix(part, "/status")
		if got, err := url.PathUnescape(part); !found || !status || err != nil || got != id || strings.Contains(part, "/") {
			t.Errorf("%q was sent to %s", id, sent)
		}
	})
}
