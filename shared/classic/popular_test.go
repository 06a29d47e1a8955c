package classic_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/internal/sample"
)

func TestPopularityIsTheNumberOfChatsThatTheDomainsPeopleOpenedSince(t *testing.T) {
	t.Parallel()
	d := theSample(t).only("users", "conversations")
	r := d.store(t)
	for _, domain := range []string{sample.DomainSalfa, sample.DomainGetAI, sample.DomainMaqsa, "example.com"} {
		for _, days := range []int{7, 28} {
			since := today.AddDate(0, 0, -days)
			want := map[string]int{}
			for _, c := range d.in("conversations") {
				agent, email := text(c["agentId"]), text(d["users/"+text(c["userId"])]["email"])
				if agent != "" && strings.HasSuffix(email, "@"+domain) && c["createdAt"].(time.Time).After(since) {
					want[agent]++
				}
			}
			got, err := r.Popular(t.Context(), domain, since)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s in %d days: %s", domain, days, diff)
			}
		}
	}
}

// A text is newer than any time in Firestore's order, and would fill the bound
// on the newest chats.
func TestChatsWhoseTimeIsNoTimeDoNotHideTheOthers(t *testing.T) {
	t.Parallel()
	d := documents{
		"users/u1":        {"email": "Rosa@EXAMPLE.com"},
		"conversations/c": {"userId": "u1", "agentId": "a1", "createdAt": today},
	}
	for i := range 500 {
		d[fmt.Sprint("conversations/old", i)] = map[string]any{"userId": "u1", "agentId": "a2", "createdAt": "2026-03-01T00:00:00Z"}
	}
	r := d.store(t)
	costs(t, "popularity", 2, 2, func(ctx context.Context) error {
		counts, err := r.Popular(ctx, "example.com", today.AddDate(0, 0, -1))
		if diff := cmp.Diff(map[string]int{"a1": 1}, counts); diff != "" {
			t.Error(diff)
		}
		return err
	})
}
