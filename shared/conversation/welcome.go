package conversation

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/surroundings"
)

// Party is a person in a conversation, as the conversation knows them.
type Party struct{ UserID, Email, Domain string }

// Arrival is a message that has arrived, as it is stored now.
type Arrival struct {
	s            *Service
	message      Message
	conversation stored[Conversation]
	welcomed     bool
}

// Arrived reads what an event says has arrived. found is false where message
// or conversation are gone: the event is then late, and nothing is to be done.
func (s *Service) Arrived(ctx context.Context, messageID string) (arrival *Arrival, found bool, err error) {
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.message(messageID)})
	if err != nil {
		return nil, false, fmt.Errorf("conversation: arrival %s: %w", messageID, err)
	}
	m, err := messageFrom(docs[0])
	if err != nil || !m.exists || !id.Valid(m.data.ConversationID) {
		return nil, false, err
	}
	a := &Arrival{s: s, message: m.data}
	if !a.Opens() && !a.Writes() {
		return a, true, nil
	}
	found, err = a.reload(ctx)
	return a, found, err
}

// reload reads the conversation as it is now, and whether it has its welcome
// where the message asks for one.
func (a *Arrival) reload(ctx context.Context) (found bool, err error) {
	conversationID := a.message.ConversationID
	refs := []*firestore.DocumentRef{a.s.conversation(conversationID)}
	if a.Opens() {
		refs = append(refs, a.s.message(welcomeID(conversationID)))
	}
	docs, err := a.s.Client.GetAll(ctx, refs)
	if err != nil {
		return false, fmt.Errorf("conversation: arrival in %s: %w", conversationID, err)
	}
	a.conversation, err = conversationFrom(docs[0])
	a.welcomed = len(docs) > 1 && docs[1].Exists()
	return a.conversation.exists, err
}

// Author is whose message it is: the owner, or a collaborator.
func (a *Arrival) Author() Party {
	c := a.conversation.data
	for _, o := range c.Collaborators {
		if o.UserID == a.message.UserID {
			return Party{UserID: o.UserID, Email: o.UserEmail, Domain: o.Domain}
		}
	}
	return Party{UserID: c.UserID, Email: c.UserEmail, Domain: c.Domain}
}

// Opens says whether the message is the one that opens a conversation, and
// that conversation has no welcome yet.
func (a *Arrival) Opens() bool {
	return a.message.Role == System && a.message.Event == Started && !a.welcomed
}

// Writes says whether a person wrote the message.
func (a *Arrival) Writes() bool { return a.message.Role == User }

// welcomeTime is the welcome's place: right after the message that opens the
// conversation, however late it is written.
func welcomeTime(started time.Time) time.Time { return started.Add(time.Millisecond) }

// Welcome writes the welcome. It has a derived id and one place, so that it is
// written once however often and however late its event comes.
func (a *Arrival) Welcome(ctx context.Context, who access.Person, around surroundings.Surroundings) error {
	s, id := a.s, a.message.ConversationID
	welcome := Message{
		ConversationID: id, UserID: who.ID, Role: Ally, Status: Completed,
		Content:   WelcomeText(who, around),
		InReplyTo: a.message.ID, Timestamp: welcomeTime(a.message.Timestamp), Source: s.Source,
		ContextUsed: welcomeContext(who, around),
	}
	for try := 0; ; try++ {
		if a.welcomed || !a.conversation.exists || a.conversation.data.Gone(welcome.Timestamp) {
			return nil
		}
		_, err := store.Commit(ctx, s.Client,
			store.Create(s.message(welcomeID(id)), welcome),
			store.Update(s.conversation(id), a.conversation.readAt,
				firestore.Update{Path: "messageCount", Value: firestore.Increment(1)},
				firestore.Update{Path: "updatedAt", Value: s.now()},
			),
		)
		if err == nil {
			return nil
		}
		if store.Raced(err) {
			err = s.backOff(ctx, try)
		}
		if err != nil {
			return fmt.Errorf("conversation: welcome in %s: %w", id, err)
		}
		if _, err := a.reload(ctx); err != nil {
			return err
		}
	}
}

// welcomeContext says what a welcome was made of. No model wrote it, so it
// took no tokens.
func welcomeContext(who access.Person, around surroundings.Surroundings) ContextUsed {
	used := noContext()
	if who.Organization.ID != "" {
		used.InputSources = append(used.InputSources, InputSource{Type: "organization", ID: who.Organization.ID, Name: who.Organization.Name})
	}
	used.InputSources = append(used.InputSources, InputSource{Type: "domain", ID: who.Domain, Name: who.DomainInfo.Name})
	for _, a := range popularAgents(around) {
		used.InputSources = append(used.InputSources, InputSource{Type: "agent", ID: a.ID, Name: a.Title})
	}
	return used
}

// popularInWelcome is how many agents a welcome names.
const popularInWelcome = 3

func popularAgents(around surroundings.Surroundings) []surroundings.Agent {
	var agents []surroundings.Agent
	for _, p := range around.Popular {
		if a, ok := around.Agent(p.AgentID); ok && len(agents) < popularInWelcome {
			agents = append(agents, a)
		}
	}
	return agents
}

// WelcomeText greets a person with what they really have around them.
func WelcomeText(who access.Person, around surroundings.Surroundings) string {
	place := who.Organization.Name
	if place == "" {
		place = who.DomainInfo.Name
	}
	var b strings.Builder
	line := func(es, en string, args ...any) {
		fmt.Fprintf(&b, lang.Text{ES: es, EN: en}.In(who.Language)+"\n", args...)
	}
	line("¡Hola! 👋 Soy **Ally**, tu asistente personal en %s.\n", "Hi! 👋 I am **Ally**, your personal assistant at %s.\n", place)
	line("Estoy aquí para ayudarte a sacar el máximo provecho de la plataforma.\n", "I am here to help you make the most of the platform.\n")
	line("**En tu dominio (%s) tienes acceso a:**\n", "**In your domain (%s) you have access to:**\n", who.Domain)
	line("- **%s**", "- **%s**", count(len(around.Agents), who.Language,
		lang.Text{ES: "agente especializado", EN: "specialized agent"}, lang.Text{ES: "agentes especializados", EN: "specialized agents"}))
	line("- **%s** en tu biblioteca\n", "- **%s** in your library\n", count(len(around.Documents), who.Language,
		lang.Text{ES: "documento", EN: "document"}, lang.Text{ES: "documentos", EN: "documents"}))
	if popular := popularAgents(around); len(popular) > 0 {
		line("**Los agentes más usados en tu dominio son:**\n", "**The agents used most in your domain are:**\n")
		for _, a := range popular {
			if a.About == "" {
				line("- **%s**", "- **%s**", a.Title)
			} else {
				line("- **%s**: %s", "- **%s**: %s", a.Title, a.About)
			}
		}
		b.WriteString("\n")
	}
	line("**¿Qué puedo hacer por ti?**\n", "**What can I do for you?**\n")
	line("- 🎯 Recomendarte el agente correcto para tu tarea", "- 🎯 Recommend the right agent for your task")
	line("- 📚 Ayudarte a encontrar documentos o información", "- 📚 Help you find documents or information")
	line("- 💬 Responder preguntas sobre la plataforma", "- 💬 Answer questions about the platform")
	line("- 🧠 Retomar nuestra conversación donde la dejamos\n", "- 🧠 Pick up our conversation where we left it\n")
	b.WriteString(lang.Text{ES: "¿Con qué te gustaría comenzar hoy?", EN: "What would you like to start with today?"}.In(who.Language))
	return b.String()
}

func count(n int, language lang.Language, one, many lang.Text) string {
	if n == 1 {
		return "1 " + one.In(language)
	}
	return fmt.Sprintf("%d %s", n, many.In(language))
}
