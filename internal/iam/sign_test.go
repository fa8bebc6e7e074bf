// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestSignatureIsTheVendorsOwn holds the signature against values that the vendor's own client made.
func TestSignatureIsTheVendorsOwn(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 7, 35, 24, 0, time.UTC)
	for want, c := range map[string]struct {
		method, path, body string
		query              url.Values
		headers            map[string]string
	}{
		"0960d6f0caaea7367483dc6bd7c16daba57bee35a263709348a842708d53e7bc": {method: "GET",
			path: "/v2/servicerequest/cases/TT-1"},
		"068d22324933be52920a8d52452dd054355c12d73dbe3139a6646f05d9e80768": {method: "GET", path: "/v2/servicerequest/cases",
			query: url.Values{"search_key": {"a b+c/é&=*~"}, "limit": {"10"}, "offset": {"0"}},
			headers: map[string]string{"x-language": "en-us",
				"x-time-zone": "GMT+08:00"}},
		"7b08bfbcdf3bb45fc969ddc408be436be352c3522eec4e0bfbdfa313101e5a39": {method: "POST", path: "/v2/servicerequest/cases",
			body:    `{"a":"<b>&é"}`,
			headers: map[string]string{"x-site": "0", "x-security-token": "sec", "x-domain-id": "d"}},
		"2e0a85c6d11444aed0b81302393e15a7b9e104f36dd5fe3089f05a3e4202074d": {method: "DELETE",
			path: "/v2/servicerequest/labels/a b/é*"},
	} {
		address := url.URL{Scheme: "https", Host: "osm.cn-south-1.myhuaweicloud.com", Path: c.path, RawQuery: c.query.Encode()}
		req, err := http.NewRequestWithContext(t.Context(), c.method, address.String(), strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		for name, v := range c.headers {
			req.Header.Set(name, v)
		}
		if err := sign(req, NewSecret("AK"), NewSecret("SK"), at); err != nil {
			t.Fatal(err)
		}
		if got := req.Header.Get("Authorization"); !strings.HasSuffix(got, "Signature="+want) || !strings.HasPrefix(got,
			"SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;") {
			t.Errorf("%s %s: %s", c.method, c.path, got)
		}
	}
}

// TestSignatureOfAForm holds the signature of a form, whose body is not read, against one that the vendor's own client made.
func TestSignatureOfAForm(t *testing.T) {
	t.Parallel()
	const address = "https://osm.cn-south-1.myhuaweicloud.com/v2/servicerequest/accessorys"
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "multipart/form-data; boundary=edge")
	req.GetBody = func() (io.ReadCloser, error) { return nil, errors.New("the body was read") }
	at := time.Date(2026, 11, 23, 7, 35, 24, 0, time.UTC)
	if err := sign(req, NewSecret("AK"), NewSecret("SK"), at); err != nil {
		t.Fatal(err)
	}
	want := "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-content-sha256;x-sdk-date, " +
		"Signature=00457e4c743a7eee86913a6c45f82094f267e5008574c15c85a9bdbad600bd4b"
	if got := req.Header.Get("Authorization"); got != want || req.Header.Get("X-Sdk-Content-Sha256") != "UNSIGNED-PAYLOAD" {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func FuzzCanonicalRequest(f *testing.F) {
	f.Add("/v2/a b", "x=1&x=0", "X-Site", "0")
	f.Add("", "%zz&=&a", "x-auth-token", " a  b\t")
	f.Add("/票/../%2F/", "b=2&a=1&a", "Host", "other")
	f.Add("//", "a;b", "", "\xff\n")
	f.Fuzz(func(t *testing.T, path, query, name, value string) {
		req := &http.Request{Method: http.MethodGet, URL: &url.URL{Host: "h", Path: path, RawQuery: query},
			Header: http.Header{name: {value}}}
		text, names := canonicalRequest(req, "sum")
		if !strings.HasSuffix(text, "\n\n"+names+"\nsum") || !strings.Contains(";"+names+";", ";host;") {
			t.Errorf("%q, %q", text, names)
		}
	})
}
