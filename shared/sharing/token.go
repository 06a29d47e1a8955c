package sharing

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// tokenBytes are 256 bits: nobody guesses one.
const tokenBytes = 32

// newToken gives a token for a link, and the hash under which alone it is stored.
func newToken() (token, hash string) {
	raw := make([]byte, tokenBytes)
	rand.Read(raw) //nolint:errcheck // it never fails
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, hashOf(token)
}

// hashOf needs no salt: what is hashed is as random as the hash.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// wellFormed says whether a text may be a token at all, before it is looked for.
func wellFormed(token string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	return err == nil && len(raw) == tokenBytes
}
