package quota

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// EmailsLeft is to how many recipients a person may still write today; limited is
// false where there is no limit.
func (u Use) EmailsLeft(l Limits, now time.Time) (left int, limited bool) {
	return max(0, l.EmailsPerDay-u.Emails[day(now)]), l.EmailsPerDay > 0
}

// CheckEmails refuses an e-mail to n recipients where the person's day has no room
// for it.
func (u Use) CheckEmails(l Limits, n int, now time.Time) error {
	left, limited := u.EmailsLeft(l, now)
	if !limited || n <= left {
		return nil
	}
	wait := untilTomorrow(now)
	return exceeded("limit_emails", wait, lang.Text{
		ES: fmt.Sprintf("Puedes escribir a %d destinatarios por día y te quedan %d. Vuelves a tener a las 00:00 UTC, en %s.", l.EmailsPerDay, left, hours(wait)),
		EN: fmt.Sprintf("You can write to %d recipients a day and have %d left. You have them again at 00:00 UTC, in %s.", l.EmailsPerDay, left, hours(wait)),
	})
}

func untilTomorrow(now time.Time) time.Duration {
	return now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour).Sub(now)
}

// Emailing is the write that counts an e-mail to n recipients. It fails where the
// use has changed since it was read.
func (s Stored) Emailing(userID string, n int, now time.Time) store.Write {
	today := map[string]int{day(now): s.Emails[day(now)] + n}
	if !s.exists {
		return store.Create(s.ref, Use{UserID: userID, Emails: today})
	}
	return store.Update(s.ref, s.readAt, firestore.Update{Path: "userId", Value: userID}, firestore.Update{Path: "emails", Value: today})
}

// EmailsLeft is to how many recipients the people of an organization may still write
// today, as of a minute ago at most; limited is false where there is no limit.
func (o *Organizations) EmailsLeft(ctx context.Context, organizationID string, l Limits) (left int, limited bool, err error) {
	if organizationID == "" || l.OrganizationEmailsPerDay <= 0 {
		return 0, false, nil
	}
	used, err := o.kept.Get(ctx, organizationID)
	return max(0, l.OrganizationEmailsPerDay-used.emails), true, err
}

// CheckEmails refuses an e-mail to n recipients where the organization's day has no
// room for it.
func (o *Organizations) CheckEmails(ctx context.Context, organizationID string, l Limits, n int) error {
	left, limited, err := o.EmailsLeft(ctx, organizationID, l)
	if err != nil || !limited || n <= left {
		return err
	}
	wait := untilTomorrow(o.now())
	return exceeded("limit_emails", wait, lang.Text{
		ES: fmt.Sprintf("Tu organización puede escribir a %d destinatarios por día y le quedan %d. Vuelve a tener a las 00:00 UTC, en %s.", l.OrganizationEmailsPerDay, left, hours(wait)),
		EN: fmt.Sprintf("Your organization can write to %d recipients a day and has %d left. It has them again at 00:00 UTC, in %s.", l.OrganizationEmailsPerDay, left, hours(wait)),
	})
}

// Emailing is the write that counts an e-mail to n recipients of an organization.
func (o *Organizations) Emailing(organizationID, userID string, n int) store.Write {
	return store.Merge(o.shardOf(organizationID, userID), map[string]any{
		"organizationId": organizationID, "emails": map[string]any{day(o.now()): firestore.Increment(n)},
	})
}
