package desk

import (
	"context"
	"maps"
	"slices"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/store"
)

// Switch says what is to be switched; nil and ids that are not named stay. True is
// off.
type Switch struct {
	Off           *bool
	Organizations map[string]bool
	People        map[string]bool
}

// Switch switches Ally off or on, for everybody, organizations or people. It names
// no revision: who switches off must not be told to look again first, and what is
// switched twice is as it was.
func (d *Desk) Switch(ctx context.Context, by Author, s Switch) (access.Switches, error) {
	before, err := d.State(ctx)
	if err != nil {
		return access.Switches{}, err
	}
	after := access.Switches{
		Off:           before.Switches.Off,
		Organizations: put(before.Switches.Organizations, s.Organizations),
		People:        put(before.Switches.People, s.People),
	}
	fields := map[string]any{"organizations": values(s.Organizations), "people": values(s.People)}
	if s.Off != nil {
		after.Off, fields["off"] = *s.Off, *s.Off
	} else if before.readAt[1].IsZero() {
		fields["off"] = false
	}
	ref := access.SwitchesRef(d.Client)
	err = d.commit(ctx, by, "switches.changed", pathOf(ref), switched(before.Switches), switched(after), store.Merge(ref, fields))
	return after, err
}

// values has each switch as it is stored: one that is on is no longer named.
func values(switches map[string]bool) map[string]any {
	v := map[string]any{}
	for id, off := range switches {
		v[id] = any(true)
		if !off {
			v[id] = firestore.Delete
		}
	}
	return v
}

func put(off, changes map[string]bool) map[string]bool {
	after := map[string]bool{}
	maps.Copy(after, off)
	for id, is := range changes {
		if delete(after, id); is {
			after[id] = true
		}
	}
	return after
}

func switched(s access.Switches) map[string]any {
	return map[string]any{
		"off": s.Off, "organizations": slices.Sorted(maps.Keys(s.Organizations)), "people": slices.Sorted(maps.Keys(s.People)),
	}
}
