package fault

import (
	"strings"

	"getaifactory.com/ally/shared/lang"
)

// Wrong says which fields of a request are wrong; it is nil when none is.
func Wrong(fields ...Field) error {
	if len(fields) == 0 {
		return nil
	}
	var es, en []string
	for _, f := range fields {
		es = append(es, f.Name+" ("+f.Problem.ES+")")
		en = append(en, f.Name+" ("+f.Problem.EN+")")
	}
	return &Fault{
		Kind: Invalid,
		Code: "invalid",
		Sentence: lang.Text{
			ES: "Corrige estos campos: " + strings.Join(es, ", ") + ".",
			EN: "Correct these fields: " + strings.Join(en, ", ") + ".",
		},
		Fields: fields,
	}
}

// SignedOut is the answer to a missing or unacceptable session. The cause is
// for the log: a caller does not learn what was wrong with a token.
func SignedOut(cause error) error {
	return &Fault{
		Kind: Unauthenticated, Code: "unauthenticated", Cause: cause,
		Sentence: lang.Text{ES: "Inicia sesión para continuar.", EN: "Sign in to continue."},
	}
}

// NoAccess is the answer to a person whom Ally is not switched on for.
func NoAccess() error {
	return &Fault{
		Kind: Forbidden, Code: "no_access",
		Sentence: lang.Text{
			ES: "Ally todavía no está disponible para ti. El chat clásico sigue funcionando como siempre.",
			EN: "Ally is not available to you yet. The classic chat works as always.",
		},
	}
}

// NotYou is the answer to a request that names somebody else than the session
// does.
func NotYou(field string) error {
	return &Fault{
		Kind: Forbidden, Code: "forbidden",
		Sentence: lang.Text{
			ES: "El campo " + field + " no corresponde a tu sesión.",
			EN: "The field " + field + " does not match your session.",
		},
	}
}

// Missing is the answer to what does not exist and to what the person may not
// see: the two can't be told apart.
func Missing(what lang.Text) error {
	return &Fault{
		Kind: NotFound, Code: "not_found",
		Sentence: lang.Text{ES: "No encontramos " + what.ES + ".", EN: "We could not find " + what.EN + "."},
	}
}

// Busy is the answer when the database can't be reached or is contended for
// too long.
func Busy(cause error) error {
	return &Fault{
		Kind: Unavailable, Code: "unavailable", Cause: cause,
		Sentence: lang.Text{
			ES: "El servicio no responde en este momento. Inténtalo de nuevo en unos segundos.",
			EN: "The service is not answering right now. Try again in a few seconds.",
		},
	}
}
