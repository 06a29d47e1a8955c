package memory

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// dueIn finds the day that a sentence names, counted from the day on which it
// was said, in UTC; ok is false where it names none, or one that is past. The
// sentence is folded: lower case, without accents.
//
// A weekday is the first one after the day it was said on; "next Friday" in
// English, and "de la próxima semana", is that of the following week. "This
// week" ends on Friday. A day without a year is the next one there is. A
// period ends with its last day.
//
// github.com/markusmobius/go-dateparser v1.4.7, the one living library for both
// languages, was tried first: it reads a whole phrase and not one within a
// sentence, of fourteen such phrases it read five ("antes del viernes", "el 15
// de abril" and "next Tuesday" are not among them), and it makes an image some
// nine megabytes larger.
func dueIn(sentence string, said time.Time) (due time.Time, ok bool) {
	said = said.UTC()
	today := time.Date(said.Year(), said.Month(), said.Day(), 0, 0, 0, 0, time.UTC)
	sentence = strings.ReplaceAll(sentence, "la manana", "la ------") // the time of day, not the day
	best := len(sentence) + 1
	for _, r := range dayRules {
		for _, at := range r.pattern.FindAllStringSubmatchIndex(sentence, -1) {
			place := at[0]
			if len(at) > 2 && at[2] >= 0 {
				place = at[2] // the same word, read by two rules, stands at one place
			}
			if place >= best {
				break
			}
			groups := make([]string, len(at)/2)
			for i := range groups {
				if at[2*i] >= 0 {
					groups[i] = sentence[at[2*i]:at[2*i+1]]
				}
			}
			if day, good := r.day(today, groups); good && !pastBefore.MatchString(sentence[:at[0]]) && !pastAfter.MatchString(sentence[at[1]:]) {
				best, due, ok = place, day, true
				break
			}
		}
	}
	if ok && due.Before(today) {
		return time.Time{}, false
	}
	return due, ok
}

var (
	pastBefore = regexp.MustCompile(`\b(pasad[oa]|ultim[oa]|last|desde el|since)\s+$`)
	pastAfter  = regexp.MustCompile(`^\s+(pasad[oa]|anterior)\b`)
)

// dayRule reads one way of naming a day. Of several that match, the one that
// stands first in the sentence counts, and of those at one place the first rule.
type dayRule struct {
	pattern *regexp.Regexp
	day     func(today time.Time, groups []string) (time.Time, bool)
}

var months = map[string]time.Month{
	"ene": 1, "jan": 1, "feb": 2, "mar": 3, "abr": 4, "apr": 4, "may": 5, "jun": 6, "jul": 7, "ago": 8, "aug": 8,
	"sep": 9, "set": 9, "oct": 10, "nov": 11, "dic": 12, "dec": 12,
}

const (
	monthNames = `(enero|ene|febrero|feb|marzo|mar|abril|abr|mayo|may|junio|jun|julio|jul|agosto|ago|septiembre|setiembre|sept|sep|octubre|oct|noviembre|nov|diciembre|dic|` +
		`january|jan|february|march|april|apr|june|july|august|aug|september|october|november|december|dec)\b\.?`
	spanishDays = `(lunes|martes|miercoles|jueves|viernes|sabado|domingo)`
	englishDays = `(monday|tuesday|wednesday|thursday|friday|saturday|sunday)`
	numbers     = `(\d{1,3}|un|una|uno|dos|tres|cuatro|cinco|seis|siete|ocho|diez|quince|veinte|treinta|a|an|one|two|three|four|five|six|seven|eight|ten|fifteen|twenty|thirty)`
)

var weekdays = map[string]time.Weekday{
	"lunes": 1, "martes": 2, "miercoles": 3, "jueves": 4, "viernes": 5, "sabado": 6, "domingo": 0,
	"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 0,
}

var counts = map[string]int{
	"un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "diez": 10, "quince": 15,
	"veinte": 20, "treinta": 30, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
	"ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30,
}

var dayRules = []dayRule{
	{regexp.MustCompile(`\b(20\d\d)-(\d\d)-(\d\d)\b`), func(_ time.Time, g []string) (time.Time, bool) { return on(g[1], number(g[2]), g[3]) }},
	{regexp.MustCompile(`\b(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d|\d\d)\b`), func(_ time.Time, g []string) (time.Time, bool) {
		year := g[3]
		if len(year) == 2 {
			year = "20" + year
		}
		day, month := g[1], number(g[2])
		if month > 12 { // as Americans write it
			day, month = g[2], number(g[1])
		}
		return on(year, month, day)
	}},
	{regexp.MustCompile(`\b(\d{1,2})/(\d{1,2})\b`), func(today time.Time, g []string) (time.Time, bool) {
		return coming(today, number(g[2]), g[1], "")
	}},
	{regexp.MustCompile(`\b(?:fin|fines|final|finales|end) (?:de|of) ` + monthNames), func(today time.Time, g []string) (time.Time, bool) {
		first, ok := coming(today, int(months[g[1][:3]]), "1", "")
		if m := months[g[1][:3]]; m == today.Month() {
			first = time.Date(today.Year(), m, 1, 0, 0, 0, 0, time.UTC)
		}
		return first.AddDate(0, 1, -1), ok
	}},
	{regexp.MustCompile(`\b(?:mediados de|mid-?) ?` + monthNames), func(today time.Time, g []string) (time.Time, bool) {
		return coming(today, int(months[g[1][:3]]), "15", "")
	}},
	{regexp.MustCompile(`\b(\d{1,2}|primero|1°|1º)(?:st|nd|rd|th)?(?: de| of)? ` + monthNames + `(?:,? (?:de |del )?(20\d\d))?`), func(today time.Time, g []string) (time.Time, bool) {
		day := strings.TrimRight(g[1], "°º")
		if day == "primero" {
			day = "1"
		}
		return coming(today, int(months[g[2][:3]]), day, g[3])
	}},
	{regexp.MustCompile(`\b` + monthNames + ` (?:the )?(\d{1,2})(?:st|nd|rd|th)?\b(?:,? (20\d\d))?`), func(today time.Time, g []string) (time.Time, bool) {
		return coming(today, int(months[g[1][:3]]), g[2], g[3])
	}},
	{regexp.MustCompile(`\bpasado manana\b|\b(?:the )?day after tomorrow\b`), after(2)},
	{regexp.MustCompile(`(?:^|[^a-z])(manana|tomorrow)\b`), after(1)},
	{regexp.MustCompile(`\b(hoy|today|tonight|esta tarde|esta noche|this afternoon|eod|end of (?:the )?day|fin del? dia)\b`), after(0)},
	{regexp.MustCompile(`\b` + spanishDays + `(?: \d{1,2})? de (?:la )?(?:proxima semana|semana que viene|semana proxima|otra semana)\b|\b` + englishDays + ` (?:of )?next week\b`), func(today time.Time, g []string) (time.Time, bool) {
		return ofWeek(today, 1, weekdays[g[1]+g[2]]), true
	}},
	{regexp.MustCompile(`\bnext ` + englishDays + `\b`), func(today time.Time, g []string) (time.Time, bool) {
		return ofWeek(today, 1, weekdays[g[1]]), true
	}},
	{regexp.MustCompile(`\b` + spanishDays + ` (\d{1,2})\b`), func(today time.Time, g []string) (time.Time, bool) {
		return dayOfMonth(today, number(g[2]))
	}},
	{regexp.MustCompile(`\b(?:` + spanishDays + `|` + englishDays + `)\b`), func(today time.Time, g []string) (time.Time, bool) {
		ahead := (int(weekdays[g[1]+g[2]])-int(today.Weekday())+6)%7 + 1
		return today.AddDate(0, 0, ahead), true
	}},
	{regexp.MustCompile(`\b(?:en|dentro de|in|within)(?: los)?(?: proximos)? ` + numbers + ` (dias? habiles|business days?|working days?|dias?|days?|semanas?|weeks?|meses|mes|months?)\b`), func(today time.Time, g []string) (time.Time, bool) {
		n, named := counts[g[1]]
		if !named {
			n = number(g[1])
		}
		switch unit := g[2]; {
		case strings.Contains(unit, "habil"), strings.HasPrefix(unit, "business"), strings.HasPrefix(unit, "working"):
			return businessDays(today, n), true
		case unit[0] == 'd':
			return today.AddDate(0, 0, n), true
		case unit[0] == 's', unit[0] == 'w':
			return today.AddDate(0, 0, 7*n), true
		}
		return today.AddDate(0, n, 0), true
	}},
	{regexp.MustCompile(`\b(?:la )?(?:proxima semana|semana que viene|semana proxima)\b|\bnext week\b`), func(today time.Time, _ []string) (time.Time, bool) {
		return ofWeek(today, 1, time.Friday), true
	}},
	{regexp.MustCompile(`\besta semana\b|\bthis week\b|\bfin de la semana\b|\bend of (?:the |this )?week\b|\beow\b`), func(today time.Time, _ []string) (time.Time, bool) {
		return ofWeek(today, 0, time.Friday), true
	}},
	{regexp.MustCompile(`\bfin de semana\b|\bweekend\b`), func(today time.Time, _ []string) (time.Time, bool) {
		return ofWeek(today, 0, time.Sunday), true
	}},
	{regexp.MustCompile(`\b(?:fin|fines|final|finales) de(?:l)? (?:este )?mes\b|\beste mes\b|\bend of (?:the |this )?month\b|\bthis month\b|\beom\b`), func(today time.Time, _ []string) (time.Time, bool) {
		return lastOfMonth(today, 0), true
	}},
	{regexp.MustCompile(`\b(?:proximo mes|mes que viene|mes proximo|next month)\b`), func(today time.Time, _ []string) (time.Time, bool) {
		return lastOfMonth(today, 1), true
	}},
	{regexp.MustCompile(`\b(?:fin|fines|final|finales) de(?:l)? (?:este )?ano\b|\bend of (?:the |this )?year\b`), func(today time.Time, _ []string) (time.Time, bool) {
		return time.Date(today.Year(), 12, 31, 0, 0, 0, 0, time.UTC), true
	}},
	{regexp.MustCompile(`\b(?:el|al|del|dia|the) (?:dia )?(\d{1,2})(?:st|nd|rd|th)?(?:$|[ ,.;)])`), func(today time.Time, g []string) (time.Time, bool) {
		return dayOfMonth(today, number(g[1]))
	}},
}

func number(s string) int { n, _ := strconv.Atoi(s); return n }

func after(days int) func(time.Time, []string) (time.Time, bool) {
	return func(today time.Time, _ []string) (time.Time, bool) { return today.AddDate(0, 0, days), true }
}

// on gives a day of the calendar; ok is false where there is no such day.
func on(year string, month int, day string) (time.Time, bool) {
	t := time.Date(number(year), time.Month(month), number(day), 0, 0, 0, 0, time.UTC)
	return t, month >= 1 && month <= 12 && t.Month() == time.Month(month) && t.Day() == number(day) && number(day) > 0
}

// coming gives the day in the year given, else the next time that there is one.
func coming(today time.Time, month int, day, year string) (time.Time, bool) {
	if year != "" {
		return on(year, month, day)
	}
	t, ok := on(strconv.Itoa(today.Year()), month, day)
	if ok && t.Before(today) {
		t, ok = on(strconv.Itoa(today.Year()+1), month, day)
	}
	return t, ok
}

// dayOfMonth gives the next day with the number.
func dayOfMonth(today time.Time, day int) (time.Time, bool) {
	if day < 1 || day > 31 {
		return time.Time{}, false
	}
	for ahead := range 3 {
		t := time.Date(today.Year(), today.Month()+time.Month(ahead), day, 0, 0, 0, 0, time.UTC)
		if t.Day() == day && !t.Before(today) {
			return t, true
		}
	}
	return time.Time{}, false
}

// ofWeek gives a weekday of the week so many ahead; weeks begin on Monday. Of
// the current one it is never before today.
func ofWeek(today time.Time, ahead int, day time.Weekday) time.Time {
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	t := monday.AddDate(0, 0, 7*ahead+(int(day)+6)%7)
	if t.Before(today) {
		return today
	}
	return t
}

func lastOfMonth(today time.Time, ahead int) time.Time {
	return time.Date(today.Year(), today.Month()+time.Month(ahead)+1, 0, 0, 0, 0, 0, time.UTC)
}

func businessDays(today time.Time, n int) time.Time {
	for n > 0 {
		today = today.AddDate(0, 0, 1)
		if d := today.Weekday(); d != time.Saturday && d != time.Sunday {
			n--
		}
	}
	return today
}
