package access

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/rollout"
)

// platformLife is how long the switches and the rollout are kept: Ally is off
// everywhere so much later, and a deployment is not needed. Whatever switches off
// must work within 15 seconds.
const platformLife = 5 * time.Second

// Config holds what is decided for the whole platform.
const Config = "ally_config"

// SwitchesRef is the place of what switches Ally off.
func SwitchesRef(client *firestore.Client) *firestore.DocumentRef {
	return client.Collection(Config).Doc("switches")
}

// RolloutRef is the place of how far Ally is rolled out.
func RolloutRef(client *firestore.Client) *firestore.DocumentRef {
	return client.Collection(Config).Doc("rollout")
}

// Switches is the document `ally_config/switches`.
type Switches struct {
	Off           bool            // for everybody
	Organizations map[string]bool // ids of those that Ally is off for
	People        map[string]bool // ids of those that Ally is off for
}

// platform is what is decided for all.
type platform struct {
	switches Switches
	rollout  rollout.State
}

func (c *Checker) loadPlatform(ctx context.Context, _ struct{}) (platform, error) {
	docs, err := c.client.GetAll(ctx, []*firestore.DocumentRef{SwitchesRef(c.client), RolloutRef(c.client)})
	if err != nil {
		return platform{}, fmt.Errorf("access: platform: %w", err)
	}
	return platform{SwitchesFrom(docs[0]), RolloutFrom(docs[1])}, nil
}

// SwitchesFrom reads the switches. Where something is neither yes nor no, Ally is
// off for whom it is about: for everybody, where it is not clear for whom. Without a
// document nothing is switched off.
func SwitchesFrom(doc *firestore.DocumentSnapshot) Switches {
	if !doc.Exists() {
		return Switches{}
	}
	data := doc.Data()
	s := Switches{Off: switched(data["off"])}
	var clear bool
	if s.Organizations, clear = named(data["organizations"]); !clear {
		s.Off = true
	}
	if s.People, clear = named(data["people"]); !clear {
		s.Off = true
	}
	return s
}

// switched reads a switch: whatever is not clearly no is off.
func switched(value any) bool {
	off, clear := value.(bool)
	return off || !clear
}

// named reads a map of switches; one that is missing is empty.
func named(value any) (off map[string]bool, clear bool) {
	if value == nil {
		return nil, true
	}
	switches, clear := value.(map[string]any)
	off = map[string]bool{}
	for id, s := range switches {
		if switched(s) {
			off[id] = true
		}
	}
	return off, clear
}

// RolloutFrom reads the rollout. One that is missing or unreadable is the first
// stage, which lets nobody in by itself.
func RolloutFrom(doc *firestore.DocumentSnapshot) rollout.State {
	var s rollout.State
	if !doc.Exists() || doc.DataTo(&s) != nil {
		return rollout.State{}.Normal()
	}
	return s.Normal()
}
