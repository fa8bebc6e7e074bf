// SPDX-License-Identifier: MPL-2.0

// Package osmapi holds the OpenAPI document of the service ticket API (openapi.yaml) and the types and client that
// oapi-codegen makes of the operations in use. Optional fields are pointers, so that null, absent and zero stay three
// things; unknown fields of an answer are ignored; times stay the strings that the service sent.
package osmapi

import _ "embed"

//go:generate go tool -modfile=../../.ci/tools.mod oapi-codegen -config config.yaml openapi.yaml

// Document is the OpenAPI document of the remote API, against which the acceptance tests hold every request and answer.
//
//go:embed openapi.yaml
var Document []byte
