// SPDX-License-Identifier: MPL-2.0

package oracle_test

import (
	"net/http"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/global"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/config"
	osm "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/osm/v2"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// start starts a simulator and returns its base URL.
func start(t *testing.T, options simulator.Options) (*simulator.Simulator, string) {
	t.Helper()
	sim := simulator.New(options)
	server, err := sim.Listen("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return sim, server.URL
}

// vendor returns the vendor's client with the simulator's keys. A nil transport means the SDK's own.
func vendor(t *testing.T, url, secretKey string, transport http.RoundTripper) *osm.OsmClient {
	t.Helper()
	credential, err := global.NewCredentialsBuilder().
		WithAk(simulator.DefaultAccessKey).WithSk(secretKey).WithDomainId(simulator.DefaultDomainID).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	settings := config.DefaultHttpConfig()
	settings.RoundTripper = transport
	client, err := osm.OsmClientBuilder().WithEndpoint(url).WithCredential(credential).WithHttpConfig(settings).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	return osm.NewOsmClient(client)
}

// must returns the response of a call. It ends the test on an error.
func must[T any](resp T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return resp
	}
}

func ptr[T any](value T) *T { return &value }

// value dereferences a pointer in a response; nil is the zero value.
func value[T any](pointer *T) T {
	if pointer == nil {
		var none T
		return none
	}
	return *pointer
}
