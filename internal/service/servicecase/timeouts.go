// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

// timeoutsArgument is the argument timeouts. What it says of the operations is in opts.
func timeoutsArgument(ctx context.Context, opts timeouts.Opts) schema.Attribute {
	attribute := timeouts.Attributes(ctx, opts)
	if nested, ok := attribute.(schema.SingleNestedAttribute); ok {
		for name, a := range nested.Attributes {
			if duration, ok := a.(schema.StringAttribute); ok {
				duration.Validators = append(duration.Validators, positiveDuration)
				nested.Attributes[name] = duration
			}
		}
		nested.MarkdownDescription = "How long operations may take, as durations such as `30s` or `2h45m`."
		return nested
	}
	return attribute
}

// positiveDuration leaves a text that is not a duration to the validator of the time-outs.
var positiveDuration = framework.Rule("must be greater than 0", func(text string) bool {
	d, err := time.ParseDuration(text)
	return err != nil || d > 0
})

// timeoutText describes the time of one operation.
func timeoutText(what string, unset time.Duration) string {
	return fmt.Sprintf("%s; %.0f minutes unless set.", what, unset.Minutes())
}
