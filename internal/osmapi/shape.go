// SPDX-License-Identifier: MPL-2.0

package osmapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Integer is a whole number in a response. The reference declares some of them as strings and shows them as numbers
// (limits and counts among them), so both are read, and so are numbers that are written with an empty fraction.
type Integer int64

// UnmarshalJSON reads 3, "3", 3.0 and "" (0). Anything else is an error that quotes the value, truncated to 40 characters.
func (n *Integer) UnmarshalJSON(data []byte) error {
	text := string(bytes.TrimSpace(data))
	if text == "null" {
		return nil
	}
	if strings.HasPrefix(text, `"`) {
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return fmt.Errorf("read a number: %w", err)
		}
		if text = strings.TrimSpace(s); text == "" {
			*n = 0
			return nil
		}
	}
	if whole, fraction, found := strings.Cut(text, "."); found && strings.Trim(fraction, "0") == "" {
		text = whole
	}
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		if len(text) > 40 {
			text = text[:40]
		}
		return fmt.Errorf("read a number: %q is not one", text)
	}
	*n = Integer(v)
	return nil
}

// Code is an error code. The reference declares it as a string and shows the number 0 in a successful response, so both
// are read. Which codes mean success is not decided here.
type Code string

// UnmarshalJSON reads "OSM.0001", 0 and null ("").
func (c *Code) UnmarshalJSON(data []byte) error {
	text := string(bytes.TrimSpace(data))
	if strings.HasPrefix(text, `"`) {
		if err := json.Unmarshal(data, (*string)(c)); err != nil {
			return fmt.Errorf("read an error code: %w", err)
		}
		return nil
	}
	var number *json.Number
	if err := json.Unmarshal(data, &number); err != nil {
		return fmt.Errorf("read an error code: %w", err)
	}
	*c = ""
	if number != nil {
		*c = Code(*number)
	}
	return nil
}

// CcEmailInfos is the field cc_email_info of ListCaseCcEmails, an object in the reference's table and an array in its
// sample: both are read into a list.
type CcEmailInfos []IncidentOrderCcEmailInfoV2

// UnmarshalJSON reads an object, an array or null.
func (c *CcEmailInfos) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		var list []IncidentOrderCcEmailInfoV2
		if err := json.Unmarshal(data, &list); err != nil {
			return fmt.Errorf("read cc_email_info: %w", err)
		}
		*c = list
		return nil
	}
	var one *IncidentOrderCcEmailInfoV2
	if err := json.Unmarshal(data, &one); err != nil {
		return fmt.Errorf("read cc_email_info: %w", err)
	}
	*c = nil
	if one != nil {
		*c = CcEmailInfos{*one}
	}
	return nil
}
