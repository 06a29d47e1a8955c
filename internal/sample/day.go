package sample

import "time"

// day is the start of the UTC day that the sample is told for.
type day struct{ start time.Time }

func dayOf(t time.Time) day {
	return day{t.UTC().Truncate(24 * time.Hour)}
}

// at gives a time of another day: days counts from this one and is negative
// for the past; the clock is UTC.
func (d day) at(days, hour, minute int) time.Time {
	return d.start.AddDate(0, 0, days).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

// weekend says whether that day is a Saturday or a Sunday.
func (d day) weekend(days int) bool {
	w := d.at(days, 0, 0).Weekday()
	return w == time.Saturday || w == time.Sunday
}
