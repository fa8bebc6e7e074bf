// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"fmt"
	"time"
)

// Methods of login.
const (
	MethodKeys     = "keys"
	MethodToken    = "token"
	MethodPassword = "password"
	MethodOIDC     = "oidc"
	MethodMetadata = "metadata"
)

// Levels that a login may come from, highest first.
const (
	LevelBlock    = "block"
	LevelEnv      = "environment"
	LevelFile     = "shared config file"
	LevelMetadata = "metadata"
)

// Config configures a login. A method uses only its own parameters.
type Config struct {
	Method string
	Level  string // where the login was found
	// AuthURL, ending in /v3, is the login service, STS the one for agencies with an account ID. "" is an unknown address.
	AuthURL, STS Param[string]

	UserName, UserID, DomainName, DomainID, ProjectName, ProjectID          Param[string]
	Password, Passcode, Token, AccessKey, SecretKey, SecurityToken, IDToken Param[Secret]
	// IDTokenFile replaces IDToken. It is read at each login: CI systems write new tokens into it.
	IDPID, IDTokenFile Param[string]
	UseMetadata        Param[bool]
	CACert             Param[string] // the authorities to trust, for messages
	NearestRegion      string        // the most likely correction of a mistyped region, for messages
	MetadataURL        string        // replaces the address of the metadata service
	Roles              []Role        // the agencies to assume after the login, one after the other
	ServiceSource      string        // the settings that the address of the service to call comes from, for messages
	Problem            error         // the reason why there is no usable login, reported at the first call
}

// Param is a parameter of a login and where it was set, such as HW_USER_NAME.
type Param[T any] struct {
	Value  T
	Source string // "" if the parameter is not set
}

// IsSet reports whether the parameter has a value.
func (p Param[T]) IsSet() bool { return p.Source != "" }

// named returns an argument with its source, for messages.
func (p Param[T]) named(argument string) string {
	if !p.IsSet() {
		return fmt.Sprintf("%#q (not set)", argument)
	}
	return fmt.Sprintf("%#q (from %s)", argument, p.Source)
}

// cited returns a value with its source, for messages.
func cited(p Param[string]) string { return fmt.Sprintf("%q (from %s)", p.Value, p.Source) }

// DefaultDuration is the default lifetime of temporary keys, shorter than in the vendor's clients, since keys are renewed here.
const DefaultDuration = time.Hour

// Role is an agency to assume: calls are then made for the account that delegates.
type Role struct {
	Agency               string
	DomainName, DomainID string        // one of both identifies the account that delegates
	Duration             time.Duration // the requested lifetime of the temporary keys
	Source               string        // where the agency was set, for messages
}

func (r Role) String() string {
	if r.DomainID != "" {
		return fmt.Sprintf("agency %q of the account with ID %q", r.Agency, r.DomainID)
	}
	return fmt.Sprintf("agency %q of account %q", r.Agency, r.DomainName)
}

// Secret is a credential. Every verb and encoding prints a placeholder. The value is behind a pointer, since a Secret in an
// unexported field is printed without its methods.
type Secret struct{ value *string }

const hidden = "(hidden)"

// NewSecret returns the Secret of a value; the zero Secret is that of "".
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{&value}
}

// Reveal returns the value.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero reports whether the value is empty.
func (s Secret) IsZero() bool { return s.value == nil }

// Format hides the value under every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// MarshalText hides the value in JSON and other encodings.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// UnmarshalText reads a value from a response.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}
