package metric

import "getaifactory.com/ally/shared/lang"

// The keys of what is measured.
const (
	InitialLoad         = "initial_load"
	OpenToFirstMessage  = "open_to_first_message"
	TimeToFirstMessage  = "time_to_first_message"
	ResponseTime        = "response_time"
	AppActionTime       = "app_action_time"
	SearchTime          = "search_time"
	Conversations       = "conversations"
	MessagesPer         = "messages_per_conversation"
	SessionLength       = "session_length"
	MessagesPerSession  = "messages_per_session"
	AgentsDiscovered    = "agents_discovered"
	CollaborationRate   = "collaboration_rate"
	Return7             = "return_7_day"
	Satisfaction        = "satisfaction"
	PromptEffectiveness = "prompt_effectiveness"
	FeatureDiscovery    = "feature_discovery"
	TimeToProductive    = "time_to_productive"
	AppUse              = "app_use"
	FailureRate         = "failure_rate"
	LearningCurve       = "learning_curve"
)

// pageTimes is what holds of all that the workspace measures in the browser.
var pageTimes = lang.Text{
	ES: "Personas que desactivaron «Mediciones»; páginas en segundo plano; tiempos de más de 10 minutos.",
	EN: "People who switched “Measurements” off; pages in the background; times over 10 minutes.",
}

// Definitions are all measures, in the order in which they are shown.
var Definitions = []Definition{
	{
		Key: InitialLoad, Name: lang.Text{ES: "Carga inicial", EN: "Initial load"},
		What: lang.Text{
			ES: "Desde que el navegador empieza a abrir la página hasta que se ven los mensajes; percentil 75 de las cargas.",
			EN: "From the browser's beginning to open the page until its messages are shown; 75th percentile of the loads.",
		},
		Unit: Milliseconds, Kind: Quantile, At: 0.75, Direction: Lower, Target: Target{2000, true},
		Ally: "ally_facts: timing “load”, from the workspace",
		Same: lang.Text{
			ES: "El chat clásico no guarda tiempos de página: solo se compara con la meta.",
			EN: "The classic chat keeps no times of its pages: it is compared with the target only.",
		},
		Excluded: pageTimes,
	},
	{
		Key: OpenToFirstMessage, Name: lang.Text{ES: "De abrir a escribir", EN: "From opening to writing"},
		What: lang.Text{
			ES: "Desde que se ven los mensajes hasta que la persona envía el primero de la visita; mediana de las visitas.",
			EN: "From the moment at which messages are shown until the person sends the visit's first one; median of the visits.",
		},
		Unit: Milliseconds, Kind: Quantile, At: 0.5, Direction: Lower,
		Ally: "ally_facts: timing “first_message”, from the workspace",
		Same: lang.Text{
			ES: "El chat clásico no guarda tiempos de página; para comparar está «Tiempo hasta el primer mensaje».",
			EN: "The classic chat keeps no times of its pages; “Time to first message” is there to compare.",
		},
		Excluded: pageTimes,
	},
	{
		Key: TimeToFirstMessage, Name: lang.Text{ES: "Tiempo hasta el primer mensaje", EN: "Time to first message"},
		What: lang.Text{
			ES: "Desde que se crea una conversación hasta el primer mensaje de su persona; mediana de las conversaciones.",
			EN: "From the creation of a conversation to its person's first message in it; median of the conversations.",
		},
		Unit: Milliseconds, Kind: Quantile, At: 0.5, Direction: Lower, KeyMetric: true,
		Classic: "conversations.createdAt, messages.timestamp (role user)",
		Ally:    "ally_conversations.createdAt, ally_messages.timestamp (role user)",
		Same: lang.Text{
			ES: "Los dos sistemas crean la conversación cuando se abre una nueva, antes del primer mensaje.",
			EN: "Both systems create a conversation when a new one is opened, before the first message.",
		},
		Excluded: lang.Text{
			ES: "Conversaciones sin mensaje, con el primero otro día de UTC, o después de más de 30 minutos: ya es otra sesión. La Ally permanente cuenta solo la primera vez.",
			EN: "Conversations without a message, with the first on another day of UTC, or after more than 30 minutes: that is another session. The permanent Ally counts its first time only.",
		},
	},
	{
		Key: ResponseTime, Name: lang.Text{ES: "Tiempo de respuesta", EN: "Message response time"},
		What: lang.Text{
			ES: "Lo que el servidor tarda en escribir una respuesta completa; percentil 75 de las respuestas.",
			EN: "What the server takes to write a whole answer; 75th percentile of the answers.",
		},
		Unit: Milliseconds, Kind: Quantile, At: 0.75, Direction: Lower, Guardrail: true, Margin: 0.1, Target: Target{2000, true},
		Classic: "messages.responseTime (role assistant)", Ally: "ally_messages.durationMs (role ally, completed)",
		Same: lang.Text{
			ES: "Los dos miden en el servidor hasta la última palabra; lo que la persona espera hasta la primera es menos.",
			EN: "Both measure in the server and up to the last word; what a person waits for the first one is less.",
		},
		Excluded: lang.Text{
			ES: "Respuestas sin tiempo guardado, fallidas o detenidas.", EN: "Answers without a stored time, failed or stopped ones.",
		},
	},
	{
		Key: AppActionTime, Name: lang.Text{ES: "Tiempo de una app", EN: "App action time"},
		What: lang.Text{
			ES: "Lo que tarda una acción de una app hasta completarse; percentil 75 de las acciones.",
			EN: "What an app's action takes to be completed; 75th percentile of the actions.",
		},
		Unit: Milliseconds, Kind: Quantile, At: 0.75, Direction: Lower, Target: Target{3000, true},
		Ally:     "ally_actions.duration (status completed)",
		Same:     lang.Text{ES: "El chat clásico no tiene apps.", EN: "The classic chat has no apps."},
		Excluded: lang.Text{ES: "Acciones fallidas o canceladas.", EN: "Failed and cancelled actions."},
	},
	{
		Key: SearchTime, Name: lang.Text{ES: "Tiempo de búsqueda", EN: "Search time"},
		What: lang.Text{
			ES: "Desde que el navegador pide una búsqueda hasta que se ve el resultado; percentil 75 de las búsquedas.",
			EN: "From the browser's asking for a search until its result is shown; 75th percentile of the searches.",
		},
		Unit: Milliseconds, Kind: Quantile, At: 0.75, Direction: Lower, Target: Target{500, true},
		Ally:     "ally_facts: timing “search”, from the workspace",
		Same:     lang.Text{ES: "El chat clásico no busca en lo conversado.", EN: "The classic chat does not search in what was said."},
		Excluded: pageTimes,
	},
	{
		Key: Conversations, Name: lang.Text{ES: "Conversaciones", EN: "Conversations"},
		What: lang.Text{
			ES: "Conversaciones en que la persona escribió, contadas una vez por día; promedio por persona activa.",
			EN: "Conversations in which the person wrote, counted once a day; mean of the active people.",
		},
		Unit: Count, Kind: Mean, Direction: Higher, Guardrail: true, Margin: 0.1,
		Classic: "messages.conversationId, timestamp (role user)", Ally: "ally_messages.conversationId, timestamp (role user)",
		Same: lang.Text{
			ES: "Se cuenta por día porque la Ally de una persona es una sola conversación que no termina.",
			EN: "It is counted by the day because a person's Ally is a single conversation that does not end.",
		},
		Excluded: lang.Text{ES: "Conversaciones sin mensajes de la persona; comentarios.", EN: "Conversations without messages of the person; comments."},
	},
	{
		Key: MessagesPer, Name: lang.Text{ES: "Mensajes por conversación", EN: "Messages per conversation"},
		What: lang.Text{
			ES: "Mensajes de la persona entre conversaciones y días; razón de las sumas.",
			EN: "The person's messages over conversations and days; ratio of the sums.",
		},
		Unit: Count, Kind: Ratio, Direction: Higher, Wanted: Wanted{Change: 0.2},
		Classic: "messages.conversationId, timestamp (role user)", Ally: "ally_messages.conversationId, timestamp (role user)",
		Same:     lang.Text{ES: "Las mismas dos cuentas en ambos lados.", EN: "The same two counts on both sides."},
		Excluded: lang.Text{ES: "Respuestas, bienvenidas y comentarios.", EN: "Answers, welcomes and comments."},
	},
	{
		Key: SessionLength, Name: lang.Text{ES: "Duración de la sesión", EN: "Session length"},
		What: lang.Text{
			ES: "Del primer al último mensaje o respuesta de una sesión; una pausa de más de 30 minutos empieza otra. Tiempo total entre sesiones.",
			EN: "From the first to the last message or answer of a session; a pause of more than 30 minutes begins another. Total time over sessions.",
		},
		Unit: Seconds, Kind: Ratio, Direction: Higher, KeyMetric: true,
		Classic: "messages.timestamp", Ally: "ally_messages.timestamp, durationMs",
		Same: lang.Text{
			ES: "La regla del plan decide la dirección: más larga es mejor, o igual con más mensajes por sesión. Una sesión que pasa la medianoche de UTC es una.",
			EN: "The plan's rule gives the direction: longer is better, or equal with more messages per session. A session across midnight of UTC is one.",
		},
		Excluded: lang.Text{ES: "Tiempo en que solo se lee después del último mensaje.", EN: "Time in which somebody only reads after the last message."},
	},
	{
		Key: MessagesPerSession, Name: lang.Text{ES: "Mensajes por sesión", EN: "Messages per session"},
		What: lang.Text{ES: "Mensajes de la persona entre sus sesiones; razón de las sumas.", EN: "The person's messages over their sessions; ratio of the sums."},
		Unit: Count, Kind: Ratio, Direction: Higher,
		Classic: "messages.timestamp", Ally: "ally_messages.timestamp",
		Same: lang.Text{
			ES: "Es la «eficiencia» con que el plan acepta una sesión igual de larga.", EN: "It is the “efficiency” with which the plan accepts a session of equal length.",
		},
		Excluded: lang.Text{ES: "Comentarios.", EN: "Comments."},
	},
	{
		Key: AgentsDiscovered, Name: lang.Text{ES: "Agentes descubiertos", EN: "Agents discovered"},
		What: lang.Text{
			ES: "Agentes distintos que tomaron parte en las respuestas a la persona; promedio por persona activa.",
			EN: "Different agents that took part in answers to the person; mean of the active people.",
		},
		Unit: Count, Kind: Mean, Direction: Higher, KeyMetric: true, Wanted: Wanted{Change: 1},
		Classic: "conversations.agentId of chats with a message of the person", Ally: "ally_messages.contextUsed.inputSources (type agent)",
		Same: lang.Text{
			ES: "En el clásico la persona elige al agente; en Ally puede llegar por la pregunta. Cuenta lo mismo: de qué agentes se sirvió.",
			EN: "In the classic chat the person chooses the agent; in Ally the question may lead to it. What counts is the same: which agents somebody was served by.",
		},
		Excluded: lang.Text{
			ES: "Agentes solo recomendados o solo seleccionados. Más de 200 por persona y día.", EN: "Agents that were only recommended or only selected. More than 200 of a person and day.",
		},
	},
	{
		Key: CollaborationRate, Name: lang.Text{ES: "Colaboración", EN: "Collaboration rate"},
		What: lang.Text{
			ES: "De las personas activas, las que dieron a otras acceso a una conversación.", EN: "Of the active people, those who let others into a conversation.",
		},
		Unit: Share, Kind: Proportion, Direction: Higher, Wanted: Wanted{Change: 5},
		Ally: "ally_actions (app collaborate, completed)",
		Same: lang.Text{
			ES: "El chat clásico comparte agentes, no conversaciones, y no guarda cuándo: no hay valor, y no es cero.",
			EN: "The classic chat shares agents, not conversations, and does not keep when: there is no value, which is not zero.",
		},
		Excluded: lang.Text{ES: "Visibilidad para la organización o el dominio; enlaces a copias.", EN: "Visibility to the organization or domain; links to snapshots."},
	},
	{
		Key: Return7, Name: lang.Text{ES: "Retorno a 7 días", EN: "7-day return"},
		What: lang.Text{
			ES: "De las personas cuyo primer día en el periodo fue hace al menos 7, las que volvieron en los 7 días siguientes.",
			EN: "Of the people whose first day in the window lies at least 7 days back, those who came back in the 7 days after it.",
		},
		Unit: Share, Kind: Proportion, Direction: Higher, Guardrail: true, Margin: 0.1, Wanted: Wanted{Change: 0.3, Points: true},
		Classic: "messages.timestamp (role user)", Ally: "ally_messages.timestamp (role user)",
		Same:     lang.Text{ES: "Un día cuenta con un mensaje de la persona, en ambos lados.", EN: "A day counts with a message of the person, on both sides."},
		Excluded: lang.Text{ES: "Personas cuyos 7 días no han terminado.", EN: "People whose 7 days are not over."},
	},
	{
		Key: Satisfaction, Name: lang.Text{ES: "Satisfacción", EN: "Satisfaction"},
		What: lang.Text{
			ES: "Estrellas de 1 a 5 que la persona dio a respuestas; promedio de los promedios por persona.",
			EN: "Stars from 1 to 5 that the person gave to answers; mean of the people's own means.",
		},
		Unit: Stars, Kind: Mean, Direction: Higher, KeyMetric: true, Target: Target{4.5, false},
		Classic: "message_feedback.userStars, else csatScore (feedbackType user)", Ally: "ally_ratings.stars",
		Same: lang.Text{
			ES: "La misma escala, en la misma respuesta. El plan pide más de 4,5 por el límite inferior.",
			EN: "The same scale, at the same place below an answer. The plan wants more than 4.5 by the lower bound.",
		},
		Excluded: lang.Text{
			ES: "Cero estrellas (sin calificar), evaluaciones de expertos, calificaciones retiradas, también con su conversación borrada.",
			EN: "No stars (not rated), experts' scores, ratings taken back, also with their conversation's deletion.",
		},
	},
	{
		Key: PromptEffectiveness, Name: lang.Text{ES: "Efectividad del prompt", EN: "Prompt effectiveness"},
		What: lang.Text{
			ES: "Respuestas completas que nadie detuvo, pidió de nuevo ni corrigió, entre todas; razón de las sumas.",
			EN: "Complete answers that nobody stopped, had made anew or corrected, over all; ratio of the sums.",
		},
		Unit: Share, Kind: Ratio, Direction: Higher,
		Ally:     "ally_messages.status, version",
		Same:     lang.Text{ES: "El chat clásico no guarda lo que se pidió de nuevo.", EN: "The classic chat does not keep what was asked for again."},
		Excluded: lang.Text{ES: "Bienvenidas.", EN: "Welcomes."},
	},
	{
		Key: FeatureDiscovery, Name: lang.Text{ES: "Funciones descubiertas", EN: "Feature discovery"},
		What: lang.Text{
			ES: "Funciones distintas que la persona usó; promedio por persona activa.", EN: "Different features that the person used; mean of the active people.",
		},
		Unit: Count, Kind: Mean, Direction: Higher, Wanted: Wanted{Change: 2},
		Classic: "conversations.agentId, activeContextSourceIds; message_feedback (of 3)",
		Ally:    "ally_messages.contextUsed, ally_actions.appId, ally_ratings, search timings",
		Same: lang.Text{
			ES: "Cada lado tiene su propia lista, y la de Ally es más larga: dice cuánto se usa, no cuál es mejor.",
			EN: "Each side has its own list, and Ally's is the longer one: it tells how much is used, not which is better.",
		},
		Excluded: lang.Text{ES: "Escribir y leer, que todos hacen.", EN: "Writing and reading, which everybody does."},
	},
	{
		Key: TimeToProductive, Name: lang.Text{ES: "Hasta la primera conversación productiva", EN: "Time to first productive conversation"},
		What: lang.Text{
			ES: "Del primer mensaje de la persona en el periodo a la segunda respuesta completa de una misma conversación en un mismo día; mediana de las personas.",
			EN: "From the person's first message in the window to the second complete answer of one conversation on one day; median of the people.",
		},
		Unit: Seconds, Kind: Quantile, At: 0.5, Direction: Lower, Wanted: Wanted{Change: -0.5},
		Classic: "messages.conversationId, timestamp, role", Ally: "ally_messages.conversationId, timestamp, status",
		Same: lang.Text{
			ES: "Productiva quiere decir que se siguió conversando con la respuesta, en ambos lados. Empieza con el primer uso en el periodo, no en la vida.",
			EN: "Productive means that somebody went on with the answer, on both sides. It begins with the first use in the window, not in a life.",
		},
		Excluded: lang.Text{ES: "Personas que no llegaron a ella; su parte se informa aparte.", EN: "People who did not get to one; their share is told beside it."},
	},
	{
		Key: AppUse, Name: lang.Text{ES: "Uso de apps", EN: "App use"},
		What: lang.Text{ES: "Acciones de apps completadas; promedio por persona activa.", EN: "Completed actions of apps; mean of the active people."},
		Unit: Count, Kind: Mean, Direction: Higher, Ally: "ally_actions (completed)",
		Same:     lang.Text{ES: "El chat clásico no tiene apps.", EN: "The classic chat has no apps."},
		Excluded: lang.Text{ES: "Acciones fallidas o canceladas; informes.", EN: "Failed and cancelled actions; reports."},
	},
	{
		Key: FailureRate, Name: lang.Text{ES: "Respuestas fallidas", EN: "Failed answers"},
		What: lang.Text{ES: "Respuestas que terminaron en un error, entre todas; razón de las sumas.", EN: "Answers that ended in an error, over all; ratio of the sums."},
		Unit: Share, Kind: Ratio, Direction: Lower, Ally: "ally_messages.status",
		Same:     lang.Text{ES: "El chat clásico no guarda respuestas fallidas.", EN: "The classic chat keeps no failed answers."},
		Excluded: lang.Text{ES: "Respuestas detenidas por la persona.", EN: "Answers stopped by the person."},
	},
	{
		Key: LearningCurve, Name: lang.Text{ES: "Curva de aprendizaje", EN: "Learning curve"},
		What: lang.Text{ES: "Si aprender a usarlo fue más fácil, dicho por las personas.", EN: "Whether it was easier to learn, as people say."},
		Unit: Stars, Kind: Mean, Direction: Higher,
		Same:     lang.Text{ES: "Nadie lo pregunta en ninguno de los dos: no se mide.", EN: "Neither system asks: it is not measured."},
		Excluded: lang.Text{ES: "Todo.", EN: "All of it."},
	},
}
