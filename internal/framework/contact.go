// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var (
	isPhone      = Matches(`^\d([ -]?\d){2,}$`)
	isMail       = Matches(`^[^\s\pZ\pC@,;]+@[^\s\pZ\pC@,;]+\.[^\s\pZ\pC@,;]+$`)
	isAreaCode   = Matches(`^\d{1,4}$`)
	isVerifyCode = Matches(`^[0-9A-Za-z]{6}$`)
)

// The API reference states the lengths of contacts only; an area code has up to four digits, a verification code six characters.

// IsPhone returns a validator for a phone number.
func IsPhone() validator.String {
	return Rule("must be a phone number without the country code: digits, optionally separated by single spaces or hyphens",
		isPhone)
}

// IsMail returns a validator for an email address.
func IsMail() validator.String {
	return Rule("must be one email address such as name@example.com", isMail)
}

// IsAreaCode returns a validator for a country calling code.
func IsAreaCode() validator.String {
	return PublicRule("must have 1 to 4 digits without a plus sign, for example 86", isAreaCode)
}

// IsVerifyCode returns a validator for a verification code.
func IsVerifyCode() validator.String {
	return Rule("must have exactly six letters or digits", isVerifyCode)
}
