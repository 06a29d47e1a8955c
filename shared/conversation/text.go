package conversation

import "getaifactory.com/ally/shared/lang"

var (
	startedText = lang.Text{ES: "Conversación iniciada.", EN: "Conversation started."}
	blockedText = lang.Text{
		ES: "El filtro de seguridad del modelo no permitió esta respuesta. Prueba a preguntarlo de otra manera.",
		EN: "The model's safety filter withheld this answer. Try asking in another way.",
	}
	lengthText = lang.Text{
		ES: "_La respuesta alcanzó su largo máximo. Escribe «continúa» para seguir._",
		EN: "_The answer reached its maximum length. Write “continue” to go on._",
	}
	failedText = lang.Text{
		ES: "No pude terminar la respuesta. Tu mensaje está guardado: vuelve a intentarlo en un momento.",
		EN: "I could not finish the answer. Your message is stored: try again in a moment.",
	}
	busyText = lang.Text{
		ES: "En este momento hay demasiadas consultas. Tu mensaje está guardado: vuelve a intentarlo en un momento.",
		EN: "There are too many requests right now. Your message is stored: try again in a moment.",
	}
	refusedText = lang.Text{
		ES: "El modelo no está bien configurado. Tu mensaje está guardado; avisa a quien administra Ally.",
		EN: "The model is not set up correctly. Your message is stored; tell whoever administers Ally.",
	}
)
