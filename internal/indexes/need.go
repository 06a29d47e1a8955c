// Package indexes knows which composite index a Firestore query needs. The
// emulator answers every query; the real service refuses one whose index is
// missing.
package indexes

import (
	"fmt"
	"slices"
	"strings"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
)

// Need is the composite index that a query, or one branch of its "or", needs.
// https://firebase.google.com/docs/firestore/query-data/index-overview
type Need struct {
	Collection string
	// Equal are the fields that are compared for equality, in any order; with the
	// mark CONTAINS for array-contains.
	Equal []string
	// Order are the fields that are compared or sorted by, with their direction; a
	// vector that is searched for comes last, with the mark VECTOR and its dimensions.
	Order []string
	// Group says that the query goes through all collections of the name, for which
	// even a single field needs its own index.
	Group bool
}

// String is the need as firestore.indexes.json would have it.
func (n Need) String() string {
	name := n.Collection
	if n.Group {
		name += " (collection group)"
	}
	return name + ": " + strings.Join(slices.Concat(n.Equal, n.Order), ", ")
}

// Needs gives the composite indexes that a query needs; none where Firestore's
// automatic single-field indexes serve it.
func Needs(q *firestorepb.StructuredQuery) ([]Need, error) {
	if len(q.GetFrom()) != 1 {
		return nil, fmt.Errorf("indexes: a query of %d collections", len(q.GetFrom()))
	}
	branches, err := branchesOf(q.GetWhere())
	if err != nil {
		return nil, err
	}
	var needs []Need
	for _, filters := range branches {
		need, needed, err := needOf(q, filters)
		if err != nil {
			return nil, err
		}
		if needed {
			needs = append(needs, need)
		}
	}
	return needs, nil
}

// filter is one comparison of a field.
type filter struct {
	field string
	op    firestorepb.StructuredQuery_FieldFilter_Operator
}

// branchesOf gives a condition as alternatives of comparisons that hold together.
func branchesOf(f *firestorepb.StructuredQuery_Filter) ([][]filter, error) {
	switch {
	case f == nil:
		return [][]filter{nil}, nil
	case f.GetFieldFilter() != nil:
		return [][]filter{{{f.GetFieldFilter().GetField().GetFieldPath(), f.GetFieldFilter().GetOp()}}}, nil
	case f.GetUnaryFilter() != nil:
		return [][]filter{{{f.GetUnaryFilter().GetField().GetFieldPath(), firestorepb.StructuredQuery_FieldFilter_EQUAL}}}, nil
	}
	c := f.GetCompositeFilter()
	var all [][]filter
	for i, inner := range c.GetFilters() {
		branches, err := branchesOf(inner)
		if err != nil {
			return nil, err
		}
		switch {
		case c.GetOp() == firestorepb.StructuredQuery_CompositeFilter_OR:
			all = append(all, branches...)
		case i == 0:
			all = branches
		default:
			var joined [][]filter
			for _, a := range all {
				for _, b := range branches {
					joined = append(joined, slices.Concat(a, b))
				}
			}
			all = joined
		}
	}
	return all, nil
}

func needOf(q *firestorepb.StructuredQuery, filters []filter) (need Need, needed bool, err error) {
	need.Collection, need.Group = q.GetFrom()[0].GetCollectionId(), q.GetFrom()[0].GetAllDescendants()
	compared := map[string]bool{}
	for _, f := range filters {
		switch f.op {
		case firestorepb.StructuredQuery_FieldFilter_EQUAL, firestorepb.StructuredQuery_FieldFilter_IN:
			need.Equal = append(need.Equal, f.field)
		case firestorepb.StructuredQuery_FieldFilter_ARRAY_CONTAINS, firestorepb.StructuredQuery_FieldFilter_ARRAY_CONTAINS_ANY:
			need.Equal = append(need.Equal, f.field+" CONTAINS")
		case firestorepb.StructuredQuery_FieldFilter_LESS_THAN, firestorepb.StructuredQuery_FieldFilter_LESS_THAN_OR_EQUAL,
			firestorepb.StructuredQuery_FieldFilter_GREATER_THAN, firestorepb.StructuredQuery_FieldFilter_GREATER_THAN_OR_EQUAL:
			compared[f.field] = true
		default:
			return need, false, fmt.Errorf("indexes: a query with %s", f.op)
		}
	}
	var names []string
	for _, o := range q.GetOrderBy() {
		field := o.GetField().GetFieldPath()
		if field == "__name__" {
			continue // follows the direction of the field before it, as ours do
		}
		direction := "ASCENDING"
		if o.GetDirection() == firestorepb.StructuredQuery_DESCENDING {
			direction = "DESCENDING"
		}
		names = append(names, field)
		need.Order = append(need.Order, field+" "+direction)
	}
	for field := range compared {
		if !slices.Contains(names, field) {
			need.Order = append(need.Order, field+" ASCENDING")
		}
	}
	vector := q.GetFindNearest()
	if vector != nil {
		n := len(vector.GetQueryVector().GetMapValue().GetFields()["value"].GetArrayValue().GetValues())
		need.Order = append(need.Order, fmt.Sprintf("%s VECTOR %d", vector.GetVectorField().GetFieldPath(), n))
	}
	slices.Sort(need.Equal)
	need.Equal = slices.Compact(need.Equal)
	// Equality alone is served by merging single-field indexes, and an order alone
	// by one of them.
	alone := len(need.Order)+min(len(need.Equal), 1) < 2
	return need, !alone || vector != nil || need.Group && len(need.Order)+len(need.Equal) > 0, nil
}
