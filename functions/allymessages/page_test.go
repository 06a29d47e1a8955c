package allymessages_test

import (
	"net/http"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

func TestPagesGoBackThroughTheWholeConversationWithoutGapOrRepeat(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	id := w.Open(p)
	fill(t, w, p, id, 57) // older than the message that opens the conversation
	seen := map[string]bool{}
	newest, cursor, pages := "", "", 0
	for {
		parameters := []string{"limit=20"}
		if cursor != "" {
			parameters = append(parameters, "before="+cursor)
		}
		page := w.Messages(p, id, parameters...)
		pages++
		for i, m := range page.Messages {
			if seen[m.ID] {
				t.Errorf("message %s comes twice", m.ID)
			}
			seen[m.ID] = true
			if i > 0 && m.Timestamp <= page.Messages[i-1].Timestamp {
				t.Errorf("page %d is not oldest first", pages)
			}
		}
		if last := page.Messages[len(page.Messages)-1].Timestamp; newest != "" && last >= newest {
			t.Errorf("page %d is not before the one before it", pages)
		}
		newest = page.Messages[0].Timestamp
		if page.NextCursor == nil {
			break
		}
		cursor = *page.NextCursor
	}
	if len(seen) != 58 || pages != 3 {
		t.Errorf("%d messages on %d pages, want 58 on 3", len(seen), pages)
	}
}

func TestAPagesParametersAreChecked(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	id := w.Open(p)
	for query, field := range map[string]string{
		"":                                        "conversationId",
		"conversationId=" + id + "&limit=0":       "limit",
		"conversationId=" + id + "&limit=101":     "limit",
		"conversationId=" + id + "&limit=x":       "limit",
		"conversationId=" + id + "&before=x":      "before",
		"conversationId=" + id + "&before=%2F%2F": "before",
		"conversationId=" + id + "&after=x":       "after",
	} {
		a := w.Call(p, http.MethodGet, path+"?"+query, nil)
		if fields := a.Problem().Fields; a.Status != http.StatusBadRequest || len(fields) != 1 || fields[0].Field != field {
			t.Errorf("%s: %d %s", query, a.Status, a.Body)
		}
	}
}

func TestAPageCostsOneRoundTripAndItsMessages(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	id := w.Open(p)
	fill(t, w, p, id, 200)
	w.Clock.Stop()
	w.Messages(p, id)
	reads, writes, rounds := w.Call(p, http.MethodGet, path+"?limit=10&conversationId="+id, nil).Cost()
	if reads != 14 || writes != 0 || rounds != 1 { // person, conversation, an empty look for ratings, ten messages and one more to know that there is more
		t.Errorf("reads=%d writes=%d rounds=%d", reads, writes, rounds)
	}
}

func TestAMessageOfAnOddShapeDoesNotHideTheOthers(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("respuesta")))
	p := sample.Granted()
	id := w.Open(p)
	if _, err := w.DB.Collection("ally_messages").Doc("odd").Set(t.Context(), map[string]any{
		"conversationId": id, "role": 7, "content": []string{"?"}, "timestamp": time.Now().Add(-time.Hour),
	}); err != nil {
		t.Fatal(err)
	}
	w.Send(p, id, "hola")
	if n := len(w.Messages(p, id).Messages); n != 3 {
		t.Errorf("%d messages", n)
	}
	if page := w.Messages(p, id, "limit=3"); page.NextCursor == nil || len(w.Messages(p, id, "limit=3", "before="+*page.NextCursor).Messages) != 0 {
		t.Errorf("%+v", page)
	}
}
