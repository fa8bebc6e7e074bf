// SPDX-License-Identifier: MPL-2.0

package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
)

func TestEndpoints(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		settings  *Settings
		variables map[string]string
		// want is the login service, the ticket service and the STS service.
		want [3]string
		site string
	}{
		"nothing": {nil, nil, [3]string{"", "https://osm.cn-south-1.myhuaweicloud.com", ""}, "0"},
		"region": {given("region", "cn-north-4"), nil, [3]string{"https://iam.cn-north-4.myhuaweicloud.com/v3",
			"https://osm.cn-south-1.myhuaweicloud.com", "https://sts.cn-north-4.myhuaweicloud.com"}, "0"},
		"region, variable": {nil, map[string]string{"OS_REGION_NAME": "cn-north-4"},
			[3]string{"https://iam.cn-north-4.myhuaweicloud.com/v3",
				"https://osm.cn-south-1.myhuaweicloud.com", "https://sts.cn-north-4.myhuaweicloud.com"}, "0"},
		"Europe by region": {given("region", "eu-west-101"), nil, [3]string{"https://iam.eu-west-101.myhuaweicloud.eu/v3",
			"https://osm.eu-west-101.myhuaweicloud.eu", "https://sts.eu-west-101.myhuaweicloud.eu"}, "nil"},
		"not Europe's": {given("region", "eu-west-0"), nil, [3]string{"https://iam.eu-west-0.myhuaweicloud.com/v3",
			"https://osm.cn-south-1.myhuaweicloud.com", "https://sts.eu-west-0.myhuaweicloud.com"}, "0"},
		"Europe by cloud": {nil, map[string]string{"HW_CLOUD": "myhuaweicloud.eu"},
			[3]string{"", "https://osm.eu-west-101.myhuaweicloud.eu", ""}, "nil"},
		"international": {given("site", "international"), nil, [3]string{"", "https://osm.ap-southeast-3.myhuaweicloud.com", ""},
			"1"},
		"site, variable": {nil, map[string]string{"HW_OSM_SITE": "international"},
			[3]string{"", "https://osm.ap-southeast-3.myhuaweicloud.com", ""},
			"1"},
		"other cloud": {given("region", "r-1", "cloud", "example.com"), nil, [3]string{"https://iam.r-1.example.com/v3",
			"https://osm.cn-south-1.myhuaweicloud.com", "https://sts.r-1.example.com"}, "0"},
		"auth_url": {given("auth_url", "https://iam.example.com"), nil, [3]string{"https://iam.example.com/v3",
			"https://osm.cn-south-1.myhuaweicloud.com", ""}, "0"},
		"auth_url with v3": {given("auth_url", "https://iam.example.com/v3/"), nil, [3]string{"https://iam.example.com/v3",
			"https://osm.cn-south-1.myhuaweicloud.com", ""}, "0"},
		"auth_url bare": {given("auth_url", "iam.example.com:8443/v3"), nil, [3]string{"https://iam.example.com:8443/v3",
			"https://osm.cn-south-1.myhuaweicloud.com", ""}, "0"},
		"auth_url, path": {given("auth_url", "https://gate.example.com/iam/v3"), nil, [3]string{"https://gate.example.com/iam/v3",
			"https://osm.cn-south-1.myhuaweicloud.com", ""}, "0"},
		"all endpoints": {given("endpoints.osm", "osm.example.com", "endpoints.iam", "iam.example.com/", "endpoints.sts",
			"sts.example.com"), nil,
			[3]string{"https://iam.example.com/v3", "https://osm.example.com", "https://sts.example.com"}, "0"},
		"endpoint, env": {nil, map[string]string{"HW_OSM_ENDPOINT": "osm.myhuaweicloud.com"}, [3]string{"",
			"https://osm.myhuaweicloud.com", ""}, "0"},
		"plain on loopback": {given("endpoints.osm", "http://127.0.0.1:1", "endpoints.iam", "http://localhost:2", "endpoints.sts",
			"http://[::1]:3"), nil,
			[3]string{"http://localhost:2/v3", "http://127.0.0.1:1", "http://[::1]:3"}, "0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := resolve(c.settings, c.variables)
			if err != nil {
				t.Fatal(err)
			}
			site := "nil"
			if r.Site != nil {
				site = fmt.Sprint(*r.Site)
			}
			if got := [3]string{r.Login.AuthURL.Value, r.OSM, r.Login.STS.Value}; got != c.want || site != c.site ||
				len(r.Warnings) > 0 {
				t.Errorf("got %q, site %s, %q", got, site, r.Warnings)
			}
		})
	}
}

// TestSettingsThatCantBeUsed shows that an error names the setting and its source.
func TestSettingsThatCantBeUsed(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]struct {
		settings  *Settings
		variables map[string]string
	}{
		`region (from the provider block) is "cn north"`: {given("region", "cn north"), nil},
		`region (from HW_REGION_NAME) is "cn..north"`:    {nil, map[string]string{"HW_REGION_NAME": "cn..north"}},
		`cloud (from HW_CLOUD) is "https://myhuaweicloud.com"`: {nil,
			map[string]string{"HW_CLOUD": "https://myhuaweicloud.com"}},
		`site (from HW_OSM_SITE) is "mars"`: {nil,
			map[string]string{"HW_OSM_SITE": "mars"}},
		`endpoints.osm (from the provider block) can't be used: "https://https://x" must`: {given("endpoints.osm",
			"https://https://x"), nil},
		`auth_url (from OS_AUTH_URL) can't be used: "ftp://x" must have the scheme http or https`: {nil,
			map[string]string{"OS_AUTH_URL": "ftp://x"}},
		`endpoints.osm (from HW_OSM_ENDPOINT) can't be used: the host of "https://a..b"`: {nil,
			map[string]string{"HW_OSM_ENDPOINT": "a..b"}},
		`endpoints.sts (from the provider block) can't be used: the host of "https:///v5"`: {given("endpoints.sts",
			"https:///v5"),
			nil},
		`endpoints.iam (from the provider block) can't be used: it must have only a host and a path`: {given("endpoints.iam",
			"https://u:hunter22@x"), nil},
		`auth_url (from the provider block) can't be used: it is not a valid URL`: {given("auth_url", "https://a b:%zz"),
			nil},
		`insecure (from OS_INSECURE) is "maybe". Set it to true or false`: {nil,
			map[string]string{"OS_INSECURE": "maybe"}},
		`use_ecs_metadata (from HW_USE_ECS_METADATA) is "2"`: {nil,
			map[string]string{"HW_USE_ECS_METADATA": "2"}},
		`max_retries (from HW_MAX_RETRIES) is "-1". Set it to 0 or a positive whole number`: {nil,
			map[string]string{"HW_MAX_RETRIES": "-1"}},
		`max_retries (from HW_MAX_RETRIES) is "many"`: {nil,
			map[string]string{"HW_MAX_RETRIES": "many"}},
		`request_timeout (from HW_OSM_REQUEST_TIMEOUT) is "60"`: {nil,
			map[string]string{"HW_OSM_REQUEST_TIMEOUT": "60"}},
		`duration of assume_role (from HW_ASSUME_ROLE_DURATION) is "60"`: {nil,
			map[string]string{"HW_AUTH_TOKEN": "t", "HW_ASSUME_ROLE_AGENCY_NAME": "a",
				"HW_ASSUME_ROLE_DOMAIN_NAME": "d", "HW_ASSUME_ROLE_DURATION": "60"}},
		`duration of assume_role (from the provider block) is "90000"`: {given("token", "t", "assume_role.0.agency_name", "a",
			"assume_role.0.domain_id", "d", "assume_role.0.duration", "90000"), nil},
		`cert is set by OS_CERT. Set key (OS_KEY) too`:             {nil, map[string]string{"OS_CERT": "x.pem"}},
		`key is set by the provider block. Set cert (OS_CERT) too`: {given("key", "x.pem"), nil},
		`/no/such/file (shared_config_file, from the provider block) does not exist`: {given("shared_config_file",
			"/no/such/file"),
			nil},
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			_, err := resolve(c.settings, c.variables)
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(strings.ReplaceAll(e.Problem, "`", ""), want) {
				t.Fatalf("got %v", err)
			}
			if (c.variables == nil) != (e.Attribute != "") {
				t.Errorf("the error is at attribute %q", e.Attribute)
			}
			if strings.Contains(err.Error(), "hunter22") {
				t.Error("the address's password is shown")
			}
		})
	}
}

func TestSettingsOfTheEnvironment(t *testing.T) {
	t.Parallel()
	r, err := resolve(nil, map[string]string{
		"HW_INSECURE": "TRUE", "HW_MAX_RETRIES": " 7 ", "HW_OSM_REQUEST_TIMEOUT": "90s",
		"HW_OSM_LANGUAGE": "zh-cn", "HW_OSM_TIME_ZONE": "GMT+1",
		"HW_CACERT":   "ca.pem",
		"OS_AUTH_URL": "http://keystone.example.com:5000/v3", "HW_REGION_NAME": "", "OS_REGION_NAME": "cn-north-4",
	})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Settings
	if !s.Insecure.Value || s.MaxRetries.Value != 7 || s.RequestTimeout.Value != 90*time.Second || s.Language.Value != "zh-cn" ||
		s.TimeZone.Value != "GMT+1" || s.CACertFile.Value != "ca.pem" || r.Login.ProjectName.Value != "cn-north-4" {
		t.Errorf("%+v", r)
	}
	for _, want := range []string{"plain HTTP for keystone.example.com", "taken from OS_AUTH_URL"} {
		if !strings.Contains(strings.Join(r.Warnings, "\n"), want) {
			t.Errorf("%q is not in the warnings %q", want, r.Warnings)
		}
	}
}

func TestSharedConfigFile(t *testing.T) {
	t.Parallel()
	content := `{"current":"plain","profiles":[
		{"name":"plain","mode":"AKSK","accessKeyId":"AK","secretAccessKey":"SK","region":"cn-north-4",
			"projectId":"p1","domainId":"d1"},
		{"name":"sso","mode":"SSO","accessKeyId":"WRONG",
			"ssoAuth":{"stsToken":{"accessKeyId":"STSAK","secretAccessKey":"STSSK","securityToken":"STSTOKEN"}}},
		{"name":"encrypted","accessKeyId":"WmF2M0tYb2Z3PT0=","secretAccessKey":"c2VjcmV0"},
		{"name":"long","accessKeyId":"` + strings.Repeat("A", 96) + `","secretAccessKey":"SK"}]}`
	for name, c := range map[string]struct{ content, profile, want string }{
		"current":   {content, "", "keys AK SK  https://iam.cn-north-4.myhuaweicloud.com/v3 p1 d1"},
		"by name":   {content, "plain", "keys AK SK  https://iam.cn-north-4.myhuaweicloud.com/v3 p1 d1"},
		"SSO":       {content, "sso", "keys STSAK STSSK STSTOKEN   "},
		"encrypted": {content, "encrypted", "hcloud configure set --cli-auth-encrypt=false"},
		"long":      {content, "long", "hcloud configure set --cli-auth-encrypt=false"},
		"no profile": {content, "nobody", "has no profile \"nobody\" (`profile`, from the provider block). " +
			"Set `profile` to one of: \"plain\", \"sso\""},
		"no current": {`{"profiles":[]}`, "", "has no current profile"},
		"no JSON":    {"[basic]\nak=1", "", "is not the JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings := given("shared_config_file", write(t, "config.json", c.content), "profile", c.profile)
			r, err := resolve(settings, nil)
			if err != nil {
				if !strings.Contains(err.Error(), c.want) {
					t.Error(err)
				}
				return
			}
			login := r.Login
			got := strings.Join([]string{login.Method, login.AccessKey.Value.Reveal(), login.SecretKey.Value.Reveal(),
				login.SecurityToken.Value.Reveal(), login.AuthURL.Value, login.ProjectID.Value, login.DomainID.Value}, " ")
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestSecretsAreNotPrinted prints what holds every secret in every way.
func TestSecretsAreNotPrinted(t *testing.T) {
	t.Parallel()
	settings := given("access_key", "MARKER-access_key", "secret_key", "MARKER-secret_key",
		"security_token", "MARKER-security_token", "key", "MARKER-key", "cert", "cert.pem")
	r, err := resolve(settings, map[string]string{
		"HW_AUTH_TOKEN": "MARKER-token", "HW_USER_PASSWORD": "MARKER-password", "HW_ASSUME_ROLE_ID_TOKEN": "MARKER-jwt",
	})
	if err != nil {
		t.Fatal(err)
	}
	secret := func(text string) iam.Param[iam.Secret] { return iam.Param[iam.Secret]{Value: iam.NewSecret(text)} }
	r.Login.Password, r.Login.Passcode, r.Login.Token, r.Login.IDToken = secret("MARKER-password"), secret("MARKER-passcode"),
		secret("MARKER-token"), secret("MARKER-jwt")
	login := iam.New(r.Login, nil, nil, nil)
	encoded, err := json.Marshal(map[string]any{"settings": settings, "resolved": r})
	if err != nil {
		t.Fatal(err)
	}
	printed := []string{string(encoded)}
	for _, v := range []any{settings, *settings, *r, r, login, *r.Site, r.Settings.Key, &r.Settings.Key.Value, *r.Settings} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			printed = append(printed, fmt.Sprintf(verb, v))
		}
	}
	for _, text := range printed {
		if strings.Contains(text, "MARKER") || strings.Contains(text, fmt.Sprintf("%x", "MARKER")) {
			t.Errorf("a secret is printed: %s", text)
		}
	}
	if !strings.Contains(strings.Join(printed, ""), "(hidden)") {
		t.Error("nothing was printed")
	}
}

// given returns the settings of a provider block by names and texts in turn.
func given(pairs ...string) *Settings {
	s := &Settings{}
	for i := 0; i < len(pairs); i += 2 {
		s.set(pairs[i], pairs[i+1])
	}
	return s
}

func (s *Settings) set(name, text string) { s.find(name).parse(text, block) }

// forget leaves a setting unknown until apply.
func (s *Settings) forget(name string) {
	switch v := s.find(name).(type) {
	case *Value[string]:
		v.Unknown = true
	case *Value[iam.Secret]:
		v.Unknown = true
	case *Value[bool]:
		v.Unknown = true
	}
}

func (s *Settings) find(name string) value {
	if strings.HasPrefix(name, "assume_role.") && s.AssumeRole == nil {
		s.AssumeRole = make([]Role, 1)
	}
	for _, f := range s.allFields() {
		if f.name == name {
			return f.value
		}
	}
	panic("there is no setting " + name)
}

func resolve(settings *Settings, variables map[string]string) (*Config, error) {
	if settings == nil {
		settings = &Settings{}
	}
	return Resolve(settings, func(name string) (string, bool) {
		v, ok := variables[name]
		return v, ok
	})
}

// write creates a file in the test's folder and returns its path.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
