package local

import (
	"sync"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/retrieve"
)

// commonWords are of any conversation, whatever it is about. They are no function
// words, but say little.
const commonWords = `
	hacer hago hace haz hizo hecho decir dice dijo di digo ver veo mira mirar ir voy vamos dar dame doy llevar lleva traer
	necesito necesitar necesitamos quiero querer quiere gracias hola favor listo lista claro gusto perfecto bueno ahora hoy mañana
	ayer día días semana mes año vez veces cosa cosas parte manera forma tipo caso punto puntos tema agrega agregado agregar saber
	sabes dime cuánto ayuda ayúdame prepara preparado preparar redacté redactar manda enviar envía avisa avisar aviso deja dejo dejar
	queda quedo sale salir pasa paso pasar poner pon puse pide pedir toca falta faltan incluye incluir cuesta costo cobra vale ofrece
	monto autoriza aprueba aprobar revisa revisar quién persona número texto tabla fila responsable fecha tres dos uno segunda primero
	siguiente más menos mejor corto ejemplo datos pregunta respuesta empieza empezar conviene evitar puede llegar llega entra
	need want make do get give take go come see look know tell say said thing way case point use put keep let please thanks sure
	done today tomorrow yesterday day week month year ask asks costs cost approve approves who figures figure row owner date short
	shorter table better length lost changes chose answer source three two one first next more less number`

// common are the stems of commonWords.
var common = sync.OnceValue(func() map[string]bool {
	out := make(map[string]bool)
	for _, word := range retrieve.Words(commonWords) {
		out[retrieve.Stem(retrieve.Stem(word, lang.English), lang.Spanish)] = true
	}
	return out
})
