// Package quota bounds what a person and their organization may use: messages
// a minute and tokens a day of a person, tokens a month of an organization.
package quota

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/cache"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Collection holds a document for each person, and a few for each organization
// that has a limit.
const Collection = "ally_usage"

// Limits are what may be used; 0 is no limit.
type Limits struct {
	MessagesPerMinute          int
	TokensPerDay               int // UTC days
	OrganizationTokensPerMonth int // UTC months
	EmailsPerDay               int // recipients, in UTC days
	OrganizationEmailsPerDay   int
}

// Use is the document of a person in `ally_usage`.
type Use struct {
	UserID string         `firestore:"userId"`
	Sent   []time.Time    `firestore:"sent"`   // messages of the last minute, oldest first
	Days   map[string]int `firestore:"days"`   // tokens by day, such as 2026-03-18
	Emails map[string]int `firestore:"emails"` // recipients of e-mails, likewise
}

// Stored is a person's use as it was read.
type Stored struct {
	Use
	ref    *firestore.DocumentRef
	readAt time.Time
	exists bool
}

// Ref is the place of a person's use.
func Ref(client *firestore.Client, userID string) *firestore.DocumentRef {
	return client.Collection(Collection).Doc(id.Derive("person", userID))
}

// From reads a person's use. A document that can't be read is as good as none,
// and is replaced with the next message.
func From(doc *firestore.DocumentSnapshot) Stored {
	s := Stored{ref: doc.Ref}
	if doc.Exists() {
		s.exists, s.readAt = true, doc.UpdateTime
		if doc.DataTo(&s.Use) != nil {
			s.Use = Use{}
		}
	}
	return s
}

const minute = time.Minute

func day(t time.Time) string   { return t.UTC().Format(time.DateOnly) }
func month(t time.Time) string { return t.UTC().Format("2006-01") }

// recent are the messages of the last minute.
func (u Use) recent(now time.Time) []time.Time {
	for i, at := range u.Sent {
		if now.Sub(at) < minute {
			return u.Sent[i:]
		}
	}
	return []time.Time{}
}

// Check refuses one message more where a limit is reached, and says which one
// and until when.
func (u Use) Check(l Limits, now time.Time) error {
	if recent := u.recent(now); l.MessagesPerMinute > 0 && len(recent) >= l.MessagesPerMinute {
		ends := recent[len(recent)-l.MessagesPerMinute].Add(minute)
		return exceeded("too_many", ends.Sub(now), lang.Text{
			ES: fmt.Sprintf("Puedes enviar %d mensajes por minuto. Podrás enviar el próximo en %d segundos.", l.MessagesPerMinute, seconds(ends.Sub(now))),
			EN: fmt.Sprintf("You can send %d messages a minute. You can send the next in %d seconds.", l.MessagesPerMinute, seconds(ends.Sub(now))),
		})
	}
	if used := u.Days[day(now)]; l.TokensPerDay > 0 && used >= l.TokensPerDay {
		ends := now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
		return exceeded("limit_tokens", ends.Sub(now), lang.Text{
			ES: fmt.Sprintf("Usaste los %d tokens que tienes por día. Vuelves a tener a las 00:00 UTC, en %s.", l.TokensPerDay, hours(ends.Sub(now))),
			EN: fmt.Sprintf("You have used the %d tokens that you have a day. You have them again at 00:00 UTC, in %s.", l.TokensPerDay, hours(ends.Sub(now))),
		})
	}
	return nil
}

func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

func hours(d time.Duration) string {
	d = d.Round(time.Minute)
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

func exceeded(code string, wait time.Duration, sentence lang.Text) error {
	return &fault.Fault{Kind: fault.TooMany, Code: code, Wait: wait, Sentence: sentence}
}

// Sending is the write that counts one message. It fails where the use has
// changed since it was read, so that no two messages at once are counted as one.
func (s Stored) Sending(userID string, now time.Time) store.Write {
	sent := append(append([]time.Time{}, s.recent(now)...), now)
	today := map[string]int{day(now): s.Days[day(now)]}
	if !s.exists {
		return store.Create(s.ref, Use{UserID: userID, Sent: sent, Days: today})
	}
	return store.Update(s.ref, s.readAt,
		firestore.Update{Path: "userId", Value: userID},
		firestore.Update{Path: "sent", Value: sent},
		firestore.Update{Path: "days", Value: today},
	)
}

// Spending is the write that counts tokens of a person.
func Spending(ref *firestore.DocumentRef, tokens int, now time.Time) store.Write {
	return store.Merge(ref, map[string]any{"days": map[string]any{day(now): firestore.Increment(tokens)}})
}

// Organizations knows how much the people of an organization have used this
// month.
type Organizations struct {
	client *firestore.Client
	now    func() time.Time
	kept   *cache.Cache[string, used]
}

// used is what an organization has used: tokens this month, e-mails today.
type used struct{ tokens, emails int }

const (
	// shards spread the counter of an organization, of which one document takes
	// about one write a second.
	shards = 8
	// organizationLife is how long a sum is kept: so much later a limit is felt.
	organizationLife = time.Minute
)

// NewOrganizations gives the counters of organizations.
func NewOrganizations(client *firestore.Client, now func() time.Time) *Organizations {
	o := &Organizations{client: client, now: now}
	o.kept = cache.New(organizationLife, 1000, now, o.sum)
	return o
}

func (o *Organizations) shard(organizationID string, n int) *firestore.DocumentRef {
	return o.client.Collection(Collection).Doc(id.Derive("organization", organizationID, fmt.Sprint(n)))
}

func (o *Organizations) sum(ctx context.Context, organizationID string) (used, error) {
	var refs []*firestore.DocumentRef
	for n := range shards {
		refs = append(refs, o.shard(organizationID, n))
	}
	docs, err := o.client.GetAll(ctx, refs)
	if err != nil {
		return used{}, fmt.Errorf("quota: of organization %s: %w", organizationID, err)
	}
	var sum used
	for _, doc := range docs {
		var u struct {
			Months map[string]int `firestore:"months"`
			Emails map[string]int `firestore:"emails"`
		}
		if doc.Exists() && doc.DataTo(&u) == nil {
			sum.tokens += u.Months[month(o.now())]
			sum.emails += u.Emails[day(o.now())]
		}
	}
	return sum, nil
}

// Check refuses a message where the organization has used its month's tokens.
// It reads 8 documents at most once a minute, and none without a limit.
func (o *Organizations) Check(ctx context.Context, organizationID string, l Limits) error {
	if organizationID == "" || l.OrganizationTokensPerMonth <= 0 {
		return nil
	}
	used, err := o.kept.Get(ctx, organizationID)
	if err != nil || used.tokens < l.OrganizationTokensPerMonth {
		return err
	}
	now := o.now().UTC()
	ends := time.Date(now.Year(), now.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	return exceeded("limit_tokens", ends.Sub(now), lang.Text{
		ES: fmt.Sprintf("Tu organización usó los %d tokens que tiene por mes. Vuelve a tener el %s.", l.OrganizationTokensPerMonth, ends.Format(time.DateOnly)),
		EN: fmt.Sprintf("Your organization has used the %d tokens that it has a month. It has them again on %s.", l.OrganizationTokensPerMonth, ends.Format(time.DateOnly)),
	})
}

// Spending is the write that counts tokens of an organization, on the counter
// that falls to the person.
func (o *Organizations) Spending(organizationID, userID string, tokens int) store.Write {
	return store.Merge(o.shardOf(organizationID, userID), map[string]any{
		"organizationId": organizationID, "months": map[string]any{month(o.now()): firestore.Increment(tokens)},
	})
}

// shardOf is the counter that falls to the person.
func (o *Organizations) shardOf(organizationID, userID string) *firestore.DocumentRef {
	n := 0
	for _, b := range []byte(id.Derive("shard", userID)) {
		n += int(b)
	}
	return o.shard(organizationID, n%shards)
}
