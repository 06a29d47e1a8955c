package access

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
)

// switchesLife is how long the switches are kept: Ally is off everywhere so much
// later, and a deployment is not needed. Whatever switches off must work within
// 15 seconds.
const switchesLife = 5 * time.Second

// switches is the place of what switches Ally off for everybody.
func switches(client *firestore.Client) *firestore.DocumentRef {
	return client.Collection("ally_config").Doc("switches")
}

// loadSwitches says whether Ally is switched off for everybody: the document's
// field `off` is true, or nothing that is clearly no. Without a document it is not.
func (c *Checker) loadSwitches(ctx context.Context, _ struct{}) (off bool, err error) {
	docs, err := c.client.GetAll(ctx, []*firestore.DocumentRef{switches(c.client)})
	if err != nil {
		return true, fmt.Errorf("access: switches: %w", err)
	}
	if !docs[0].Exists() {
		return false, nil
	}
	off, clear := docs[0].Data()["off"].(bool)
	return off || !clear, nil
}
