package local

import "strings"

// Words as retrieve.Words gives them. They are what a question is made of
// besides its subject.
var (
	// framing words say that something is asked or wanted, of whom, and how
	// politely.
	framing = set(`acerca adecuada adecuado agente agentes agradeceria ally amable asistente asistentes ayuda ayudame ayudar
		ayudarme ayudarnos ayude ayuden busca buscame buscar busco buenas buenos claro comentame conocer consultar
		conviene correcta correcto cuentame detalla detalle dice dicen dime digas decir decirme doy encargada encuentra
		encontrar entiendo explica explicame explicar explicarme explicas favor gracias gustaria hablame hablar haga hagas
		hago hacer hace hacen hola hoy indica indicada indicado indicame informacion informame incluye intento lleva llevan llevar mejor muestrame
		necesita necesitamos necesitas necesito ok oye pasa pregunta preguntar preguntarle problema quiere quiero
		quisiera recomienda recomiendame recomiendas recomendar recomendarias recomendarme relacionado respecto
		sabe saber sabes seguir sigo significa serviria sirve sirven sugieres sugiere tardes trata tratar tuvieron tuvo util va vamos ver vez
		advise agent agents appropriate ask asking assistant assistants best could explain find get getting give good hello
		help helpful helping helps hey hi include includes information know known knows deal deals handle handles understands let like mean means look looking make need needs please question recommend
		recommended right say says see show suggest suggested suitable talk tell thank thanks thing things topic use
		useful want works`)

	// weak words name something so general, or so much a part of asking, that
	// having them says little about a text and lacking them nothing.
	weak = set(`anterior ano anos antes cada cantidad caso casos cifra conseguir corresponde costo costos cuesta cuestan
		demora demoran dia dias documento documentos donde dura duracion duran empezar exactamente existe existen fecha
		fechas forma frecuencia gestionar hora horas importante lista maxima maximo mes meses minima minimo minutos momento
		monto montos norma normas numero obtener pagar parte paso pasos pedir pide piden pido plazo plazos precio
		procedimiento procedimientos proceso procesos realizar regla reglas requisito requisitos responsable responsables
		sacar semana semanas siguiente solicitar solicita solicito solicitan tarda tardan tiempo tipo tipos tramitar tramite
		tramites tramito usar usarse valor veces vigencia
		allowed amount amounts apply case cost costs date day days deadline deadlines document documents due duration
		far happen happens hour hours kind list long many maximum minimum minutes month months much name number obtain
		often pay people price procedure procedures process required requirement requirements responsible rule
		rules step steps take takes time times type types week weeks year years`)

	// linking words begin a question that goes on from the one before.
	linking = set(`y e entonces tambien and also then`)

	// pointing words stand for something said before.
	pointing = set(`eso esa ese esas esos aquello aquel ahi it that those them this there`)
)

// ownCompany holds the words by which people call their own organization.
const ownCompany = " empresa compania organizacion company organization organisation corporacion"

func set(words string) map[string]bool {
	s := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		s[word] = true
	}
	return s
}
