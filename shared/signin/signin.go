// Package signin signs a person's browser in to Firebase, so that it can listen
// to Firestore under the security rules. The session's cookie does not reach the
// rules: they know a person only by a custom token's claims.
package signin

import (
	"context"
	"time"

	"getaifactory.com/ally/shared/access"
)

// Life is how long the rules admit somebody by one token: whoever loses access
// to Ally is out after that time, however long the browser stays signed in.
const Life = 15 * time.Minute

// Signer signs custom tokens.
type Signer interface {
	// Sign gives a token with which a browser signs in as the person.
	Sign(ctx context.Context, userID string, claims map[string]any) (string, error)
}

// Claims are what the rules know of a person, beside their id: `ally` says that
// Ally was on for them, `allyUntil`, in seconds since 1970, until when that
// counts. `organizationId` is "" for a person without one.
func Claims(who access.Person, now time.Time) map[string]any {
	return map[string]any{
		"ally": true, "allyUntil": now.Add(Life).Unix(), "organizationId": who.Organization.ID, "domain": who.Domain,
	}
}
