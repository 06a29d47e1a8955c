package classic

import (
	"math"
	"strings"
	"time"
)

// fields reads a document leniently: a field that is missing or has an odd
// type is its zero value, never a failure.
type fields map[string]any

func (f fields) text(name string) string {
	s, _ := f[name].(string)
	return strings.TrimSpace(s)
}

func (f fields) time(name string) time.Time {
	t, _ := f[name].(time.Time)
	return t
}

// is gives a flag, or otherwise where the field is missing or no flag.
func (f fields) is(name string, otherwise bool) bool {
	if b, ok := f[name].(bool); ok {
		return b
	}
	return otherwise
}

// count gives a whole number above 0, without the fraction that it may be
// written with; 0 where it is anything else.
func (f fields) count(name string) int {
	switch n := f[name].(type) {
	case int64:
		return int(max(n, 0))
	case float64:
		if n > 0 && n < math.MaxInt64 {
			return int(n)
		}
	}
	return 0
}

func (f fields) inner(name string) fields {
	m, _ := f[name].(map[string]any)
	return m
}

func (f fields) texts(name string) []string {
	var texts []string
	list, _ := f[name].([]any)
	for _, v := range list {
		if s, ok := v.(string); ok && strings.TrimSpace(s) != "" {
			texts = append(texts, strings.TrimSpace(s))
		}
	}
	return texts
}

func (f fields) list(name string) []fields {
	var maps []fields
	list, _ := f[name].([]any)
	for _, v := range list {
		if m, ok := v.(map[string]any); ok {
			maps = append(maps, m)
		}
	}
	return maps
}
