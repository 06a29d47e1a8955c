package searchbench

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"getaifactory.com/ally/internal/searchset"
	"getaifactory.com/ally/shared/search"
)

// SpeedOptions say how much there is.
type SpeedOptions struct {
	Conversations int // of the person who searches
	Others        int // documents of other people, at least
	Queries       int
	Seed          uint64
	Progress      io.Writer
}

// Speed is what searches took.
type Speed struct {
	SpeedOptions
	Answers []Answer
}

// MeasureSpeed asks the set's queries of a person with many conversations among
// many more of others. Interrupted, it gives what was measured until then.
func MeasureSpeed(ctx context.Context, o SpeedOptions) (Speed, error) {
	set, err := searchset.Make(o.Seed, o.Conversations)
	if err != nil {
		return Speed{}, err
	}
	w, err := Open(ctx, set, o.Progress)
	if err != nil {
		return Speed{}, err
	}
	defer func() { _ = w.Close(ctx) }()
	if err := w.crowd(ctx, o.Others, o.Progress); err != nil {
		return Speed{}, err
	}
	s := Speed{SpeedOptions: o}
	for i := range o.Queries + warmUp {
		q := set.Queries[i%len(set.Queries)]
		a, err := w.Ask(ctx, q.Text, searchset.Depth)
		if ctx.Err() != nil && len(s.Answers) > 0 {
			return s, nil
		}
		if err != nil {
			return Speed{}, err
		}
		if i >= warmUp {
			s.Answers = append(s.Answers, a)
		}
		if done := len(s.Answers); done > 0 && done%10 == 0 {
			fmt.Fprintf(o.Progress, "%d of %d searches\n", done, o.Queries)
		}
	}
	return s, nil
}

const warmUp = 10

// othersStems is how many stems an entry of somebody else has here: the words that
// the person's have too. Whole ones of so many people have no room in an emulator's
// memory, and are nothing that a search below one's own path could come upon.
const othersStems = 20

// crowd gives others entries with the person's words, until there are so many.
func (w *World) crowd(ctx context.Context, n int, progress io.Writer) error {
	if n == 0 {
		return nil
	}
	docs, err := w.entries().Documents(ctx).GetAll()
	if err != nil {
		return err
	}
	for copied := 0; copied < n; {
		scope := w.db.Collection(search.Indexes).Doc(string(search.PersonScope(fmt.Sprintf("usr_other%06d", copied))))
		bulk := w.db.BulkWriter(ctx)
		for _, doc := range docs[:min(len(docs), n-copied, 5000)] {
			var e search.Entry
			if err := doc.DataTo(&e); err != nil {
				return err
			}
			stems := slices.Sorted(maps.Keys(e.Has))
			has := map[string]bool{}
			for _, stem := range stems[max(0, len(stems)-othersStems):] {
				has[stem] = true
			}
			if _, err := bulk.Set(scope.Collection(search.Entries).Doc(doc.Ref.ID), map[string]any{"id": e.ID, "has": has, "length": e.Length}); err != nil {
				return err
			}
			copied++
		}
		bulk.End()
		fmt.Fprintf(progress, "%d of %d entries of others\n", copied, n)
	}
	return nil
}

// String is the figures as a table.
func (s Speed) String() string {
	text := fmt.Sprintf("%d conversations, %d entries of others, %d searches, seed %d\n\n| | p50 | p95 | most |\n|---|---|---|---|\n",
		s.Conversations, s.Others, len(s.Answers), s.Seed)
	row := func(name string, of func(Answer) float64, format string) {
		var all []float64
		for _, a := range s.Answers {
			all = append(all, of(a))
		}
		slices.Sort(all)
		at := func(p float64) string { return fmt.Sprintf(format, all[int(p*float64(len(all)-1))]) }
		text += fmt.Sprintf("| %s | %s | %s | %s |\n", name, at(0.5), at(0.95), at(1))
	}
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	row("documents read", func(a Answer) float64 { return float64(a.Reads) }, "%.0f")
	row("round trips", func(a Answer) float64 { return float64(a.Rounds) }, "%.0f")
	row("our own time", func(a Answer) float64 { return ms(a.Own) }, "%.1f ms")
	row("in the emulator's answers", func(a Answer) float64 { return ms(a.Firestore) }, "%.0f ms")
	row("together", func(a Answer) float64 { return ms(a.Total) }, "%.0f ms")
	return text
}
