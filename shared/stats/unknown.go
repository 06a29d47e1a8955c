package stats

import (
	"math"

	"getaifactory.com/ally/shared/lang"
)

// Unknown says why a figure can't be told. A function of this package gives
// either a figure or an Unknown, never a NaN.
type Unknown struct {
	// Code is the reason as a word: nobody, one, negative, same, baseline, never,
	// number, pieces, people or level.
	Code string
	Why  lang.Text
}

// Error gives the reason in English.
func (u *Unknown) Error() string { return "stats: " + u.Why.EN }

var (
	nobody   = &Unknown{"nobody", lang.Text{ES: "No hay datos de nadie.", EN: "There is no data of anybody."}}
	one      = &Unknown{"one", lang.Text{ES: "Hay datos de una sola persona: no se puede saber cuánto varía.", EN: "There is data of one person only: how much it varies can't be known."}}
	same     = &Unknown{"same", lang.Text{ES: "Todas las personas tienen el mismo valor: no hay variación con la que comparar.", EN: "Everybody has the same value: there is no variation to compare with."}}
	baseline = &Unknown{"baseline", lang.Text{ES: "El valor de partida es cero: no hay cambio relativo.", EN: "The baseline is zero: there is no relative change."}}
	never    = &Unknown{"never", lang.Text{ES: "Nunca ocurrió aquello por lo que se divide.", EN: "What is divided by never happened."}}
	number   = &Unknown{"number", lang.Text{ES: "Hay un valor que no es un número.", EN: "There is a value that is not a number."}}
	pieces   = &Unknown{"pieces", lang.Text{ES: "Las cuentas no cuadran: hay más aciertos que casos.", EN: "The counts don't fit: there are more hits than cases."}}
	people   = &Unknown{"people", lang.Text{ES: "Hay muy pocas personas para un intervalo.", EN: "There are too few people for an interval."}}
	level    = &Unknown{"level", lang.Text{ES: "Una probabilidad debe estar entre cero y uno.", EN: "A probability must lie between zero and one."}}
)

// finite says whether all are numbers.
func finite(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// within says whether all are probabilities other than 0 and 1.
func within(probabilities ...float64) bool {
	for _, p := range probabilities {
		if !(p > 0 && p < 1) {
			return false
		}
	}
	return true
}
