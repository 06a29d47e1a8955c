package fact_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/fact"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func at(minutes float64) time.Time { return noon.Add(time.Duration(minutes * float64(time.Minute))) }

func TestWhatADayCounts(t *testing.T) {
	message := func(of string, minutes float64) fact.Mark {
		return fact.Mark{Kind: fact.Message, At: at(minutes), Of: of}
	}
	answer := func(of string, minutes float64, ms int64) fact.Mark {
		return fact.Mark{Kind: fact.Answer, At: at(minutes), Of: of, MS: ms, OK: true}
	}
	for name, tc := range map[string]struct {
		marks fact.Marks
		want  fact.Numbers
	}{
		"nothing": {fact.Marks{}, fact.Numbers{}},
		"a message by itself is a session without length": {
			fact.Marks{"m": message("c", 0)},
			fact.Numbers{Days: 1, Conversations: 1, Messages: 1, Sessions: 1, Begin: noon, End: noon, FirstAt: noon},
		},
		"a pause of half an hour goes on, a longer one begins anew": {
			fact.Marks{"m": message("c", 0), "n": message("c", 30), "o": message("d", 60.1)},
			fact.Numbers{Days: 1, Conversations: 2, Messages: 3, Sessions: 2, SessionMS: 1_800_000, Begin: noon, End: at(60.1), FirstAt: noon},
		},
		"the second complete answer makes a conversation productive": {
			fact.Marks{"m": message("c", 0), "a": answer("c", 0, 0), "x": answer("d", 1, 0), "b": answer("c", 2, 0)},
			fact.Numbers{
				Days: 1, Conversations: 1, Messages: 1, Answers: 3, Effective: 3, Sessions: 1, SessionMS: 120_000,
				Begin: noon, End: at(2), FirstAt: noon, Productive: at(2),
			},
		},
		"an answer made anew, a failed one and a stopped one": {
			fact.Marks{
				"a": {Kind: fact.Answer, At: noon, Of: "c", OK: true, Again: true}, "b": {Kind: fact.Answer, At: noon, Of: "c", Failed: true},
				"c": {Kind: fact.Answer, At: noon, Of: "c", MS: 900},
			},
			fact.Numbers{Answers: 3, Failed: 1, Sessions: 1, SessionMS: 900, Begin: noon, End: noon.Add(900 * time.Millisecond)},
		},
		"a conversation opened long before its first message is another session's": {
			fact.Marks{"c": {Kind: fact.Opened, At: at(-31)}, "m": message("c", 0)},
			fact.Numbers{Days: 1, Conversations: 1, Messages: 1, Sessions: 1, Begin: noon, End: noon, FirstAt: noon},
		},
		"a clock behind makes no time below zero": {
			fact.Marks{"c": {Kind: fact.Opened, At: at(1)}, "m": message("c", 0)},
			fact.Numbers{
				Days: 1, Conversations: 1, Messages: 1, Sessions: 1, Begin: noon, End: noon, FirstAt: noon,
				Times: fact.Times{fact.Opening: {"b0": 1}},
			},
		},
		"apps, ratings and what was taken back": {
			fact.Marks{
				"a": {Kind: fact.Action, At: noon, Of: "collaborate", OK: true}, "b": {Kind: fact.Action, At: noon, Of: "summary", OK: true, MS: 1},
				"f": {Kind: fact.Action, At: noon, Of: "email", Failed: true}, "r": {Kind: fact.Rated, At: noon, Stars: 4},
				"s": {Kind: fact.Rated, At: noon, Stars: 1, Gone: true},
			},
			fact.Numbers{
				Actions: 2, Invited: 1, Ratings: 1, Stars: 4, Features: []string{"app:collaborate", "app:email", "app:summary", "rating"},
				Times: fact.Times{fact.Act: {"b0": 1}},
			},
		},
	} {
		if diff := cmp.Diff(tc.want, fact.Count(tc.marks)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestASessionAcrossMidnightIsOne(t *testing.T) {
	evening := fact.Count(fact.Marks{"m": {Kind: fact.Message, At: at(715), Of: "c"}})
	night := fact.Count(fact.Marks{"n": {Kind: fact.Message, At: at(725), Of: "c"}})
	both := evening.Then(night)
	if both.Sessions != 1 || both.SessionMS != 600_000 || both.Days != 2 {
		t.Errorf("%+v", both)
	}
	if later := evening.Then(fact.Count(fact.Marks{"n": {Kind: fact.Message, At: at(760), Of: "c"}})); later.Sessions != 2 || later.SessionMS != 0 {
		t.Errorf("%+v", later)
	}
}

// anyMark is a mark as events of one id make them: equal where the version is.
func anyMark(id string, version int) fact.Mark {
	r := rand.New(rand.NewPCG(uint64(len(id))*7+uint64(id[0]), uint64(version)))
	kinds := []fact.Kind{fact.Opened, fact.Message, fact.Answer, fact.Action, fact.Rated, fact.Timing}
	return fact.Mark{
		Kind: kinds[int(id[0])%len(kinds)], At: noon.Add(time.Duration(r.IntN(86_400_000)) * time.Millisecond), Version: int64(version),
		Of: string(rune('a' + r.IntN(3))), MS: int64(r.IntN(9000)), OK: r.IntN(3) > 0, Stars: 1 + r.IntN(5), Gone: r.IntN(9) == 0,
		Agents: []string{string(rune('p' + r.IntN(3)))},
	}
}

func TestMarksDoubledShuffledAndInAnyGroupsAreTheSameDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type event struct {
			id      string
			version int
		}
		events := rapid.SliceOf(rapid.Custom(func(t *rapid.T) event {
			return event{rapid.StringMatching(`[a-f][a-d]`).Draw(t, "id"), rapid.IntRange(0, 3).Draw(t, "version")}
		})).Draw(t, "events")
		join := func(events []event, inGroups bool) fact.Marks {
			joined, group := fact.Marks{}, fact.Marks{}
			for i, e := range events {
				group = group.Joined(fact.Marks{e.id: anyMark(e.id, e.version)})
				if !inGroups || i%3 == 2 {
					joined, group = joined.Joined(group), fact.Marks{}
				}
			}
			return joined.Joined(group)
		}
		want := join(events, false)
		again := rapid.Permutation(append(slices.Clone(events), events...)).Draw(t, "again")
		if diff := cmp.Diff(want, join(again, true)); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(fact.Count(want), fact.Count(join(again, false))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestADayIsBoundedAndItsEarliestMarksCountWhateverTheOrder(t *testing.T) {
	all, backwards := fact.Marks{}, fact.Marks{}
	var ids []string
	for i := range 1600 {
		ids = append(ids, at(float64(i)/4).Format("15:04:05"))
	}
	add := func(to fact.Marks, i int) fact.Marks {
		return to.Joined(fact.Marks{ids[i]: {Kind: fact.Message, At: at(float64(i) / 4), Of: "c"}})
	}
	for i := range ids {
		all, backwards = add(all, i), add(backwards, len(ids)-1-i)
	}
	if diff := cmp.Diff(all, backwards); diff != "" || len(all) != 1500 {
		t.Errorf("%d marks; %s", len(all), diff)
	}
}

func TestQuantilesOfMergedHistogramsAreWithinTwoPercent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ms := rapid.SliceOfN(rapid.Int64Range(30, fact.MostMS), 1, 200).Draw(t, "ms")
		q := rapid.Float64Range(0.01, 1).Draw(t, "q")
		var a, b fact.Numbers
		for i, one := range ms {
			n := fact.Count(fact.Marks{"t": {Kind: fact.Timing, Of: fact.Load, MS: one, At: noon}})
			if i%2 == 0 {
				a = a.Then(n)
			} else {
				b = b.Then(n)
			}
		}
		h := a.Times[fact.Load].Merged(b.Times[fact.Load])
		got, ok := h.Quantile(q)
		slices.Sort(ms)
		rank := int(float64(len(ms)) * q)
		if float64(rank) < float64(len(ms))*q {
			rank++
		}
		want := float64(ms[max(rank, 1)-1])
		if !ok || got < want*0.98 || got > want*1.02 || h.N() != len(ms) {
			t.Fatalf("%v of %v is %v, want %v", q, ms, got, want)
		}
	})
	if _, ok := (fact.Histogram{}).Quantile(0.5); ok {
		t.Error("a quantile of nothing")
	}
}
