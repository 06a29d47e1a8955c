package email

import (
	"context"
	"fmt"
	"strings"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/store"
)

var (
	unreached = lang.Text{ES: "No se pudo entregar a %s.", EN: "It could not be delivered to %s."}
	waiting   = lang.Text{
		ES: "Todavía no se pudo entregar a %s. Se vuelve a intentar.",
		EN: "It could not be delivered to %s yet. It is tried again.",
	}
)

// deliveryOf is what became of a letter.
func deliveryOf(k mail.Kept) Delivery {
	d := Delivery{State: Queued, Recipients: []Recipient{}}
	n := map[mail.State]int{}
	var failed, late []string
	for _, r := range k.Recipients {
		n[r.State]++
		d.Recipients = append(d.Recipients, Recipient{Address: r.Address, State: r.State, Reason: r.Reason})
		d.Attempts = max(d.Attempts, r.Attempts)
		if at := r.SentAt; r.State == mail.Sent && (d.SentAt == nil || at.After(*d.SentAt)) {
			d.SentAt = &at
		}
		switch {
		case r.State == mail.Failed:
			failed = append(failed, r.Address)
		case r.State == mail.Waiting && r.Reason != "":
			late = append(late, r.Address)
		}
	}
	switch all := len(k.Recipients); {
	case n[mail.Waiting] > 0:
	case n[mail.Sent] == all:
		d.State = Sent
	case n[mail.Sent] > 0:
		d.State = Partly
	case n[mail.Failed] > 0:
		d.State = Failed
	default:
		d.State = Cancelled
	}
	switch {
	case len(failed) > 0:
		d.Problem = fmt.Sprintf(unreached.In(k.Language), strings.Join(failed, ", "))
	case len(late) > 0:
		d.Problem = fmt.Sprintf(waiting.In(k.Language), strings.Join(late, ", "))
	}
	return d
}

// Told tells the action of an e-mail how far it has come.
func Told(client *firestore.Client) func(mail.Kept) []store.Write {
	return func(k mail.Kept) []store.Write {
		if k.Kind != ActionType || k.ActionID == "" {
			return nil
		}
		d := deliveryOf(k)
		return []store.Write{store.Change(action.Ref(client, k.ActionID),
			firestore.Update{Path: "output.result.delivery.state", Value: d.State},
			firestore.Update{Path: "output.result.delivery.sentAt", Value: d.SentAt},
			firestore.Update{Path: "output.result.delivery.recipients", Value: d.Recipients},
			firestore.Update{Path: "output.result.delivery.attempts", Value: d.Attempts},
			firestore.Update{Path: "output.result.delivery.problem", Value: d.Problem},
		)}
	}
}

// Wanted says whether an e-mail is still to be sent: its action was not deleted.
func Wanted(client *firestore.Client) func(context.Context, mail.Kept) (bool, error) {
	return func(ctx context.Context, k mail.Kept) (bool, error) {
		if k.ActionID == "" {
			return true, nil
		}
		docs, err := client.GetAll(ctx, []*firestore.DocumentRef{action.Ref(client, k.ActionID)})
		if err != nil {
			return false, fmt.Errorf("email: action of a letter: %w", err)
		}
		_, ok := action.From(docs[0])
		return ok, nil
	}
}
