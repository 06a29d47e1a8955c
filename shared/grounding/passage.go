package grounding

import (
	"fmt"
	"slices"

	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// passagesOf are the passages chosen of one document, in its own order.
type passagesOf struct {
	document int
	texts    []string
	tokens   int
}

// passages chooses the passages that have most to do with the query, within
// the budget. Documents stand in the order of their best passage. noRoom are
// those that have to do with it and of which nothing fitted.
func passages(documents []classic.Document, query retrieve.Query, budget int) (chosen []passagesOf, noRoom []int) {
	type place struct{ document, passage int }
	var items []retrieve.Item
	var places []place
	for i, d := range documents {
		for j, text := range retrieve.Passages(d.Text, passageLength) {
			items = append(items, retrieve.Item{ID: fmt.Sprintf("%s#%06d", d.ID, j), Title: d.Name, Text: text})
			places = append(places, place{i, j})
		}
	}
	var order []int // documents, best first
	taken := map[int][]int{}
	spent := map[int]int{}
	count := 0
	for _, hit := range retrieve.NewIndex(items).Rank(query, 0) {
		tokens := model.EstimateTokens(items[hit.Index].Text)
		document := places[hit.Index].document
		begins := len(taken[document]) == 0
		if tokens > budget || count == maxPassages || begins && len(order) == maxDocuments {
			if begins && !slices.Contains(noRoom, document) {
				noRoom = append(noRoom, document)
			}
			continue
		}
		budget -= tokens
		count++
		if begins {
			order = append(order, document)
		}
		taken[document] = append(taken[document], hit.Index)
		spent[document] += tokens
	}
	for _, document := range order {
		slices.Sort(taken[document])
		p := passagesOf{document: document, tokens: spent[document]}
		for _, i := range taken[document] {
			p.texts = append(p.texts, items[i].Text)
		}
		chosen = append(chosen, p)
	}
	return chosen, slices.DeleteFunc(noRoom, func(d int) bool { return len(taken[d]) > 0 })
}
