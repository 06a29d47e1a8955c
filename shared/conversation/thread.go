package conversation

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Seen is a conversation as a person sees it.
type Seen struct {
	ID string
	Conversation
	Mine, MayComment, MayWrite bool

	external bool // the person is of another organization
}

func seen(id string, c Conversation, who access.Person, known policies) Seen {
	have := permissionOf(c, who, known)
	s := Seen{ID: id, Conversation: c, Mine: have == own, MayComment: have >= comment, MayWrite: have >= write}
	if !s.Mine {
		s.EffectivePrompt = "" // it holds what the owner tells Ally of themselves
	}
	if _, s.external = external(c, who); s.external {
		s.ActiveInputs, s.InputNames = Inputs{AgentIDs: []string{}, ConversationIDs: []string{}, ActionIDs: []string{}}, nil
		s.Indexed, s.Memory = Indexed{}, Memory{}
	}
	return s
}

// shown gives a message of the conversation as the person sees it.
func (s Seen) shown(m Message) Message {
	if s.external {
		m.forExternal()
	}
	return m
}

// readFor gives the conversations that documents hold, by their ids, and the
// policies that decide whether the person may see them.
func (s *Service) readFor(ctx context.Context, who access.Person, docs []*firestore.DocumentSnapshot) (map[string]Conversation, policies, error) {
	found := map[string]Conversation{}
	for _, doc := range docs {
		if c, err := conversationFrom(doc); err == nil && c.exists {
			found[doc.Ref.ID] = c.data
		}
	}
	known, err := s.policiesFor(ctx, who, slices.Collect(maps.Values(found))...)
	return found, known, err
}

// Opening is a thread to be opened.
type Opening struct {
	// Key makes opening idempotent: the same person's same key is the same thread.
	// "" opens a new one each time.
	Key    string
	Title  string // "" leaves it to the first exchange
	Inputs *ChosenInputs
}

// Open opens a thread. isNew is false where the key had opened it before.
func (s *Service) Open(ctx context.Context, who access.Person, o Opening) (thread Seen, dropped []Input, isNew bool, err error) {
	if o.Key == "" {
		o.Key = s.NewKey()
	}
	threadID := id.Derive("thread", who.ID, o.Key)
	composed, err := s.Prompts.For(ctx, asking(who, nil))
	if err != nil {
		return Seen{}, nil, false, fault.Busy(err)
	}
	c := s.blank(who, composed, s.now())
	c.Type, c.Title = Thread, untitled.In(who.Language)
	if title := strings.TrimSpace(o.Title); title != "" {
		c.Title, c.Titled = title, ByPerson
	}
	if o.Inputs != nil {
		if dropped, err = s.selectInputs(ctx, who, threadID, &c, *o.Inputs); err != nil {
			return Seen{}, nil, false, err
		}
	}
	_, err = store.Commit(ctx, s.Client, store.Create(s.conversation(threadID), c))
	switch {
	case err == nil:
		return seen(threadID, c, who, nil), dropped, true, nil
	case status.Code(err) == codes.AlreadyExists:
		one, err := s.LoadConversation(ctx, threadID)
		if err != nil {
			return Seen{}, nil, false, err
		}
		there, err := s.See(ctx, one, who)
		return there, nil, false, err
	}
	return Seen{}, nil, false, unavailable(fmt.Errorf("conversation: open %s: %w", threadID, err))
}

// LoadedConversation is a conversation, read before it is known whether the
// person may see it.
type LoadedConversation struct {
	id string
	stored[Conversation]
}

// LoadConversation reads a conversation.
func (s *Service) LoadConversation(ctx context.Context, conversationID string) (*LoadedConversation, error) {
	if !id.Valid(conversationID) {
		return nil, missingConversation()
	}
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.conversation(conversationID)})
	if err != nil {
		return nil, unavailable(fmt.Errorf("conversation: load %s: %w", conversationID, err))
	}
	c, err := conversationFrom(docs[0])
	return &LoadedConversation{conversationID, c}, err
}

// See gives a conversation to a person who may see it.
func (s *Service) See(ctx context.Context, l *LoadedConversation, who access.Person) (Seen, error) {
	if !l.exists {
		return Seen{}, missingConversation()
	}
	known, err := s.policiesFor(ctx, who, l.data)
	if err != nil {
		return Seen{}, err
	}
	if err := require(view, l.data, who, known); err != nil {
		return Seen{}, err
	}
	return seen(l.id, l.data, who, known), nil
}

// Scope says which conversations are listed.
type Scope string

const (
	AllScope    Scope = "all"
	OwnScope    Scope = "own"
	SharedScope Scope = "shared" // those that somebody else made the person a collaborator of
)

// listed are the fields that a list needs: not the prompts, which are long.
var listed = []string{
	"userId", "organizationId", "domain", "conversationType", "title", "titled", "createdAt", "updatedAt", "lastMessageAt", "messageCount",
	"activeInputs", "collaborators", "sharing", "revision", "deletedAt", "clearedAt",
}

// LoadedList is a page of conversations, read before it is known whether the
// person may see them.
type LoadedList struct {
	found []*firestore.DocumentSnapshot
	limit int
}

// LoadList reads a page of the conversations of a person and of those that were
// shared with them by name, the one with the newest message first. It reads
// limit+1 documents at most, in one round trip.
func (s *Service) LoadList(ctx context.Context, userID string, scope Scope, limit int, after string) (*LoadedList, error) {
	query := s.Client.Collection(conversations).WhereEntity(scope.filter(userID)).
		OrderBy("lastMessageAt", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc).Select(listed...)
	if after != "" {
		at, last, err := parseListCursor(after)
		if err != nil {
			return nil, fault.Wrong(fault.Field{Name: "cursor", Problem: lang.Text{
				ES: "debe ser un nextCursor recibido antes", EN: "must be a nextCursor received before",
			}})
		}
		query = query.StartAfter(at, last)
	}
	found, err := query.Limit(limit + 1).Documents(ctx).GetAll()
	if err != nil {
		return nil, unavailable(fmt.Errorf("conversation: list of %s: %w", userID, err))
	}
	return &LoadedList{found, limit}, nil
}

// Count is how many conversations LoadList goes through in all. It costs a read
// for each thousand of them.
func (s *Service) Count(ctx context.Context, userID string) (int, error) {
	all := s.Client.Collection(conversations).WhereEntity(AllScope.filter(userID))
	result, err := all.NewAggregationQuery().WithCount("all").Get(ctx)
	if err != nil {
		return 0, unavailable(fmt.Errorf("conversation: count those of %s: %w", userID, err))
	}
	n, _ := result["all"].(*firestorepb.Value)
	return int(n.GetIntegerValue()), nil
}

// Counted says whether Count counts the conversation for a person.
func (l *LoadedConversation) Counted(userID string) bool {
	return l.exists && (l.data.UserID == userID || slices.Contains(l.data.CollaboratorIDs, userID))
}

func (s Scope) filter(userID string) firestore.EntityFilter {
	mine := firestore.PropertyFilter{Path: "userId", Operator: "==", Value: userID}
	theirs := firestore.PropertyFilter{Path: "collaboratorIds", Operator: "array-contains", Value: userID}
	switch s {
	case OwnScope:
		return mine
	case SharedScope:
		return theirs
	}
	return firestore.OrFilter{Filters: []firestore.EntityFilter{mine, theirs}}
}

// List gives what was loaded, without what the person may not see. next is the
// cursor of the following page, "" where there is none.
func (s *Service) List(ctx context.Context, l *LoadedList, who access.Person) (page []Seen, next string, err error) {
	shown := l.found[:min(len(l.found), l.limit)]
	all, known, err := s.readFor(ctx, who, shown)
	if err != nil {
		return nil, "", err
	}
	for _, doc := range shown {
		if c, ok := all[doc.Ref.ID]; ok && permissionOf(c, who, known) >= view {
			page = append(page, seen(doc.Ref.ID, c, who, known))
		}
	}
	if len(l.found) > l.limit {
		last := shown[len(shown)-1]
		if at, ok := last.Data()["lastMessageAt"].(time.Time); ok {
			next = listCursor(at, last.Ref.ID)
		}
	}
	return page, next, nil
}

// A list's cursor is the time of the page's last conversation with its id, for
// those of the same moment.
func listCursor(at time.Time, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(at.UTC().Format(time.RFC3339Nano) + " " + id))
}

func parseListCursor(s string) (time.Time, string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return time.Time{}, "", err
	}
	text, last, _ := strings.Cut(string(raw), " ")
	if !id.Valid(last) {
		return time.Time{}, "", errors.New("conversation: a cursor without an id")
	}
	at, err := parseCursor(base64.RawURLEncoding.EncodeToString([]byte(text)))
	return at, last, err
}

// Change is what is changed of a conversation; what is nil stays.
type Change struct {
	// Revision is the one that the person had before them. A conversation that was
	// changed since is not changed again.
	Revision   int
	Title      *string
	Inputs     *ChosenInputs
	Visibility *Visibility
}

// Change changes a conversation, and gives the inputs that were to be selected
// and that the person may not see. Who may write may change title and inputs,
// the owner also who else may read.
func (s *Service) Change(ctx context.Context, l *LoadedConversation, who access.Person, change Change) (Seen, []Input, error) {
	for try := 0; ; try++ {
		if !l.exists {
			return Seen{}, nil, missingConversation()
		}
		needed := write
		if change.Visibility != nil {
			needed = own
		}
		if err := s.required(ctx, needed, l.data, who); err != nil {
			return Seen{}, nil, err
		}
		if l.data.Revision != change.Revision {
			return Seen{}, nil, changedMeanwhile()
		}
		c := l.data
		dropped, err := s.apply(ctx, who, l.id, &c, change)
		if err != nil {
			return Seen{}, nil, err
		}
		c.Revision, c.UpdatedAt = c.Revision+1, s.now()
		writes := []store.Write{store.Update(s.conversation(l.id), l.readAt,
			firestore.Update{Path: "title", Value: c.Title},
			firestore.Update{Path: "titled", Value: c.Titled},
			firestore.Update{Path: "activeInputs", Value: c.ActiveInputs},
			firestore.Update{Path: "inputNames", Value: c.InputNames},
			firestore.Update{Path: "sharing.visibility", Value: c.Sharing.Visibility},
			firestore.Update{Path: "revision", Value: c.Revision},
			firestore.Update{Path: "updatedAt", Value: c.UpdatedAt},
		)}
		if was := l.data.Sharing.Visibility; was != c.Sharing.Visibility {
			writes = append(writes, audit.Write(s.Client, audit.Entry{
				Who: who.ID, WhoEmail: who.Email, What: "conversation.visibility", Target: conversations + "/" + l.id, OrganizationID: c.OrganizationID,
				Before: map[string]any{"visibility": string(was)}, After: map[string]any{"visibility": string(c.Sharing.Visibility)},
				At: c.UpdatedAt, Source: s.Source,
			}))
		}
		_, err = store.Commit(ctx, s.Client, writes...)
		if err == nil {
			return seen(l.id, c, who, nil), dropped, nil
		}
		// A message that came meanwhile changes the document, but not what is
		// changed here: that is told by the revision, when it is read again.
		if l, err = s.readAgain(ctx, l.id, err, try); err != nil {
			return Seen{}, nil, err
		}
		if l.exists && l.data.Revision == c.Revision && same(l.data, c) {
			return seen(l.id, l.data, who, nil), dropped, nil // our own write had come through unnoticed
		}
	}
}

// same says whether two conversations have the same of all that can be changed.
func same(a, b Conversation) bool {
	return a.Title == b.Title && a.Titled == b.Titled && a.Sharing.Visibility == b.Sharing.Visibility && reflect.DeepEqual(a.ActiveInputs, b.ActiveInputs)
}

// readAgain reads a conversation anew after a commit that was lost to another,
// and gives any other error.
func (s *Service) readAgain(ctx context.Context, conversationID string, err error, try int) (*LoadedConversation, error) {
	if store.Raced(err) {
		err = s.backOff(ctx, try)
	}
	if err != nil {
		return nil, unavailable(fmt.Errorf("conversation: change %s: %w", conversationID, err))
	}
	return s.LoadConversation(ctx, conversationID)
}

func (s *Service) apply(ctx context.Context, who access.Person, conversationID string, c *Conversation, change Change) (dropped []Input, err error) {
	if change.Title != nil {
		c.Title, c.Titled = strings.TrimSpace(*change.Title), ByPerson
	}
	if change.Visibility != nil {
		c.Sharing.Visibility = *change.Visibility
	}
	if change.Inputs != nil {
		dropped, err = s.selectInputs(ctx, who, conversationID, c, *change.Inputs)
	}
	return dropped, err
}

func changedMeanwhile() error {
	return &fault.Fault{Kind: fault.Conflict, Code: "conflict", Sentence: lang.Text{
		ES: "Alguien cambió esta conversación mientras tanto. Mira cómo está ahora y vuelve a intentarlo.",
		EN: "Somebody has changed this conversation meanwhile. Look at it as it is now and try again.",
	}}
}

// unique gives each of the ids once, in their order.
func unique(ids []string) []string {
	out := []string{}
	for _, one := range ids {
		if id.Valid(one) && !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	return out
}

// Showing gives those of the conversations that the person may see now, by their
// ids, in one round trip; the others are left out.
func (s *Service) Showing(ctx context.Context, who access.Person, ids []string) (map[string]Conversation, error) {
	shown := map[string]Conversation{}
	var refs []*firestore.DocumentRef
	for _, one := range ids {
		if id.Valid(one) {
			refs = append(refs, s.conversation(one))
		}
	}
	if len(refs) == 0 {
		return shown, nil
	}
	docs, err := s.Client.GetAll(ctx, refs)
	if err != nil {
		return nil, unavailable(fmt.Errorf("conversation: %d to be shown: %w", len(refs), err))
	}
	all, known, err := s.readFor(ctx, who, docs)
	if err != nil {
		return nil, err
	}
	for id, c := range all {
		if permissionOf(c, who, known) >= view {
			shown[id] = c
		}
	}
	return shown, nil
}
