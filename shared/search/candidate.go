package search

import (
	"context"
	"fmt"
	"sync"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"getaifactory.com/ally/shared/store"
)

// How many entries are read for one search, in each of the person's scopes.
const (
	eachWord    = 20 // that have one of the words
	eachSynonym = 10 // that have another word for it
	allWords    = 30 // that have all
	eachPair    = 10 // that have two of the first words
	pairedWords = 4
	nearestRead = 50 // that are nearest in meaning
	browsed     = mostPlaces
	// filteredNearest is how many of the nearest are read where a filter keeps only
	// some: Firestore's vector index knows no filter.
	filteredNearest = 100
)

// candidates is what was found in one scope, and how frequent it is there.
type candidates struct {
	mu      sync.Mutex
	found   map[string]*candidate // by the entry's name
	with    []float64             // how many entries have each group's word itself
	near    []float64             // how many have that or another word for it
	entries float64
	length  float64 // of an entry, on average
}

// candidate is an entry that may be a result.
type candidate struct {
	Entry
	near float64 // the cosine to the question, 0 where it was not measured
}

// nearField is where Firestore puts the distance.
const nearField = "near"

// distant is what a search reads of one scope, all at once.
type distant struct {
	client  *firestore.Client
	scope   Scope
	groups  []group
	facets  [][]string
	vector  firestore.Vector32 // nil for none
	counted bool               // with frequencies, and pairs of words
}

func (d distant) read(ctx context.Context) (*candidates, error) {
	c := &candidates{found: map[string]*candidate{}, with: make([]float64, len(d.groups)), near: make([]float64, len(d.groups))}
	reads := d.lexical(c)
	if d.vector != nil {
		reads = append(reads, func(ctx context.Context) error { return d.nearest(ctx, c) })
	}
	if d.counted {
		reads = append(reads, d.counts(c)...)
	}
	if err := store.Together(ctx, reads...); err != nil {
		return nil, fmt.Errorf("search: in %s: %w", d.scope, err)
	}
	return c, nil
}

// lexical gives the reads by words: each word, pairs of the first ones, and all
// together, because of what has a frequent word only the newest is read.
func (d distant) lexical(c *candidates) []func(context.Context) error {
	var reads []func(context.Context) error
	read := func(limit int, lists ...[]string) {
		reads = append(reads, func(ctx context.Context) error { return d.matching(ctx, c, limit, lists) })
	}
	add := func(limit int, groups ...group) {
		lists := make([][]string, 0, len(groups))
		for _, g := range groups {
			lists = append(lists, g.stems())
		}
		read(limit, lists...)
	}
	n := len(d.groups)
	if n == 0 {
		if len(d.facets) > 0 {
			add(browsed)
		}
		return reads
	}
	for _, g := range d.groups {
		read(eachWord, g.itself())
		if others := g.stems()[g.own:]; len(others) > 0 {
			read(eachSynonym, others)
		}
	}
	if d.counted && n > 2 {
		for i := range min(n, pairedWords) {
			for j := range i {
				add(eachPair, d.groups[i], d.groups[j])
			}
		}
	}
	if n > 1 {
		add(allWords, d.groups...)
	}
	return reads
}

func (d distant) matching(ctx context.Context, c *candidates, limit int, lists [][]string) error {
	docs, err := d.fields(where(entries(d.client, d.scope).Query, append(lists, d.facets...))).Limit(limit).Documents(ctx).GetAll()
	if err != nil {
		return err
	}
	return c.add(docs, func(Entry) bool { return true })
}

// where gives the entries that have one of each list.
func where(q firestore.Query, lists [][]string) firestore.Query {
	var all []firestore.EntityFilter
	for _, list := range fitting(lists) {
		var one []firestore.EntityFilter
		for _, key := range list {
			one = append(one, firestore.PropertyPathFilter{Path: hasPath(key), Operator: "==", Value: true})
		}
		if len(one) == 1 {
			all = append(all, one[0])
		} else {
			all = append(all, firestore.OrFilter{Filters: one})
		}
	}
	switch len(all) {
	case 0:
		return q
	case 1:
		return q.WhereEntity(all[0])
	}
	return q.WhereEntity(firestore.AndFilter{Filters: all})
}

// fields leaves out of an entry what the search does not look at.
func (d distant) fields(q firestore.Query) firestore.Query {
	paths := []firestore.FieldPath{}
	for _, name := range []string{"kind", "id", "conversationId", "userId", "part", "title", "firstAt", "lastAt", "length", "messages", "topics", "summary", nearField} {
		paths = append(paths, firestore.FieldPath{name})
	}
	for _, g := range d.groups {
		for _, stem := range g.stems() {
			paths = append(paths, firestore.FieldPath{"words", stem})
		}
	}
	for _, list := range d.facets {
		for _, facet := range list {
			paths = append(paths, hasPath(facet))
		}
	}
	return q.SelectPaths(paths...)
}

func (d distant) nearest(ctx context.Context, c *candidates) error {
	limit := nearestRead
	if len(d.facets) > 0 {
		limit = filteredNearest
	}
	q := d.fields(entries(d.client, d.scope).Query)
	docs, err := q.FindNearest("vector", d.vector, limit, firestore.DistanceMeasureDotProduct,
		&firestore.FindNearestOptions{DistanceResultField: nearField}).Documents(ctx).GetAll()
	if err != nil {
		return err
	}
	return c.add(docs, func(e Entry) bool { return e.within(d.facets) })
}

// within says whether an entry has one of each list.
func (e Entry) within(facets [][]string) bool {
	for _, list := range facets {
		ok := false
		for _, facet := range list {
			ok = ok || e.Has[facet]
		}
		if !ok {
			return false
		}
	}
	return true
}

func (c *candidates) add(docs []*firestore.DocumentSnapshot, wanted func(Entry) bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, doc := range docs {
		var e Entry
		if err := doc.DataTo(&e); err != nil {
			return fmt.Errorf("search: entry %s: %w", doc.Ref.ID, err)
		}
		if !wanted(e) {
			continue
		}
		one := c.found[doc.Ref.ID]
		if one == nil {
			one = &candidate{Entry: e}
			c.found[doc.Ref.ID] = one
		}
		if near, ok := doc.Data()[nearField].(float64); ok {
			one.near = near
		}
	}
	return nil
}

// counts gives the reads of how many entries have each group, and how long they
// are: a read for each thousand.
func (d distant) counts(c *candidates) []func(context.Context) error {
	reads := []func(context.Context) error{func(ctx context.Context) error {
		all := entries(d.client, d.scope).Query
		result, err := all.NewAggregationQuery().WithCount("n").WithAvg("length", "mean").Get(ctx)
		if err != nil {
			return err
		}
		c.entries, c.length = number(result["n"]), number(result["mean"])
		return nil
	}}
	for i, g := range d.groups {
		reads = append(reads, d.count(&c.with[i], g.itself()), d.count(&c.near[i], g.stems()))
	}
	return reads
}

func (d distant) count(into *float64, stems []string) func(context.Context) error {
	return func(ctx context.Context) error {
		q := where(entries(d.client, d.scope).Query, [][]string{stems})
		result, err := q.NewAggregationQuery().WithCount("n").Get(ctx)
		*into = number(result["n"])
		return err
	}
}

func number(value any) float64 {
	v, _ := value.(*firestorepb.Value)
	return max(v.GetDoubleValue(), float64(v.GetIntegerValue()))
}
