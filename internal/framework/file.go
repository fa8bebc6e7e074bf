// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// DigestModel identifies the bytes of a file.
type DigestModel struct {
	SHA256 types.String `tfsdk:"sha256"`
	Size   types.Int64  `tfsdk:"size"`
}

// Digest returns the hash and the size of a file.
func Digest(data []byte) DigestModel {
	sum := sha256.Sum256(data)
	return DigestModel{
		SHA256: types.StringValue(hex.EncodeToString(sum[:])),
		Size:   types.Int64Value(int64(len(data))),
	}
}

// Base64 returns bytes as standard Base64.
func Base64(data []byte) types.String {
	return types.StringValue(base64.StdEncoding.EncodeToString(data))
}
