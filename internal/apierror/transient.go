// SPDX-License-Identifier: MPL-2.0

package apierror

import "strings"

// transient are the service's codes for a fault of its own, which another try may not meet (API reference, "Error Codes": internal error, operation
// failed). The reference does not say whether they also tell of a request that can't succeed, so that they count for reading calls alone.
var transient = map[string]bool{"OSM.0004": true, "OSM.01010014": true, "OSM.01010017": true}

// transientGateway are the same of the gateway, which writes APIGW.0601 or APIG.0601: throttled, its own faults, the service behind it is not available.
var transientGateway = map[string]bool{"0308": true, "0601": true, "0605": true, "0606": true, "0608": true, "0609": true, "0610": true, "0613": true}

// IsTransient tells whether the body of an answer, under whatever status, holds a code that says: not now. Such an answer to a reading call is worth
// another try.
func IsTransient(body []byte) bool {
	code, _ := read(body)
	prefix, number, _ := strings.Cut(code, ".")
	return transient[code] || (prefix == "APIGW" || prefix == "APIG") && transientGateway[number]
}
