package local

import "getaifactory.com/ally/shared/lang"

// What Ally says in her own words. Verbs stand for fmt.Sprintf.
var (
	hello = lang.Text{
		ES: "¡Hola! Soy Ally. %s ¿En qué te ayudo?",
		EN: "Hello! I am Ally. %s What can I do for you?",
	}
	welcome = lang.Text{ES: "De nada. Si necesitas algo más, aquí estoy.", EN: "You are welcome. I am here if you need anything else."}

	canDoIntro = lang.Text{ES: "Esto es lo que puedo hacer por ti:", EN: "This is what I can do for you:"}
	canAgents  = lang.Text{
		ES: "Recomendarte un agente: tengo a la vista %s.",
		EN: "Recommend an agent: I can see %s.",
	}
	canNoAgents  = lang.Text{ES: "Recomendarte un agente, cuando tengas alguno entre tus fuentes.", EN: "Recommend an agent, once you have one among your sources."}
	canDocuments = lang.Text{
		ES: "Buscar respuestas en tus documentos y citar de dónde salen: ahora tengo a mano %s.",
		EN: "Look for answers in your documents and say where they come from: right now I have %s at hand.",
	}
	canNoDocuments = lang.Text{
		ES: "Buscar respuestas en tus documentos y citar de dónde salen, cuando elijas alguno.",
		EN: "Look for answers in your documents and say where they come from, once you choose some.",
	}
	canSummarize = lang.Text{
		ES: "Resumir un documento, una acción, una conversación anterior o la nuestra.",
		EN: "Summarize a document, an action, an earlier conversation or ours.",
	}
	canCompare = lang.Text{
		ES: "Comparar dos resúmenes u otras acciones, documentos o conversaciones.",
		EN: "Compare two summaries or other actions, documents or conversations.",
	}
	canRemember = lang.Text{ES: "Retomar lo que me preguntaste antes.", EN: "Go back to what you asked me before."}
	helloSees   = lang.Text{
		ES: "Puedo recomendarte un agente (tengo a la vista %s), buscar respuestas en tus documentos y resumirlos.",
		EN: "I can recommend an agent (I can see %s), look for answers in your documents and summarize them.",
	}
	helloSeesNone = lang.Text{
		ES: "Todavía no tengo agentes a la vista. Puedo buscar respuestas en los documentos que elijas y resumirlos.",
		EN: "I can't see any agents yet. I can look for answers in the documents that you choose and summarize them.",
	}

	whoIAm = lang.Text{
		ES: "Soy Ally, tu asistente personal. En este momento respondo con mi motor local, sin un modelo de lenguaje: busco en tus agentes y documentos, cito lo que dicen y te digo de dónde sale. No redacto textos nuevos ni sé nada que no esté ahí.",
		EN: "I am Ally, your personal assistant. Right now I answer with my local engine, without a language model: I search your agents and documents, quote what they say and tell you where it comes from. I don't write new texts and I know nothing that isn't there.",
	}

	youAsked     = lang.Text{ES: "Me preguntaste: «%s»", EN: "You asked me: “%s”"}
	iSaid        = lang.Text{ES: "Te respondí: «%s»", EN: "I answered: “%s”"}
	nothingAsked = lang.Text{ES: "Todavía no me has preguntado nada en esta conversación.", EN: "You have not asked me anything in this conversation yet."}
	nothingSaid  = lang.Text{ES: "Todavía no te he respondido nada en esta conversación.", EN: "I have not answered anything in this conversation yet."}

	bestAgent    = lang.Text{ES: "Te recomiendo **%s**.", EN: "I recommend **%s**."}
	closestAgent = lang.Text{ES: "No veo un agente que se ocupe justo de eso. El más cercano es **%s**.", EN: "I see no agent for exactly that. The closest one is **%s**."}
	otherAgent   = lang.Text{ES: "También podría servirte **%s**.", EN: "**%s** may help as well."}
	agentSays    = lang.Text{ES: "Su descripción dice: «%s»", EN: "Its description says: “%s”"}
	agentHas     = lang.Text{ES: "Tiene a mano %s.", EN: "It has %s at hand."}
	agentIs      = lang.Text{ES: "Esto dice la descripción de **%s**: «%s»", EN: "This is what the description of **%s** says: “%s”"}
	agentBlank   = lang.Text{ES: "Tengo a la vista **%s**, pero no una descripción de lo que hace.", EN: "I can see **%s**, but no description of what it does."}
	noAgent      = lang.Text{ES: "Ninguno de los agentes que tengo a la vista se ocupa de eso. Estos son:", EN: "None of the agents that I can see deals with that. These are:"}
	allAgents    = lang.Text{ES: "Tengo a la vista %s:", EN: "I can see %s:"}
	firstOf      = lang.Text{ES: "Tengo a la vista %s. Los primeros son:", EN: "I can see %s. The first ones are:"}
	seeNone      = lang.Text{ES: "Ahora no tengo ningún agente a la vista. Elige alguno como fuente y te digo cuál te conviene.", EN: "I can't see any agent right now. Choose some as sources and I will tell you which one suits you."}
	tellMe       = lang.Text{ES: "Cuéntame qué necesitas y te digo cuál te conviene.", EN: "Tell me what you need and I will say which one suits you."}

	accordingTo   = lang.Text{ES: "Según **%s**:", EN: "According to **%s**:"}
	accordingToOf = lang.Text{ES: "Según **%s**, de %s:", EN: "According to **%s**, from %s:"}
	aboutCompany  = lang.Text{ES: "Según el perfil de **%s**:", EN: "According to the profile of **%s**:"}
	saidBefore    = lang.Text{ES: "En la conversación **%s** te respondí:", EN: "In the conversation **%s** I answered:"}
	saidBeforeTo  = lang.Text{ES: "En la conversación **%s** me preguntaste «%s» y te respondí:", EN: "In the conversation **%s** you asked “%s” and I answered:"}
	inAction      = lang.Text{ES: "En la acción **%s**:", EN: "In the action **%s**:"}
	closest       = lang.Text{ES: "Esto es lo más cercano que encontré; puede que no responda justo a lo que preguntas.", EN: "This is the closest I found; it may not answer exactly what you ask."}

	unknown          = lang.Text{ES: "No lo sé: en lo que tengo a mano no encontré nada que responda a tu pregunta.", EN: "I don't know: I found nothing that answers your question in what I have at hand."}
	unknownNothing   = lang.Text{ES: "No lo sé: ahora no tengo ningún documento a mano.", EN: "I don't know: I have no documents at hand right now."}
	perhapsAgent     = lang.Text{ES: "Podrías preguntarle a **%s**, el agente más cercano que tengo a la vista.", EN: "You could ask **%s**, the closest agent that I can see."}
	perhapsElsewhere = lang.Text{ES: "Si eliges otros agentes o documentos como fuente, vuelvo a buscar.", EN: "If you choose other agents or documents as sources, I will look again."}

	rememberedIn = lang.Text{ES: "De la conversación **%s** recuerdo esto:", EN: "From the conversation **%s** I remember this:"}
	talkedIn     = lang.Text{ES: "En la conversación **%s** hablamos de esto:", EN: "In the conversation **%s** we talked about this:"}
	saidNothing  = lang.Text{ES: "En las conversaciones que elegiste no encontré nada sobre eso.", EN: "I found nothing about that in the conversations that you chose."}
	butElsewhere = lang.Text{ES: "Esto dicen tus otras fuentes:", EN: "This is what your other sources say:"}
	perhapsTalk  = lang.Text{ES: "Si eliges otras conversaciones como fuente, vuelvo a buscar.", EN: "If you choose other conversations as sources, I will look again."}

	comparing = lang.Text{ES: "Comparo **%s** con **%s**.", EN: "I compare **%s** with **%s**."}
	inCommon  = lang.Text{ES: "En común:", EN: "In common:"}
	noCommon  = lang.Text{ES: "No encontré nada en común.", EN: "I found nothing in common."}
	allCommon = lang.Text{ES: "En todo lo que encontré dicen lo mismo.", EN: "In all that I found they say the same."}
	changing  = lang.Text{ES: "Difieren, **%s** → **%s**:", EN: "They differ, **%s** → **%s**:"}
	onlyIn    = lang.Text{ES: "Solo en **%s**:", EN: "Only in **%s**:"}
	andMore   = lang.Text{ES: "… y %d más.", EN: "… and %d more."}
	saysNone  = lang.Text{ES: "En **%s** no hay nada que comparar.", EN: "There is nothing to compare in **%s**."}
	notTaken  = lang.Text{ES: "También tengo a mano %s; si quieres comparar otro par, nómbralo.", EN: "I also have %s at hand; name another pair if you want it compared."}
	oneToSet  = lang.Text{
		ES: "Para comparar necesito dos fuentes y solo tengo a mano **%s**. Elige como entrada otra acción (por ejemplo, un segundo resumen), otro documento u otra conversación, y vuelve a pedírmelo.",
		EN: "To compare I need two sources, and I only have **%s** at hand. Select another action (a second summary, for example), document or conversation as an input and ask me again.",
	}
	noneToSet = lang.Text{
		ES: "Para comparar necesito dos fuentes y no tengo ninguna a mano. Elige como entradas dos acciones (por ejemplo, dos resúmenes), documentos o conversaciones, y vuelve a pedírmelo.",
		EN: "To compare I need two sources, and I have none at hand. Select two actions (two summaries, for example), documents or conversations as inputs and ask me again.",
	}

	summaryOf      = lang.Text{ES: "Lo principal de **%s**:", EN: "The main points of **%s**:"}
	summaryTold    = lang.Text{ES: "Lo principal de la conversación **%s**:", EN: "The main points of the conversation **%s**:"}
	summaryTalk    = lang.Text{ES: "Hasta ahora me has preguntado:", EN: "So far you have asked me:"}
	nothingToSum   = lang.Text{ES: "No tengo nada que resumir: elige un documento, una acción o una conversación como fuente y vuelve a pedírmelo.", EN: "I have nothing to summarize: choose a document, an action or a conversation as a source and ask me again."}
	oneAgent       = lang.Text{ES: "1 agente", EN: "1 agent"}
	manyAgents     = lang.Text{ES: "%d agentes", EN: "%d agents"}
	oneDocument    = lang.Text{ES: "1 documento", EN: "1 document"}
	manyDocuments  = lang.Text{ES: "%d documentos", EN: "%d documents"}
	documentNamed  = lang.Text{ES: "el documento %s", EN: "the document %s"}
	documentsNamed = lang.Text{ES: "los documentos %s", EN: "the documents %s"}
	conjunction    = lang.Text{ES: " y ", EN: " and "}
)
