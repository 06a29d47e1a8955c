package memory

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"getaifactory.com/ally/shared/retrieve"
)

// Extract finds what is worth remembering in a message by patterns, in Spanish
// and English: a pure function of the message. A reply of Ally gives takeaways
// only: Ally decides nothing and owes nothing.
//
// A sentence gives nothing that is a question, is hypothetical ("si…",
// "podríamos", "maybe"), tells what others said or what is long past, quotes, or
// denies what would be remembered ("no hay que", "we haven't decided"). Neither does what
// a person asks of Ally ("resume el documento").
func Extract(m Said) []Found {
	var found []Found
	count := map[Kind]int{}
	var under Kind // of the heading that the entries of a list stand under
	for _, s := range sentences(m.Text) {
		if !s.listed || strings.HasSuffix(s.text, ":") {
			under = headingOf(s)
		}
		f, ok := inSentence(s, m)
		if !ok && s.listed && under != "" {
			f, ok = listed(s, m, under)
		}
		if !ok || m.Role == Ally && f.Kind != Takeaway || count[f.Kind] == mostOfKind {
			continue
		}
		count[f.Kind]++
		found = append(found, f)
	}
	return found
}

var (
	tasksHeading     = regexp.MustCompile(`^(?:[\w ]* )?(?:pendientes?|tareas?|por hacer|compromisos|acciones|proximos pasos|action items?|actions|tasks|to-?dos?|next steps)\s*:?$`)
	decisionsHeading = regexp.MustCompile(`^(?:[\w ]* )?(?:acuerdos?|decisiones|decisions?|agreements)\s*:?$`)
)

// headingOf says what stands under a heading; "" for nothing in particular.
func headingOf(s sentence) Kind {
	switch {
	case tasksHeading.MatchString(s.folded):
		return ActionItem
	case decisionsHeading.MatchString(s.folded):
		return Decision
	}
	return ""
}

// listed reads an entry of a list under a heading that says what it is.
func listed(s sentence, m Said, kind Kind) (Found, bool) {
	if strings.ContainsAny(s.folded, "?¿") || hypothetical.MatchString(s.folded) || len(retrieve.Words(s.text)) < 2 {
		return Found{}, false
	}
	f := Found{Kind: kind, Text: shortened(strings.TrimRight(s.text, " ;,"), mostText)}
	if kind == ActionItem {
		f.Owner = someone(s, m)
		if at := labelled.FindStringSubmatchIndex(s.folded); f.Owner == "" && at != nil {
			if name := s.at(at[2], at[3]); isName(name) {
				f.Owner = name
			}
		}
		if due, named := dueIn(s.folded, m.At); named {
			f.Due = due.Format(time.DateOnly)
		}
	}
	return f, true
}

// labelled is a task behind the name of who has it.
var labelled = regexp.MustCompile(`^@?(` + nameWords + `)\s*:`)

func inSentence(s sentence, m Said) (Found, bool) {
	words := len(retrieve.Words(s.text))
	if words < 3 || strings.ContainsAny(s.folded, "?¿") {
		return Found{}, false
	}
	f := Found{Text: shortened(strings.TrimRight(s.text, " ;,"), mostText)}
	switch {
	case matches(takeaways, s.folded) && !hypothetical.MatchString(s.folded):
		f.Kind = Takeaway
	case reported.MatchString(s.folded), hypothetical.MatchString(s.folded), longPast.MatchString(s.folded):
		return Found{}, false
	case matches(decisions, s.folded):
		f.Kind = Decision
	default:
		owner, ok := task(s, m)
		if !ok {
			return Found{}, false
		}
		f.Kind, f.Owner = ActionItem, owner
		if due, named := dueIn(s.folded, m.At); named {
			f.Due = due.Format(time.DateOnly)
		}
	}
	return f, true
}

// matches says whether a pattern holds that nothing before it denies.
func matches(pattern *regexp.Regexp, folded string) bool {
	at := pattern.FindStringIndex(folded)
	return at != nil && !denied.MatchString(folded[:at[0]])
}

var (
	// denied is what, right before a pattern, says the opposite.
	denied = regexp.MustCompile(`\b(no|nunca|jamas|tampoco|ni|sin que|todavia no|aun no|not|never|n't|nobody|nadie)( (se|nos|lo|la|le|les|me|yet|hemos|han|ha|have|has|really|actually|necesariamente))*\s*$`)

	hypothetical = regexp.MustCompile(`^(?:(?:pero|y|o|bueno|igual|and|but|or|so|then|entonces)[ ,]+)?(?:si|if|unless|suppose|supongamos|imagina|imaginemos|ojala|quizas?|tal vez|a lo mejor|puede que|maybe|perhaps|wish)\b` +
		`|,\s*(?:si|if|unless|siempre que|en caso de)\b` +
		`|\b(?:podriamos|podria|podrian|habria que|habria|tendriamos|tendria que|deberiamos|deberia|deberian|convendria|me gustaria|seria bueno|seria ideal|ojala|quizas|tal vez|a lo mejor|supongamos|en caso de que|si es que|si hubiera|si tuviera)\b` +
		`|\b(?:could|might|would|maybe|perhaps|would have to|should we|if only|in case|suppose|what if|ideally|hypothetically|were to)\b`)

	reported = regexp.MustCompile(`\b(?:dijo|dice|dicen|dijeron|comento|comentan|comentaron|conto|cuenta|cuentan|menciono|afirma|afirmo|aseguro|asegura|sostiene|opina|opinan|cree|creen|piensa|escribio|pidio|pidieron|propuso|propone|sugirio|sugiere|recomendo|recomienda|pregunto|exige) (?:\w+ ){0,3}?(?:que|si)\b` +
		`|\b(?:dijo|comento|propuso|sugirio|afirmo):` +
		`|\b(?:segun|de acuerdo con lo que dijo|al parecer|dicen que|se rumorea|escuche que|lei que|oi que|supe que)\b` +
		`|\b(?:said|says|told|mentioned|claims|claimed|thinks|believes|suggested|suggests|proposed|heard|reported|wrote|asked|apparently|according to|rumou?r)\b`)

	longPast = regexp.MustCompile(`\b(?:el ano pasado|hace (?:\w+ )?(?:anos?|meses|decadas)|en su momento|en aquel entonces|en ese entonces|antiguamente|antes se|en (?:19|20)[012]\d\b|anos atras|en la administracion anterior|la gestion anterior)` +
		`|\b(?:last year|years? ago|months? ago|back then|back in|used to|in (?:19|20)[012]\d|previously|at the time|the former)\b`)

	takeaways = regexp.MustCompile(`(?:^|[.;:,]\s*)(?:(?:y|and|entonces|so)\s+)?(?:lo (?:mas )?(?:importante|esencial|fundamental|relevante|principal)|lo clave|el punto clave|la clave|en resumen|en sintesis|resumiendo|en conclusion|en definitiva|conclusion(?:es)?|importante|ojo|atencion|clave|dato clave|a tener en cuenta|a tener presente|para recordar|recuerda|recuerden|no olvidar|tengan presente|aprendizaje|hallazgo)(?:\s+(?:es|de todo|aqui|son|:)|\s*[:,]|\s+que\b|\s+para\b|\s+del?\b)` +
		`|^(?:the )?(?:key (?:point|takeaway|finding|insight|thing)s?|main (?:point|takeaway|thing)s?|important(?:ly)?|the important thing|most important(?:ly)?|bottom line|in summary|in short|to sum up|in conclusion|conclusion|takeaway|remember|keep in mind|worth noting|note|lesson learned)\b(?:\s+(?:is|here|that|are|for|of|to)\b|\s*[:,])` +
		`|\bes (?:muy )?(?:importante|clave|fundamental|esencial) (?:saber|recordar|tener|destacar|considerar|que sepan|senalar)\b|\bit(?:'s| is) (?:important|key|worth|crucial) (?:to (?:know|remember|note)|noting|remembering)\b`)

	decisions = regexp.MustCompile(`\b(?:se decid(?:io|e)|se ha decidido|decidimos|hemos decidido|decidi|queda decidido|esta decidido|decidido:|decision(?: final| tomada)?:|la decision (?:es|fue|final es)|tomamos la decision|se tomo la decision)\b` +
		`|(?:decision(?: final| tomada)?|acuerdo|acuerdos|decidido|acordado|aprobado|resolucion|decided|agreed|decision made|resolved|approved)\s*:` +
		`|\b(?:acordamos|se acordo|se acuerda|hemos acordado|quedamos en (?:que|usar|hacer|no|\w+[aei]r)|queda acordado|estamos de acuerdo en|llegamos al acuerdo|se resolvio|se resuelve|resolvimos)\b` +
		`|\b(?:queda(?:n|ron|mos)? (?:aprobad|confirmad|definid|fijad|descartad|suspendid|autorizad|seleccionad)[oa]s?|quedo (?:aprobad|confirmad|definid|fijad|descartad|suspendid|autorizad|seleccionad)[oa]s?|se aprob(?:o|aron|amos)|aprobamos|se autorizo|se descart(?:o|a)|descartamos|se eligio|elegimos|optamos por|nos quedamos con|vamos con|iremos con|se adjudic(?:o|a)|se definio que|definimos|se fij(?:o|a) )` +
		`|\b(?:we(?:'ve| have)? decided|i(?:'ve| have)? decided|it was decided|it has been decided|has been decided|we(?:'ve| have)? agreed|it was agreed|the decision is|final decision|we(?:'re| are) going with|we(?:'ll| will) go with|we chose|we(?:'ve| have) chosen|we picked|we settled on|we approved|(?:is|was|has been) approved|let's go with|we(?:'ve| have) ruled out|we(?:'re| are) dropping)\b`)
)

// People and groups that can owe something without being called by a name.
const (
	roleNouns = `(?:el|la|los|las|nuestr[oa]|mi|the|our|my) (?:equipo|jef[ea]|gerent[ea]|gerencia|encargad[oa]|supervisora?|contador[a]?|contabilidad|bodega|area|departamento|proveedor[a]?|contratista|cliente|arquitect[oa]|abogad[oa]|prevencionista|ingenier[oa]|mecanico|administrador[a]?|secretaria|constructora|team|manager|lead|supplier|contractor|client|architect|lawyer|engineer|department|office)(?: de (?:la |los |las )?\p{L}+)?`
	// letters that a folded name may have, and a second part of it
	nameWords = `\p{L}[\p{L}'.-]*(?: (?:de |del |de la )?\p{L}[\p{L}'.-]+)?`
)

var (
	// speaker commits whoever speaks.
	speaker = regexp.MustCompile(`\b(?:me encargo|yo me encargo|me encargare|me comprometo|me ocupo|me hago cargo|quedo (?:yo )?a cargo|yo (?:\w+re|veo|envio|mando|llamo|reviso|preparo|coordino|hago|lo hago|la hago|me pongo)|voy a (?:\w+r(?:lo|la|los|las|le|les|me)?)\b|tengo que|debo|te lo (?:envio|mando)|les (?:envio|mando)|mi tarea (?:es|sera)|de mi parte)\b` +
		`|(?:^|[,;:.]\s*|\b(?:y|asi que|entonces|mas tarde|luego|despues|manana|hoy) )(?:lo |la |los |las |te |le |les |se lo )?(?:enviare|mandare|revisare|preparare|coordinare|llamare|agendare|actualizare|entregare|confirmare|cotizare|comprare|hare|subire|corregire|presentare|pedire|solicitare|avisare|compartire|verificare|informare|gestionare|terminare|redactare|visitare|hablare|pasare|dejare)\b` +
		`|\b(?:i(?:'ll| will)|i(?:'m| am) going to|i need to|i have to|i must|i(?:'ve| have) got to|i(?:'m| am) responsible for|i commit to|i take on|leave it (?:to|with) me|let me (?:send|check|call|prepare))\b`)

	// everybody commits nobody by name.
	everybody = regexp.MustCompile(`\b(?:hay que|debemos|tenemos que|nos falta|falta (?:por )?\w+r\b|es necesario \w+r|hace falta \w+r|necesitamos \w+r|vamos a tener que|queda (?:pendiente|por) |quedan pendientes?|esta pendiente|acordarse de)\b` +
		`|\b(?:we (?:need|have|must|still need|still have|ought) (?:to )?|we must|we(?:'ve| have) got to|needs? to be (?:\w+ed|done|sent|made|paid|built|written|bought)|must be (?:\w+ed|done|sent|made|paid|built)|has to be (?:\w+ed|done|sent|made|paid)|remains to be)\b`)

	// marked is what is written down as a task.
	marked = regexp.MustCompile(`^(?:todo|to-do|to do|pendientes?|tareas?|por hacer|accion|acciones|action items?|actions?|next steps?|proximos? pasos?|compromisos?|task|tasks|recordatorio|reminder)\s*:\s*`)

	// askedOf asks somebody politely.
	askedOf = regexp.MustCompile(`\b(?:por favor|porfa|favor de|please|kindly|pls)\b`)

	// toldTo tells somebody called by name: "Ana, envía…", "@ana envía…".
	toldTo = regexp.MustCompile(`^@?(` + nameWords + `)\s*[,:]\s*(?:por favor,?\s*|please,?\s*|favor\s+)?(?:te encargo|te toca|necesito que|quedas a cargo|encargate|` + imperatives + `)\b`)

	// owes has somebody owe something: "Pedro enviará", "Ana tiene que", "Bob will".
	owes = regexp.MustCompile(`(` + roleNouns + `|` + nameWords + `) (?:(?:se lo|se|lo|la|les?|nos|te|me|ya|tambien|also) )?(?:tienen? que|debe|deben|va a \w+r|van a \w+r|queda(?:n)? (?:a cargo|de \w+r|responsables?)|se encarga|se encargara|se ocupa|se compromete|se comprometio|es(?:ta)? (?:responsable|a cargo)|` +
		`(?:envi|mand|revis|prepar|coordin|llam|agend|actualiz|entreg|confirm|cotiz|compr|contrat|firm|public|cerr|complet|present|solicit|avis|program|instal|cambi|repar|pag|carg|valid|verific|inform|gestion|termin|organiz|reserv|renov|retir|inspeccion|calibr|levant|redact|visit|habl|pas|dej|reemplaz|traslad|ajust|elabor|ingres|document|capacit|public|traer|tra|invit|contact|negoci|evalu|analiz|configur|orden|limpi|rot)ara[n]?\b|(?:respond|resolv|hac|escrib|defin|pid|ped|sub|recib|imprim|correg|exig|distribu|reun|compart|vend|ofrec|met|permit|repart|transfer|consegu|sacar)(?:era|ira)[n]?\b|hara[n]?\b|traera[n]?\b|` +
		`will|needs? to|has to|have to|must|is going to|are going to|is responsible for|is in charge of|takes care of|shall|to (?:` + imperatives + `))\b`)

	assigned = regexp.MustCompile(`\b(?:a cargo de|responsables?:|encargad[oa]:|owner:|assigned to|assignee:|responsible:|lo hace|la hace|le toca a)\s*(` + nameWords + `)`)

	imperative = regexp.MustCompile(`(?:^|[,;:]\s*|\b(?:por favor|porfa|please|pls|kindly|favor|y|and)[, ]+)(?:` + imperatives + `)\b`)
	// ofAlly is what people ask of Ally.
	ofAlly = regexp.MustCompile(`\b(?:dime|dame|explica(?:me)?|explicanos|resume(?:me)?|resumir|resumen|busca(?:me)?|muestra(?:me)?|muestrame|compara|lista(?:me)?|traduce|traduceme|redacta(?:me)?|escribe(?:me)?|escribeme|ayuda(?:me)?|recomienda(?:me)?|cuentame|recuerdame|respondeme|indica(?:me)?|genera(?:me)?|analiza(?:me)?|sugiere(?:me)?|` +
		`tell me|explain|summari[sz]e|show me|list|compare|translate|draft|help me|find me|recommend|give me|write me|describe|suggest|remind me)\b`)
)

const imperatives = `envi(?:a|e|en|ar|enos|enme|ame)|manda(?:r|me|nos)?|mande[n]?|revis(?:a|e|en|ar)|prepar(?:a|e|en|ar)|coordin(?:a|e|en|ar)|llam(?:a|ar|en|e)|agend(?:a|e|en|ar)|actualiz(?:a|ar)|actualice[n]?|entreg(?:a|ar)|entregue[n]?|confirm(?:a|e|en|ar)(?:me|nos)?|cotiz(?:a|ar)|cotice[n]?|compr(?:a|e|en|ar)|contrat(?:a|e|en|ar)|firm(?:a|e|en|ar)|public(?:a|ar)|publique[n]?|cierr(?:a|e|en)|cerrar|sub(?:e|an|a|ir)|correg(?:ir)|corrij(?:a|an)|corrige|complet(?:a|e|en|ar)|present(?:a|e|en|ar)|solicit(?:a|e|en|ar)|pid(?:e|an|a)|pedir|avis(?:a|e|en|ar)(?:me|nos|le)?|program(?:a|e|en|ar)|defin(?:e|an|ir)|instal(?:a|e|en|ar)|cambi(?:a|e|en|ar)|repar(?:a|e|en|ar)|pag(?:a|ar)|pague[n]?|carg(?:a|ar)|cargue[n]?|compart(?:e|an|ir)|valid(?:a|e|en|ar)|verific(?:a|ar)|verifique[n]?|inform(?:a|e|en|ar)|gestion(?:a|e|en|ar)|termin(?:a|e|en|ar)|haz|haga|hagan|hacer|organic?z?(?:a|e|en|ar)|respond(?:e|an|er)|reserv(?:a|e|en|ar)|renov(?:ar)|renueva|renueven|retir(?:a|e|en|ar)|trae|traer|traigan|dejar|deja|llev(?:a|e|ar)|inspeccion(?:a|e|ar)|reemplaz(?:a|ar)|` +
	`send|call|check|review|prepare|update|schedule|book|order|buy|pay|sign|submit|confirm|share|upload|fix|finish|complete|contact|arrange|organi[sz]e|deliver|bring|file|approve|cancel|renew|replace|install|forward|invite|set up|follow up|make sure|get`

// task says whether a sentence is something to do, and for whom.
func task(s sentence, m Said) (owner string, ok bool) {
	folded := s.folded
	if at := marked.FindStringIndex(folded); at != nil {
		return someone(s, m), true
	}
	if matches(speaker, folded) && !done.MatchString(folded) {
		if forAlly(folded) {
			return "", false
		}
		return m.AuthorName, true
	}
	if at := toldTo.FindStringSubmatchIndex(folded); at != nil {
		if name := s.at(at[2], at[3]); isName(name) && !strings.EqualFold(name, "Ally") && !forAlly(folded[at[3]:]) {
			return name, true
		}
	}
	if name, found := s.owing(); found {
		return name, true
	}
	if matches(everybody, folded) {
		return someone(s, m), true
	}
	if askedOf.MatchString(folded) && imperative.MatchString(folded) && !forAlly(folded) && !denied.MatchString(folded[:imperative.FindStringIndex(folded)[0]]) {
		return someone(s, m), true
	}
	if _, dated := dueIn(folded, m.At); dated && firstImperative.MatchString(folded) && !forAlly(folded) {
		return someone(s, m), true
	}
	return "", false
}

var firstImperative = regexp.MustCompile(`^(?:` + imperatives + `)\b`)

// done tells what has happened already.
var done = regexp.MustCompile(`\bya (?:lo |la |los |las |se |te |le |les |me )?(?:\w+e|\w+i|hice|envie|mande|hicimos|\w+mos|esta)\b|\balready\b`)

func forAlly(folded string) bool { return ofAlly.MatchString(folded) }

// owing finds who owes something, by name or by their part.
func (s sentence) owing() (string, bool) {
	for _, at := range owes.FindAllStringSubmatchIndex(s.folded, -1) {
		name := s.at(at[2], at[3])
		before := s.folded[:at[2]]
		if denied.MatchString(s.folded[:at[3]]+" ") || strings.Contains(s.folded[at[3]:at[1]], " no ") {
			continue
		}
		if roleOnly.MatchString(s.folded[at[2]:at[3]]) {
			return name, true
		}
		// The pattern takes two words where the first may belong to what stands before.
		if first, rest, two := strings.Cut(name, " "); two && !isName(first) {
			name, before = rest, before+fold(first).folded+" "
		}
		if isName(name) && !article.MatchString(before) {
			return name, true
		}
	}
	return "", false
}

var (
	roleOnly = regexp.MustCompile(`^` + roleNouns + `$`)
	article  = regexp.MustCompile(`\b(?:los|las|un|una|the|a|an|de|del|of)\s+$`)
)

// someone finds whom a task is given to beside its verb.
func someone(s sentence, m Said) string {
	if at := assigned.FindStringSubmatchIndex(s.folded); at != nil {
		if name := trimmedName(s.at(at[2], at[3])); name != "" {
			return name
		}
	}
	if at := bracketed.FindStringSubmatchIndex(s.folded); at != nil {
		if name := s.at(at[2], at[3]); isName(name) {
			return name
		}
	}
	if name, found := s.owing(); found {
		return name
	}
	if speaker.MatchString(s.folded) {
		return m.AuthorName
	}
	return ""
}

// bracketed is a name behind a task: "comprar cascos (Pedro)", "… — Ana".
var bracketed = regexp.MustCompile(`(?:\(|[—–]\s*|@)(` + nameWords + `)\)?\.?$`)

func trimmedName(name string) string {
	first, rest, two := strings.Cut(name, " ")
	switch {
	case !isName(first):
		return ""
	case two && !isName(rest):
		return first
	}
	return name
}

// isName says whether the words are written as a name is, and are none that
// begins a sentence.
func isName(name string) bool {
	for i, word := range strings.Fields(name) {
		first := []rune(word)[0]
		if i > 0 && (word == "de" || word == "del" || word == "la") {
			continue
		}
		folded := fold(strings.Trim(word, ".,'-")).folded
		if !unicode.IsUpper(first) || retrieve.StopWord(folded) || noName[folded] || weekdays[folded] != 0 || folded == "domingo" {
			return false
		}
	}
	return name != ""
}

// noName are words that begin sentences and name nobody.
var noName = func() map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(`hoy manana ayer ahora luego despues ademas entonces bueno ok listo perfecto gracias hola ojo importante
		pendiente tarea todo recuerda nota atencion acuerdo decision quizas nadie alguien cualquiera usted ustedes esto eso ella ellos
		today tomorrow yesterday now later then also however ok great thanks hi hello note please somebody someone nobody everyone everybody anyone
		it this that there they we you he she i what who nothing something let everything
		enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre january february march april may june july
		august september october november december por favor porfa finalmente primero segundo tercero first second third finally next`) {
		all[word] = true
	}
	return all
}()
