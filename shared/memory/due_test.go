package memory

import (
	"testing"
	"time"
)

func TestADueDateIsCountedFromTheDayItWasSaid(t *testing.T) {
	said := time.Date(2026, 3, 18, 15, 4, 0, 0, time.UTC) // a Wednesday
	for text, want := range map[string]string{
		"enviar antes del viernes":        "2026-03-20",
		"a más tardar el lunes":           "2026-03-23",
		"el próximo martes":               "2026-03-24",
		"el miércoles":                    "2026-03-25",
		"el viernes de la próxima semana": "2026-03-27",
		"el jueves 26":                    "2026-03-26",
		"el 15 de abril":                  "2026-04-15",
		"el 15 de febrero":                "2027-02-15",
		"el 1 de mayo de 2027":            "2027-05-01",
		"el primero de abril":             "2026-04-01",
		"15/04/2026":                      "2026-04-15",
		"el 3/4":                          "2026-04-03",
		"04/25/2026":                      "2026-04-25",
		"2026-05-01":                      "2026-05-01",
		"mañana a primera hora":           "2026-03-19",
		"pasado mañana":                   "2026-03-20",
		"hoy mismo":                       "2026-03-18",
		"en dos semanas":                  "2026-04-01",
		"dentro de 10 días":               "2026-03-28",
		"en 5 días hábiles":               "2026-03-25",
		"esta semana":                     "2026-03-20",
		"la próxima semana":               "2026-03-27",
		"a fin de mes":                    "2026-03-31",
		"a fines de abril":                "2026-04-30",
		"a mediados de abril":             "2026-04-15",
		"el próximo mes":                  "2026-04-30",
		"antes del 25":                    "2026-03-25",
		"by Friday":                       "2026-03-20",
		"next Tuesday":                    "2026-03-24",
		"next Friday":                     "2026-03-27",
		"by April 15":                     "2026-04-15",
		"by April 15th, 2027":             "2027-04-15",
		"on the 3rd of April":             "2026-04-03",
		"by tomorrow":                     "2026-03-19",
		"by end of day":                   "2026-03-18",
		"in three days":                   "2026-03-21",
		"by the end of the month":         "2026-03-31",
		"end of April":                    "2026-04-30",
		"next week":                       "2026-03-27",
		"Friday next week":                "2026-03-27",
		"la reunión del lunes pasado":     "",
		"since last Friday":               "",
		"el 40 de abril":                  "",
		"el 31/02/2027":                   "",
		"2020-01-01":                      "",
		"sin fecha":                       "",
		"de la reunión de ayer":           "",
		"el martes pasado pidió el informe; mañana": "2026-03-19",
	} {
		got := ""
		if due, ok := dueIn(fold(text).folded, said); ok {
			got = due.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
