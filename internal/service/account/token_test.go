// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/service/account"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// TestNoTokenOfKeys shows the error about a token if the provider signs its requests with an access key.
func TestNoTokenOfKeys(t *testing.T) {
	t.Parallel()
	carrier, err := transport.New(transport.Config{UserAgent: "test", Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	keys := iam.New(iam.Config{
		Method:    iam.MethodKeys,
		AccessKey: iam.Param[iam.Secret]{Value: iam.NewSecret("AK")},
		SecretKey: iam.Param[iam.Secret]{Value: iam.NewSecret("SK")},
	}, carrier.Doer(nil), nil, time.Now)
	api, err := osm.New(osm.Config{Endpoint: "https://osm.invalid", Transport: carrier, Credential: keys})
	if err != nil {
		t.Fatal(err)
	}
	token := account.NewToken().(ephemeral.EphemeralResourceWithConfigure)
	var configured ephemeral.ConfigureResponse
	token.Configure(t.Context(), ephemeral.ConfigureRequest{ProviderData: &framework.Data{Client: api}}, &configured)
	var opened ephemeral.OpenResponse
	token.Open(t.Context(), ephemeral.OpenRequest{}, &opened)
	if configured.Diagnostics.HasError() {
		t.Fatal(configured.Diagnostics)
	}
	if d := opened.Diagnostics; d.ErrorsCount() != 1 || !strings.Contains(d[0].Detail(), "access key") {
		t.Errorf("got %v, want one error about access keys", d)
	}
}
