package search

import (
	"strings"
	"time"

	"getaifactory.com/ally/shared/retrieve"
)

// A facet is what can be filtered by, as a key of Entry.Has. It begins with a
// sign that no stem has.
func kindFacet(k Kind) string          { return "@kind:" + string(k) }
func topicFacet(topic string) string   { return "@topic:" + strings.Join(retrieve.Words(topic), " ") }
func agentFacet(id string) string      { return "@agent:" + id }
func personFacet(either string) string { return "@person:" + strings.ToLower(either) }
func monthFacet(t time.Time) string    { return "@month:" + t.UTC().Format("2006-01") }
func yearFacet(t time.Time) string     { return "@year:" + t.UTC().Format("2006") }

// mostMonths bounds a date filter by months; a longer one goes by years. A query
// may have 30 alternatives, and the words want some of them.
const mostMonths = 6

// between gives the facets of which an entry has one when it has a message from
// the time; none for no bounds. What they let through is checked to the moment
// afterwards.
func between(from, to time.Time) []string {
	if from.IsZero() || to.IsZero() || to.Before(from) {
		return nil
	}
	var months []string
	for t := monthOf(from); !t.After(to); t = t.AddDate(0, 1, 0) {
		if len(months) == mostMonths {
			return years(from, to)
		}
		months = append(months, monthFacet(t))
	}
	return months
}

const mostYears = 10

func years(from, to time.Time) []string {
	var all []string
	for y := from.UTC().Year(); y <= to.UTC().Year(); y++ {
		if len(all) == mostYears {
			return nil // that is as good as all
		}
		all = append(all, yearFacet(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)))
	}
	return all
}

func monthOf(t time.Time) time.Time {
	y, m, _ := t.UTC().Date()
	return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
}
