package fact

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Kind says what a mark is of.
type Kind string

// The kinds of marks, of both systems.
const (
	Opened  Kind = "opened"  // a conversation was created
	Message Kind = "message" // the person wrote
	Answer  Kind = "answer"  // an answer to the person ended
	Action  Kind = "action"  // an app's action of the person ended
	Rated   Kind = "rated"   // the person rated an answer
	Timing  Kind = "timing"  // the person's browser measured something
)

// Mark is one thing that happened, without what it was about. It follows from one
// event alone, whenever that comes.
type Mark struct {
	Kind Kind      `firestore:"k"`
	At   time.Time `firestore:"at"`
	// Version grows with each later state of the same thing: of two marks of one id
	// the higher one counts, whichever came first.
	Version int64 `firestore:"v,omitempty"`
	// Of names what it is of: a message's and an answer's conversation, the app of an
	// action, what a timing measured.
	Of string `firestore:"of,omitempty"`
	// MS is how long it took, in milliseconds; 0 where that is not known.
	MS int64 `firestore:"ms,omitempty"`
	// OK says that an answer or action was completed, and Again that it was
	// made or asked for anew.
	OK    bool `firestore:"ok,omitempty"`
	Again bool `firestore:"again,omitempty"`
	// Failed says that it ended in an error: what is neither OK nor Failed was stopped.
	Failed bool `firestore:"failed,omitempty"`
	Stars  int  `firestore:"stars,omitempty"` // 1 to 5
	// Agents are the ids of those that took part, and Features what was used besides.
	Agents   []string `firestore:"agents,omitempty"`
	Features []string `firestore:"features,omitempty"`
	// Gone says that it was taken back: it counts for nothing.
	Gone bool `firestore:"gone,omitempty"`
}

// Marks are what happened to one person on one day, by the id of the message,
// action, conversation or rating.
type Marks map[string]Mark

// mostMarks bounds a day: the earliest count. With it a document stays below some
// 300 KB.
const mostMarks = 1500

// Joined gives both. It does not matter what is joined first, in which groups, or how
// often: it is the join of a semilattice, by id the later version of each, and of
// all the earliest mostMarks.
func (m Marks) Joined(other Marks) Marks {
	all := maps.Clone(m)
	if all == nil {
		all = Marks{}
	}
	for id, mark := range other {
		mark = mark.normal()
		if known, ok := all[id]; !ok || later(mark, known) {
			all[id] = mark
		}
	}
	if len(all) <= mostMarks {
		return all
	}
	ids := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(all[a].At.Compare(all[b].At), cmp.Compare(a, b))
	})
	for _, id := range ids[mostMarks:] {
		delete(all, id)
	}
	return all
}

// later says whether a counts instead of b. Two marks of one version are equal
// unless somebody wrote past Ally; then too the same one always counts.
func later(a, b Mark) bool {
	return cmp.Or(cmp.Compare(a.Version, b.Version), cmp.Compare(fmt.Sprint(a), fmt.Sprint(b))) > 0
}

// normal is the mark as it comes back from Firestore.
func (m Mark) normal() Mark {
	m.At = m.At.UTC().Truncate(time.Microsecond)
	m.Agents, m.Features = set(m.Agents), set(m.Features)
	return m
}

// set gives texts once and in order; nil for none.
func set(texts []string) []string {
	if len(texts) == 0 {
		return nil
	}
	return slices.Compact(slices.Sorted(slices.Values(texts)))
}
