package local

import (
	"regexp"
	"slices"

	"getaifactory.com/ally/shared/retrieve"
)

// want is what kind of answer a question asks for.
type want int

const (
	anything want = iota
	aNumber
	aTime // a span of time, a date, a frequency
	money
	aPerson
	steps
)

// sign tells a want, and what satisfies it, by patterns.
type sign struct {
	want
	asked *regexp.Regexp // in the question's words
	given *regexp.Regexp // in a sentence's words; nil where it takes more than words
}

// signs are tried in this order.
var signs = []sign{
	{
		aTime,
		regexp.MustCompile(` (cuando|(en |cada )?cuanto tiempo|cada cuanto|cuant[oa]s (minutos|horas|dias|semanas|meses|anos)|plazos?|demoran?|tardan?|duran?|duracion|vigencia|frecuencia|fecha|when|how long|how often|how many (minutes|hours|days|weeks|months|years)|deadlines?|what date) `),
		regexp.MustCompile(` (\d+|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|sesenta|noventa|un|una|medio|media|cada|two|three|four|five|six|seven|eight|nine|ten|fifteen|thirty|a|one|every|each) (\w+ ){0,1}(minutos?|horas?|dias?|semanas?|mes|meses|anos?|turnos?|trimestres?|semestres?|periodos?|kilometros|km|minutes?|hours?|days?|weeks?|months?|years?|quarters?|shifts?|jornadas?) |` +
			` (enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|january|february|march|april|june|july|august|september|october|november|december|lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|inmediato|immediately|diario|diaria|semanal|mensual|anual|trimestral|daily|weekly|monthly|yearly|quarterly|20\d\d) `),
	},
	{
		money,
		regexp.MustCompile(` (cuesta|cuestan|cuanto (vale|valen|sale|se paga|pago|pagan?|debo pagar|hay que pagar)|costos?|precios?|tarifas?|montos?|cuanto cobran?|how much (does|do|is|are|can|must|money)|costs?|prices?|amounts?) `),
		regexp.MustCompile(` (pesos|uf|utm|clp|usd|dolares|dollars|euros|millones) | (derechos?|tarifas?|pagan?|abonan?|cobran?|precios?|costos?|cuestan?|pays?|costs?|prices?|fees?) .*\d`),
	},
	{
		aPerson,
		regexp.MustCompile(` (quien|quienes|responsables?|who|whom|whose) `),
		regexp.MustCompile(` (jef[ea]s?|jefaturas?|gerent[ea]s?|gerencias?|directora?|direccion|encargad[oa]s?|supervisora?|supervisores|comite|comision|prevencionista|prevencion|responsables?|arquitect[oa]s?|administradora?|contadora?|contabilidad|tesoreria|contraloria|mecanicos?|bodeguer[oa]s?|ingenier[oa]s?|inspectora?|revisora?|capataz|operadora?|analista|auditora?|abogad[oa]s?|propietari[oa]|trabajadora?|usuari[oa]|dom|seremi|lubricadora?|custodio|armadora?|person|manager|supervisor|director|head|engineer|committee|architect|accountant|foreman|operator|owner|worker|chief|officer|team|department) `),
	},
	{
		aNumber,
		regexp.MustCompile(` (cuant[oa]s?|cantidad|numero|how (many|much|far|high|tall|heavy|big|fast)|number) `),
		regexp.MustCompile(` (\d\S*|m\d+|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|cien|mil|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|hundred|thousand) `),
	},
	{
		steps,
		regexp.MustCompile(` (como|pasos|procedimiento|how (do|does|to|can|should|is|are|must)|steps|procedure) `),
		nil,
	},
}

var stepsHeading = regexp.MustCompile(` (como|pasos?|procedimiento|solicitud|instrucciones|secuencia|how|steps?|procedure|instructions|request) `)

func wantOf(question []string) want {
	text := spaced(question)
	for _, s := range signs {
		if s.asked.MatchString(text) {
			return s.want
		}
	}
	return anything
}

// satisfies says whether a sentence holds what the question asks for.
func (w want) satisfies(u retrieve.Unit) bool {
	switch w {
	case anything:
		return true
	case steps:
		if u.Kind == retrieve.Entry && numberMark.MatchString(u.Text) {
			return true
		}
		return len(u.Under) > 0 && stepsHeading.MatchString(spaced(retrieve.Words(u.Under[len(u.Under)-1])))
	}
	text := u.Text
	if u.Kind == retrieve.Entry {
		text = numberMark.ReplaceAllString(text, "") // its number is no answer
	}
	if u.Kind == retrieve.Row {
		text = u.Lead + " " + text
	}
	i := slices.IndexFunc(signs, func(s sign) bool { return s.want == w })
	return signs[i].given.MatchString(spaced(retrieve.Words(text)))
}
