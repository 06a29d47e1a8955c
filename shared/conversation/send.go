package conversation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/status"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/memory"
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/quota"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/surroundings"
)

// historyMessages is how many of the newest messages are read for a reply.
// It is constant, so that a message costs the same in a conversation of ten
// messages and in one of a thousand.
const historyMessages = 10

// Draft is a message that a person sends.
type Draft struct {
	ConversationID string
	Text           string
	// Key makes sending idempotent: the same person's same key in the same
	// conversation is the same message. "" sends a new one each time.
	Key string
	// Inputs overrides what was chosen for the conversation, for this message.
	Inputs *ChosenInputs
	// From is how much of the reply the person has seen before; the zero Position
	// for nothing.
	From Position
}

// ChosenInputs is what a message may use. What is nil is as the conversation has
// it.
type ChosenInputs struct {
	OrganizationInfo, DomainInfo         *bool
	AgentIDs, ConversationIDs, ActionIDs []string
}

// Exchange is a person's message and Ally's reply to it.
type Exchange struct{ Message, Reply Message }

// Loaded is what sending needs to know, read before it is known whether the
// person may send.
type Loaded struct {
	draft        Draft
	redo         *Redo // nil for a message that is sent
	target       string
	userID       string
	holder       string // names this request in the lease of a reply
	conversation stored[Conversation]
	message      stored[Message]
	reply        stored[Message]
	use          quota.Stored
	history      []Message // newest first
	super        prompt.Super
	prompt       prompt.Prompt              // composed when it is known who asks
	surroundings *surroundings.Surroundings // nil where none are kept
	remembered   *memory.Remembered         // nil where it is not read
}

func (s *Service) refs(l *Loaded) (conversation, message, reply *firestore.DocumentRef) {
	return s.conversation(l.draft.ConversationID), s.message(l.target), s.message(replyID(l.target))
}

// Load reads what sending needs, in one round trip.
func (s *Service) Load(ctx context.Context, userID string, d Draft) (*Loaded, error) {
	if !id.Valid(d.ConversationID) {
		return nil, missingConversation()
	}
	if d.Key == "" {
		d.Key = s.NewKey()
	}
	l := &Loaded{draft: d, userID: userID, holder: s.NewKey(), target: messageID(d.ConversationID, userID, d.Key)}
	return l, s.load(ctx, l)
}

func (s *Service) load(ctx context.Context, l *Loaded) error {
	err := store.Together(ctx,
		func(ctx context.Context) error {
			return s.reload(ctx, l, s.Surroundings.Ref(l.userID), s.Memory.Ref(l.userID))
		},
		func(ctx context.Context) (err error) { l.super, err = s.Prompts.Active(ctx); return err },
		func(ctx context.Context) error { return s.loadHistory(ctx, l) },
	)
	if err != nil {
		return unavailable(fmt.Errorf("conversation: load %s: %w", l.draft.ConversationID, err))
	}
	return nil
}

// reload reads the conversation, the message and its reply as they are now, what
// the person has used, and surroundings and memory where their places are given.
func (s *Service) reload(ctx context.Context, l *Loaded, around ...*firestore.DocumentRef) error {
	conversation, message, reply := s.refs(l)
	docs, err := s.Client.GetAll(ctx, append([]*firestore.DocumentRef{conversation, message, reply, quota.Ref(s.Client, l.userID)}, around...))
	if err != nil {
		return err
	}
	if l.conversation, err = conversationFrom(docs[0]); err != nil {
		return err
	}
	if l.message, err = messageFrom(docs[1]); err != nil {
		return err
	}
	if l.reply, err = messageFrom(docs[2]); err != nil {
		return err
	}
	l.use = quota.From(docs[3])
	if len(around) > 0 {
		if kept, ok := s.Surroundings.From(docs[4]); ok {
			l.surroundings = &kept
		}
		l.remembered = s.Memory.From(docs[5])
	}
	return nil
}

func (s *Service) loadHistory(ctx context.Context, l *Loaded) error {
	var err error
	l.history, err = s.newest(ctx, l.draft.ConversationID, User, Ally, System)
	return err
}

// Send stores the message and has it answered. Whatever happens after it was
// stored, the message stays, and sending it again with the same key completes
// or returns its one reply. A failure that sending again may mend carries the
// key.
func (s *Service) Send(ctx context.Context, who access.Person, l *Loaded, emit Emit) (Exchange, error) {
	if err := s.admit(ctx, who, l); err != nil {
		return Exchange{}, err
	}
	if err := s.loadComments(ctx, l); err != nil {
		return Exchange{}, err
	}
	l.prompt = PromptFor(l.super, who, nil)
	// From here on the work is finished even if nobody waits for it.
	working, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendTime)
	defer cancel()
	exchange, err := s.send(working, who, l, newProgress(emit, l.draft.From))
	if err != nil {
		f := fault.From(err)
		if f.Kind == fault.Unavailable || f.Kind == fault.Upstream || f.Kind == fault.Internal {
			f.RetryKey = l.draft.Key
		}
		return exchange, f
	}
	return exchange, nil
}

// admit refuses who may not write in the conversation. Who may not even see it
// does not learn that what they named exists.
func (s *Service) admit(ctx context.Context, who access.Person, l *Loaded) error {
	missing := missingConversation()
	if l.redo != nil {
		missing = missingMessage()
	}
	if !l.conversation.exists {
		return missing
	}
	known, err := s.policiesFor(ctx, who, l.conversation.data)
	switch {
	case err != nil:
		return err
	case permissionOf(l.conversation.data, who, known) == nothing:
		return missing
	}
	return require(write, l.conversation.data, who, known)
}

// sendTime bounds a send: waiting for others, the model, and what stands around
// them. The function's own time is longer by what storing the end may take.
const sendTime = 100 * time.Second

func (s *Service) send(ctx context.Context, who access.Person, l *Loaded, shown *progress) (Exchange, error) {
	l.settleText()
	g := s.newGathering(ctx, who, l)
	defer g.end()
	if !l.message.exists || l.redo != nil {
		g.start() // while the message is being stored
	}
	for try := 0; ; try++ {
		h, err := s.hold(ctx, who, l, shown)
		switch {
		case err == nil && h == nil: // there is a reply already
			return s.replay(l, shown)
		case err == nil:
			shown.emit.Accepted(l.message.data, l.reply.data)
			shown.begin(l.reply.data)
			return s.answer(ctx, who, l, h, g, shown)
		case !store.Raced(err):
			return Exchange{}, err
		}
		if err := s.again(ctx, l, try); err != nil {
			return Exchange{}, err
		}
	}
}

// settleText has the question be what is stored, where that is not what was sent:
// a message that was edited since, or an edit that was made before.
func (l *Loaded) settleText() {
	if l.message.exists && (l.redo == nil && l.message.data.EditedAt != nil || l.redo != nil && l.redone()) {
		l.draft.Text = l.message.data.Content
	}
}

// hold makes this request the one that writes the reply: it stores message and
// reply, or takes over a reply that failed or whose writer is gone. It returns
// nil without an error where the reply is final, and an error for which
// store.Raced holds where another request was faster.
func (s *Service) hold(ctx context.Context, who access.Person, l *Loaded, shown *progress) (*holding, error) {
	if !l.conversation.exists || l.conversation.data.DeletedAt != nil {
		return nil, missingConversation()
	}
	if l.message.exists && l.conversation.data.Gone(l.message.data.Timestamp) {
		return nil, missingMessage()
	}
	if l.redo != nil && !l.redone() {
		return s.storeRedo(ctx, who, l)
	}
	if !l.message.exists {
		return s.storeNew(ctx, who, l)
	}
	if l.reuses() {
		return nil, keyReused()
	}
	switch reply := l.reply; {
	case !reply.exists: // it was deleted, and its conversation with it
		return nil, missingConversation()
	case reply.data.Status.final():
		return nil, nil
	case reply.data.heldBy(l.holder): // our own write had come through unnoticed
		_, _, ref := s.refs(l)
		return s.newHolding(ref, reply.data, reply.readAt), nil
	case s.leaseLeft(reply.data) > 0:
		shown.emit.Accepted(l.message.data, reply.data)
		if err := s.awaitReply(ctx, l, shown); err != nil {
			return nil, err
		}
		return s.hold(ctx, who, l, shown)
	default:
		return s.takeOver(ctx, who, l)
	}
}

// reuses says whether the key stands for another text than what is sent.
func (l *Loaded) reuses() bool {
	m := l.message.data
	if l.redo == nil {
		return m.EditedAt == nil && m.Content != l.draft.Text
	}
	latest := l.reply.data.RedoKeys[len(l.reply.data.RedoKeys)-1] == l.redo.Key
	return latest && l.redo.Text != nil && m.Content != *l.redo.Text
}

// storeNew stores the message, the reply in the making right after it, what the
// person has used, and the conversation's new end, all in one commit that fails
// if the conversation has moved on.
func (s *Service) storeNew(ctx context.Context, who access.Person, l *Loaded) (*holding, error) {
	counted, err := s.allow(ctx, who, l)
	if err != nil {
		return nil, err
	}
	conversation, message, reply := s.refs(l)
	c := l.conversation.data
	at := s.after(c.LastMessageAt)
	m := Message{
		ID: message.ID, ConversationID: conversation.ID, UserID: l.userID, Role: User, Content: l.draft.Text,
		Timestamp: at, Number: c.MessageCount + 1, ClientMessageID: l.draft.Key, Source: s.Source, ContextUsed: noContext(),
	}
	r := Message{
		ID: reply.ID, ConversationID: conversation.ID, UserID: l.userID, Role: Ally, Model: s.Model.Name(),
		Timestamp: at.Add(time.Millisecond), Number: c.MessageCount + 2, InReplyTo: message.ID, Source: s.Source, ContextUsed: noContext(),
		Status: Generating, Lease: s.newLease(who, l), Attempts: 1,
	}
	committed, err := store.Commit(ctx, s.Client,
		store.Create(message, m),
		store.Create(reply, r),
		counted,
		store.Update(conversation, l.conversation.readAt,
			firestore.Update{Path: "messageCount", Value: firestore.Increment(2)},
			firestore.Update{Path: "lastMessageAt", Value: r.Timestamp},
			firestore.Update{Path: "lastExchangeAt", Value: firestore.Delete},
			firestore.Update{Path: "updatedAt", Value: s.now()},
		),
	)
	if err != nil {
		return nil, unlessRaced(err)
	}
	l.conversation.readAt = committed
	l.message, l.reply = stored[Message]{m, committed, true}, stored[Message]{r, committed, true}
	return s.newHolding(reply, r, committed), nil
}

// allow refuses a message beyond a limit, and gives the write that counts it.
func (s *Service) allow(ctx context.Context, who access.Person, l *Loaded) (store.Write, error) {
	limits := s.limitsOf(who)
	now := s.now()
	if err := l.use.Check(limits, now); err != nil {
		return nil, err
	}
	if err := s.Organizations.Check(ctx, who.Organization.ID, limits); err != nil {
		return nil, unavailable(err)
	}
	return l.use.Sending(l.userID, now), nil
}

// limitsOf are the limits of a person: their organization's where it has some,
// else the platform's.
func (s *Service) limitsOf(who access.Person) quota.Limits {
	limits := s.Limits
	o := who.Organization
	if o.MessagesPerMinute > 0 {
		limits.MessagesPerMinute = o.MessagesPerMinute
	}
	if o.TokensPerDay > 0 {
		limits.TokensPerDay = o.TokensPerDay
	}
	limits.OrganizationTokensPerMonth = o.MonthlyTokens
	return limits
}

// unlessRaced keeps an error that trying again resolves, and words any other.
func unlessRaced(err error) error {
	if store.Raced(err) {
		return err
	}
	return unavailable(fmt.Errorf("conversation: store: %w", err))
}

// unavailable tells a database that can't be reached, which a person may wait
// for, from a fault of ours, which they can't.
func unavailable(err error) error {
	if err == nil {
		return nil
	}
	if _, remote := status.FromError(err); remote || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return fault.Busy(err)
	}
	return err
}

// tries bounds how often one message is tried to be stored against others in
// the same conversation.
const tries = 100

// backOff waits a moment after try number try, counted from 0, was lost to
// somebody else.
func (s *Service) backOff(ctx context.Context, try int) error {
	if try >= tries {
		return errors.New("conversation: written by too many at once")
	}
	return s.Pause(ctx, store.Jitter(try))
}

// again waits a moment and reads anew what has changed.
func (s *Service) again(ctx context.Context, l *Loaded, try int) error {
	if err := s.backOff(ctx, try); err != nil {
		return fault.Busy(fmt.Errorf("conversation: send in %s: %w", l.draft.ConversationID, err))
	}
	if err := s.reload(ctx, l); err != nil {
		return unavailable(err)
	}
	return nil
}

// replay gives the reply that is there already.
func (s *Service) replay(l *Loaded, shown *progress) (Exchange, error) {
	shown.emit.Accepted(l.message.data, l.reply.data)
	shown.show(l.reply.data)
	return Exchange{l.message.data, l.reply.data}, nil
}

func keyReused() error {
	return &fault.Fault{Kind: fault.Conflict, Code: "key_reused", Sentence: lang.Text{
		ES: "Ese clientMessageId ya se usó para otro mensaje.",
		EN: "This clientMessageId was already used for another message.",
	}}
}
