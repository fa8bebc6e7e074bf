// SPDX-License-Identifier: MPL-2.0

// Package osmapi holds the OpenAPI document of the operations in use (openapi.yaml) and what oapi-codegen generates from it:
// types and one request builder per operation. It sends nothing and decodes nothing. Optional fields are pointers, so that
// null, absent and zero stay three things; unknown fields of a response are ignored; times stay the strings that the service
// sent.
package osmapi

import _ "embed"

//go:generate go tool -modfile=../../.ci/tools.mod oapi-codegen -config config.yaml openapi.yaml

// Document is the OpenAPI document, against which the acceptance tests check every request and response.
//
//go:embed openapi.yaml
var Document []byte
