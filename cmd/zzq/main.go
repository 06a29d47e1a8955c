package main

import (
	"context"
	"fmt"
	"os"

	"getaifactory.com/ally/internal/searchbench"
	"getaifactory.com/ally/internal/searchset"
)

func main() {
	ctx := context.Background()
	set, err := searchset.Make(1, 1000)
	if err != nil { panic(err) }
	w, err := searchbench.Open(ctx, set, os.Stderr)
	if err != nil { panic(err) }
	defer w.Close(ctx)
	f, err := searchset.Measure(ctx, w, set.Of(searchset.Tuning))
	if err != nil { panic(err) }
	for k, v := range f { fmt.Printf("%q %+v\n", k, v) }
	title := map[string]string{}
	for _, c := range set.Conversations { title[c.ID] = c.Title }
	n := 0
	for _, q := range set.Of(searchset.Tuning) {
		if q.Kind != searchset.Kind(os.Args[1]) { continue }
		ids, _ := w.Search(ctx, q.Text, 10)
		if nd := searchset.NDCG(ids, q.Relevant, 10); nd < 0.7 && n < 16 {
			n++
			fmt.Printf("--- %q want %d: ", q.Text, len(q.Relevant))
			for _, id := range q.Relevant { fmt.Printf("[%s] ", title[id]) }
			fmt.Println()
			for i, id := range ids { if i < 5 { fmt.Println("   ", title[id]) } }
		}
	}
}
