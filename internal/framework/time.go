// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// IsTime is a validator for a time in the one format that the API accepts (API reference: ListCases, ListHasVerifiedContacts).
var IsTime = PublicRule("must be a time as yyyy-MM-dd HH:mm:ss, such as 2019-05-22 03:30:52", isTime)

// TimeFormat describes in schema descriptions what IsTime accepts.
const TimeFormat = " As `yyyy-MM-dd HH:mm:ss`, for example `2019-05-22 03:30:52`; " +
	"`formatdate(\"YYYY-MM-DD hh:mm:ss\", …)` converts a timestamp."

// isTime reports whether a text has exactly the format: Parse alone also accepts fractions and hours of one digit.
func isTime(text string) bool {
	at, err := time.Parse(time.DateTime, text)
	return err == nil && at.Format(time.DateTime) == text
}

// NotBefore returns a validator for a time that must not be earlier than that of another argument.
func NotBefore(start string) validator.String {
	return notBefore{description(fmt.Sprintf("must not be earlier than %#q", start)), start}
}

type notBefore struct {
	description
	start string
}

func (n notBefore) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	var start types.String
	if Failed(&resp.Diagnostics, req.Config.GetAttribute(ctx, path.Root(n.start), &start)) {
		return
	}
	from, to := start.ValueString(), req.ConfigValue.ValueString()
	if isTime(from) && isTime(to) && to < from {
		invalid(&resp.Diagnostics, req.Path, "%s: %q is before %q", n.description, to, from)
	}
}
