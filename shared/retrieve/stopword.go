package retrieve

import "strings"

// Function words, folded as Words folds them. They carry the grammar of a
// sentence and not its subject: articles, prepositions, pronouns, question
// words, auxiliary verbs. A word that also names things (Spanish "once", the
// number) is left out.
var (
	spanishStopWords = set(`a al algo alguien algun alguna algunas alguno algunos alla alli ambos ante antes aquel
		aquella aquellas aquello aquellos aqui asi aun aunque bajo bien cada casi como con contra cual cuales cualquier
		cualquiera cuando cuanta cuantas cuanto cuantos cuya cuyas cuyo cuyos da dan de debe deben debemos deberia
		deberian debo del demas desde despues donde dos durante e el ella ellas ello ellos en entonces entre era eran
		eres es esa esas ese eso esos esta estaba estaban estado estamos estan estar estara estas este esto estos estoy
		fue fueron fui ha haber habia habian habra han has hasta hay haya hayan he hemos incluso la las le les lo los
		luego mas me mediante mi mia mias mientras mio mios mis misma mismas mismo mismos mucha muchas mucho muchos muy
		nada ni ningun ninguna ninguno no nos nosotras nosotros nuestra nuestras nuestro nuestros nunca o os otra otras
		otro otros para pero poca pocas poco pocos podemos podria podrian por porque pues puede pueden puedes puedo que
		quien quienes se sea sean segun ser sera seran si sido siempre sin sino sobre sois somos son soy su sus suya
		suyas suyo suyos tal tales tambien tampoco tan tanta tantas tanto tantos te tendra tendran tenemos tener tenga
		tengan tengo tenia ti tiene tienen tienes toda todas todavia todo todos tras tu tus tuya tuyo u un una unas uno
		unos usted ustedes va van vosotros voy y ya yo`)

	englishStopWords = set(`a about above after again against all also am an and any are as at be because been before
		being below between both but by can cannot could did do does doing don down during each either else ever every
		few for from further had has have having he her here hers herself him himself his how i if in into is isn it its
		itself just ll may me might more most must my myself neither no nor not of off on only or other our ours
		ourselves out over own per re s same shall she should so some such t than that the their theirs them themselves then
		there these they this those through to too under until up us ve very was we were what when where whether which
		while who whom whose why will with within without would you your yours yourself yourselves`)
)

func set(words string) map[string]bool {
	s := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		s[word] = true
	}
	return s
}

// StopWord says whether a word, as Words gives it, is a function word of
// either language. Both lists hold for every text: a Spanish question about an
// English document would otherwise be led by its articles.
func StopWord(word string) bool { return spanishStopWords[word] || englishStopWords[word] }
