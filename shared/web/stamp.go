package web

import "time"

// Stamp writes a time as every answer does: RFC 3339 in UTC, to the millisecond.
func Stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
