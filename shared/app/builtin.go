package app

// The apps that there are.
const (
	SummaryID     = "summary"
	EmailID       = "email"
	CollaborateID = "collaborate"
)

func at(n float64) *float64 { return &n }

func help(es, en string) *Text { return &Text{es, en} }

func option(value, es, en string) Option { return Option{value, Text{es, en}} }

// builtIn are the apps as they are without documents, in the order in which they
// are shown.
var builtIn = []App{
	{
		ID: SummaryID, Icon: "file-text", Version: "1", Active: true,
		Name: Text{"Resumen", "Summary"},
		Description: Text{
			"Resume una conversación, un documento, el uso de un agente o un texto.",
			"Sums up a conversation, a document, an agent's usage or a text.",
		},
		Settings:  map[string]any{},
		CardTypes: []string{"markdown", "table", "chart", "cta"},
		Fields: []Field{
			{
				Name: "source", Type: Choice, Required: true, Default: "conversation", Label: Text{"Qué resumir", "What to sum up"},
				Options: []Option{
					option("conversation", "Una conversación", "A conversation"), option("document", "Un documento", "A document"),
					option("agent", "El uso de un agente", "An agent's usage"), option("text", "Un texto", "A text"),
				},
			},
			{
				Name: "conversation", Type: Conversation, Label: Text{"Conversación", "Conversation"}, When: &When{"source", []string{"conversation"}},
				Help: help("Sin elegir, la conversación en la que estás.", "Without a choice, the conversation that you are in."),
			},
			{Name: "document", Type: Document, Required: true, Label: Text{"Documento", "Document"}, When: &When{"source", []string{"document"}}},
			{Name: "agent", Type: Agent, Required: true, Label: Text{"Agente", "Agent"}, When: &When{"source", []string{"agent"}}},
			{Name: "text", Type: LongText, Required: true, MaxLength: 100_000, Label: Text{"Texto", "Text"}, When: &When{"source", []string{"text"}}},
			{Name: "from", Type: Date, Label: Text{"Desde", "From"}, When: &When{"source", []string{"conversation", "agent"}}},
			{Name: "to", Type: Date, Label: Text{"Hasta", "To"}, When: &When{"source", []string{"conversation", "agent"}}, Help: help("Ese día incluido.", "That day included.")},
			{
				Name: "style", Type: Choice, Required: true, Default: "concise", Label: Text{"Estilo", "Style"},
				Options: []Option{option("concise", "Conciso", "Concise"), option("detailed", "Detallado", "Detailed"), option("bullets", "Viñetas", "Bullets")},
			},
			{Name: "title", Type: ShortText, MaxLength: 120, Label: Text{"Título", "Title"}},
		},
	},
	{
		ID: EmailID, Icon: "mail", Version: "1", Active: true,
		Name:        Text{"Correo", "Email"},
		Description: Text{"Redacta un correo con lo que se conversó. Lo envías tú.", "Drafts an e-mail from what was said. You send it."},
		Settings:    map[string]any{},
		CardTypes:   []string{"markdown", "cta"},
		Fields: []Field{
			{Name: "to", Type: Emails, Required: true, Maximum: at(20), Label: Text{"Para", "To"}},
			{Name: "cc", Type: Emails, Maximum: at(20), Label: Text{"Copia", "Cc"}},
			{
				Name: "instructions", Type: LongText, MaxLength: 4000, Label: Text{"Instrucciones", "Instructions"},
				Help: help("Qué debe decir. Ally lo redacta con lo que se conversó.", "What it should say. Ally drafts it from what was said."),
			},
			{Name: "subject", Type: ShortText, MaxLength: 200, Label: Text{"Asunto", "Subject"}},
			{
				Name: "body", Type: LongText, Label: Text{"Mensaje", "Message"},
				Help: help("Si lo escribes tú, queda tal cual.", "What you write yourself stays as it is."),
			},
			{
				Name: "tone", Type: Choice, Default: "formal", Label: Text{"Tono", "Tone"},
				Options: []Option{option("formal", "Formal", "Formal"), option("friendly", "Cercano", "Friendly"), option("short", "Breve", "Short")},
			},
			{Name: "attachment", Type: Action, Label: Text{"Adjuntar", "Attach"}, Help: help("El resultado de una acción, como PDF.", "The result of an action, as PDF.")},
		},
	},
	{
		ID: CollaborateID, Icon: "users", Version: "1", Active: true,
		Name:        Text{"Colaborar", "Collaborate"},
		Description: Text{"Invita a otras personas a esta conversación.", "Invites other people to this conversation."},
		Settings:    map[string]any{},
		CardTypes:   []string{"table", "cta"},
		Fields: []Field{
			{
				Name: "method", Type: Choice, Required: true, Default: "email", Label: Text{"Cómo", "How"},
				Options: []Option{option("email", "Por correo", "By e-mail"), option("whatsapp", "Por WhatsApp", "By WhatsApp"), option("link", "Con un enlace", "With a link")},
			},
			{Name: "recipients", Type: Emails, Required: true, Maximum: at(20), Label: Text{"A quién", "Whom"}, When: &When{"method", []string{"email"}}},
			{
				Name: "phone", Type: ShortText, MaxLength: 20, Label: Text{"Teléfono", "Phone"}, When: &When{"method", []string{"whatsapp"}},
				Help: help("Con el código del país, como +56 9 1234 5678.", "With the country's code, such as +56 9 1234 5678."),
			},
			{
				Name: "level", Type: Choice, Required: true, Default: "view", Label: Text{"Qué puede hacer", "What they may do"},
				Options: []Option{option("view", "Leer", "Read"), option("comment", "Comentar", "Comment"), option("edit", "Escribir", "Write")},
			},
			{Name: "message", Type: LongText, MaxLength: 1000, Label: Text{"Mensaje", "Message"}},
			{Name: "days", Type: Number, Required: true, Default: 7, Minimum: at(1), Maximum: at(90), Label: Text{"Días de validez", "Valid for days"}},
		},
	},
}

// IDs are those of all apps, in the order in which they are shown.
func IDs() []string {
	ids := make([]string, len(builtIn))
	for i, b := range builtIn {
		ids[i] = b.ID
	}
	return ids
}
