package action

import "getaifactory.com/ally/shared/lang"

// Failure says why an action failed, as a machine's word.
type Failure struct {
	Code      string `firestore:"code"`
	Retryable bool   `firestore:"retryable"` // false: it fails again as it is
}

// Interrupted is the code of an action whose process ended before it did.
const Interrupted = "interrupted"

var (
	failedText = lang.Text{
		ES: "No pudimos terminar esta acción. Vuelve a intentarlo en un momento.",
		EN: "We could not finish this action. Try again in a moment.",
	}
	hopelessText = lang.Text{
		ES: "No pudimos terminar esta acción. Avisa a quien administra Ally.",
		EN: "We could not finish this action. Tell whoever administers Ally.",
	}
)

// sentences tell a person what a code means, where there is more to say than
// that it failed.
var sentences = map[string]lang.Text{
	Interrupted: {
		ES: "La acción se interrumpió antes de terminar. Vuelve a intentarlo.",
		EN: "The action was interrupted before its end. Try again.",
	},
	"model_rate_limited": {
		ES: "En este momento hay demasiadas consultas. Vuelve a intentarlo en un momento.",
		EN: "There are too many requests right now. Try again in a moment.",
	},
	"model_blocked": {
		ES: "El filtro de seguridad del modelo no permitió este resultado. Prueba con otra fuente u otras instrucciones.",
		EN: "The model's safety filter withheld this result. Try another source or other instructions.",
	},
	"nothing_found": {
		ES: "No encontramos nada que se pueda afirmar con certeza. Prueba con otra fuente o con más texto.",
		EN: "We found nothing that can be said with certainty. Try another source or more text.",
	},
	"limit_tokens": {
		ES: "Se alcanzó el límite de tokens antes de terminar. Vuelve a intentarlo cuando tengas de nuevo.",
		EN: "The limit of tokens was reached before its end. Try again when you have some again.",
	},
}

// Sentence tells a person what happened and what to do next.
func (f Failure) Sentence(l lang.Language) string {
	if text, ok := sentences[f.Code]; ok {
		return text.In(l)
	}
	if !f.Retryable {
		return hopelessText.In(l)
	}
	return failedText.In(l)
}
