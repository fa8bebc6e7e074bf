// SPDX-License-Identifier: MPL-2.0

package account

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

func TestIdentityFromAPI(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   iam.Identity
		want identityModel
	}{
		"unknown values": {iam.Identity{}, identityModel{Roles: []types.String{}}},
		"all values": {
			iam.Identity{
				UserID:      "u1",
				UserName:    "alice",
				DomainID:    "d1",
				DomainName:  "acme",
				ProjectID:   "p1",
				ProjectName: "eu-west-101",
				Method:      "password",
				Level:       "block",
				Roles:       []string{"first", "second"},
				Expires:     time.Date(2030, 1, 2, 4, 5, 6, 7, time.FixedZone("", 3600)),
			},
			identityModel{
				UserID:      types.StringValue("u1"),
				UserName:    types.StringValue("alice"),
				DomainID:    types.StringValue("d1"),
				DomainName:  types.StringValue("acme"),
				ProjectID:   types.StringValue("p1"),
				ProjectName: types.StringValue("eu-west-101"),
				Method:      types.StringValue("password"),
				Level:       types.StringValue("block"),
				Roles:       []types.String{types.StringValue("first"), types.StringValue("second")},
				ExpiresAt:   types.StringValue("2030-01-02T03:05:06Z"),
			},
		},
	} {
		if diff := cmp.Diff(c.want, identityFromAPI(&c.in)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestVerifiedContactsFilter(t *testing.T) {
	t.Parallel()
	email := int32(1)
	for name, c := range map[string]struct {
		in   verifiedContactsModel
		want osm.ContactFilter
	}{
		"no arguments": {},
		"all arguments": {
			verifiedContactsModel{
				ContactWay:    types.Int64Value(1),
				CustomerID:    types.StringValue("c1"),
				SubCustomerID: types.StringValue("s1"),
				ExpiredTime:   types.StringValue("2030-01-01"),
				VerifiedID:    types.StringValue("v1"),
				ContactValue:  types.StringValue("a@example.com"),
				AreaCode:      types.StringValue("86"),
			},
			osm.ContactFilter{
				ContactWay:    &email,
				CustomerID:    "c1",
				SubCustomerID: "s1",
				ExpiredTime:   "2030-01-01",
				VerifiedID:    "v1",
				ContactValue:  "a@example.com",
				AreaCode:      "86",
			},
		},
	} {
		if diff := cmp.Diff(c.want, c.in.filter()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
