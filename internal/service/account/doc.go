// SPDX-License-Identifier: MPL-2.0

// Package account holds the look-ups of what the account has and may: quotas, privileges, users, agencies, contacts. A new one is a file like
// the ones here.
package account

// maxID is the longest id or name in characters that the API reference documents.
const maxID = 64
