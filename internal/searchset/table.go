package searchset

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"getaifactory.com/ally/shared/lang"
)

// Named is an Engine with what it is called in a table.
type Named struct {
	Name   string
	Engine Engine
}

// Print measures engines with the queries of a half, "" for both, and writes
// their recall@10 and nDCG@10 by kind and by language, "recall / nDCG" in each
// column.
func Print(ctx context.Context, w io.Writer, s Set, half Half, engines ...Named) error {
	type group struct {
		name string
		has  func(Query) bool
	}
	groups := []group{{"all", func(Query) bool { return true }}}
	for _, kind := range Kinds {
		groups = append(groups, group{string(kind), func(q Query) bool { return q.Kind == kind }})
	}
	for _, l := range []lang.Language{lang.Spanish, lang.English} {
		groups = append(groups, group{string(l), func(q Query) bool { return q.Language == l }})
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(out, "recall@10 / nDCG@10\tqueries\t")
	for _, e := range engines {
		fmt.Fprintf(out, "%s\t", e.Name)
	}
	fmt.Fprintln(out)
	for _, group := range groups {
		var queries []Query
		for _, q := range s.Of(half) {
			if group.has(q) {
				queries = append(queries, q)
			}
		}
		fmt.Fprintf(out, "%s\t%d\t", group.name, len(queries))
		for _, e := range engines {
			figures, err := Measure(ctx, e.Engine, queries)
			if err != nil {
				return fmt.Errorf("%s: %w", e.Name, err)
			}
			if len(queries) == 0 {
				fmt.Fprint(out, "-\t")
				continue
			}
			fmt.Fprintf(out, "%.3f / %.3f\t", figures[""].Recall, figures[""].NDCG)
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}
