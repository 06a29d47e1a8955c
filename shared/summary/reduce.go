package summary

import (
	"context"
	"slices"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// concise is the style of a short paragraph.
const concise = "concise"

// wanted is how many statements a summary has at most, or in a list about.
var wanted = map[string]int{concise: 4, "bullets": 12, "detailed": 40}

// each is how many statements are asked for of one part, the part's share of what
// is wanted and some more to choose from.
func each(wanted, parts int) int { return min(max(5, 2*wanted/max(parts, 1)), 20) }

// steps is how many requests it takes to sum up so many parts at most; it grows
// as what there is to do gets known.
type steps struct{ done, total int }

// digest sums up pieces: each part for itself, then what came of the parts, until
// there is hardly more than wanted or it gets no shorter. told is called after each
// request. Each statement keeps the sources of what it was made of.
func digest(ctx context.Context, pieces []piece, wanted int, l lang.Language, ask asker, told func(steps) error) ([]piece, error) {
	count := steps{}
	for {
		all := parts(pieces)
		count.total = count.done + len(all)
		made := make([][]piece, len(all))
		for batch := 0; batch < len(all); batch += together {
			var work []func(context.Context) error
			for i := batch; i < min(batch+together, len(all)); i++ {
				work = append(work, func(ctx context.Context) error {
					most := wanted
					if len(all) > 1 {
						most = each(wanted, len(all))
					}
					answer, err := ask(ctx, request(all[i], most, l))
					made[i] = statements(answer, all[i])
					return err
				})
			}
			if err := store.Together(ctx, work...); err != nil {
				return nil, err
			}
			count.done += len(work)
			if err := told(count); err != nil {
				return nil, err
			}
		}
		before := len(pieces)
		pieces = slices.Concat(made...)
		if len(pieces) <= wanted+wanted/2 {
			return pieces, nil
		}
		if len(pieces) >= before { // it gets no shorter: some of all, and not only of the beginning
			return spread(pieces, wanted), nil
		}
	}
}

// spread takes n of the pieces, evenly.
func spread(pieces []piece, n int) []piece {
	var some []piece
	for i := range n {
		some = append(some, pieces[i*len(pieces)/n])
	}
	return some
}
