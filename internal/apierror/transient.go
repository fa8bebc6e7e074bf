// SPDX-License-Identifier: MPL-2.0

package apierror

import "strings"

// transientCodes are the service's codes for a failure of its own, which a retry may not meet (API reference, "Error Codes": internal error,
// operation failed). A write that ends with one may have been carried out.
var transientCodes = map[string]bool{"OSM.0004": true, "OSM.01010014": true, "OSM.01010017": true}

// transientGatewayCodes are the same for the gateway, which writes APIGW.0601 or APIG.0601: throttled, internal error, back end unavailable,
// back end timed out.
var transientGatewayCodes = map[string]bool{
	"0308": true, "0601": true, "0605": true, "0606": true, "0608": true, "0609": true, "0610": true, "0613": true,
}

// IsTransient reports whether a response body, under whatever status, holds a code that may not come again: a read is then worth a retry.
func IsTransient(body []byte) bool {
	code, _ := read(body)
	return isTransientCode(code)
}

func isTransientCode(code string) bool {
	prefix, number, _ := strings.Cut(code, ".")
	return transientCodes[code] || (prefix == "APIGW" || prefix == "APIG") && transientGatewayCodes[number]
}

// isSuccessCode reports whether an error code means success: none, 0, or one whose digits are all zero, such as OSM.00000000. The vendor's only
// sample of a success envelope has the number 0.
func isSuccessCode(code string) bool {
	return code == "" || strings.ContainsRune(code, '0') && !strings.ContainsAny(code, "123456789")
}
