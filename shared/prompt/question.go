package prompt

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Questions holds one document for each question that super prompts are tried with.
const Questions = "ally_questions"

// MostQuestions is how many there may be.
const MostQuestions = 50

// Question is a document of `ally_questions`.
type Question struct {
	ID     string    `firestore:"-"`
	Text   string    `firestore:"text"`
	UserID string    `firestore:"userId"` // of who saved it
	Email  string    `firestore:"userEmail"`
	At     time.Time `firestore:"at"`
	Source string    `firestore:"source"`
}

func (b *Book) question(questionID string) *firestore.DocumentRef {
	return b.Client.Collection(Questions).Doc(questionID)
}

// AllQuestions gives the saved questions, in the order in which they were saved.
func (b *Book) AllQuestions(ctx context.Context) ([]Question, error) {
	// A few more than there may be, should two have been saved at once.
	docs, err := b.Client.Collection(Questions).OrderBy("at", firestore.Asc).Limit(2 * MostQuestions).Documents(ctx).GetAll()
	if err != nil {
		return nil, fault.Busy(fmt.Errorf("prompt: questions: %w", err))
	}
	list := make([]Question, len(docs))
	for i, doc := range docs {
		if list[i], err = questionFrom(doc); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func questionFrom(doc *firestore.DocumentSnapshot) (q Question, err error) {
	if err := doc.DataTo(&q); err != nil {
		return q, fmt.Errorf("prompt: %s: %w", doc.Ref.Path, err)
	}
	q.ID = doc.Ref.ID
	return q, nil
}

// Question gives one saved question.
func (b *Book) Question(ctx context.Context, questionID string) (Question, error) {
	docs, err := b.Client.GetAll(ctx, []*firestore.DocumentRef{b.question(questionID)})
	if err != nil {
		return Question{}, fault.Busy(fmt.Errorf("prompt: question: %w", err))
	}
	if !docs[0].Exists() {
		return Question{}, MissingQuestion()
	}
	return questionFrom(docs[0])
}

// MissingQuestion says that there is no such question.
func MissingQuestion() error {
	return fault.Missing(lang.Text{ES: "esa pregunta", EN: "that question"})
}

// SaveQuestion saves a question. Its id follows from its text: saving the same again
// gives what is there.
func (b *Book) SaveQuestion(ctx context.Context, by Author, text string) (Question, error) {
	text = strings.TrimSpace(text)
	q := Question{
		ID: id.Derive("question", text), Text: text, UserID: by.Who.ID, Email: by.Who.Email,
		At: b.Now().UTC().Truncate(time.Millisecond), Source: b.Source,
	}
	there, err := b.AllQuestions(ctx)
	if err != nil {
		return Question{}, err
	}
	for _, known := range there {
		if known.ID == q.ID {
			return known, nil
		}
	}
	if len(there) >= MostQuestions {
		return Question{}, &fault.Fault{Kind: fault.Conflict, Code: "too_many_questions", Sentence: lang.Text{
			ES: fmt.Sprintf("Ya hay %d preguntas guardadas. Borra alguna para guardar otra.", MostQuestions),
			EN: fmt.Sprintf("There are %d saved questions already. Delete one to save another.", MostQuestions),
		}}
	}
	_, err = store.Commit(ctx, b.Client, store.Create(b.question(q.ID), q))
	if store.Raced(err) { // somebody has saved the same at this moment
		return b.Question(ctx, q.ID)
	}
	if err != nil {
		return Question{}, fault.Busy(fmt.Errorf("prompt: question: %w", err))
	}
	return q, nil
}

// DropQuestion deletes a saved question; one that is gone already stays so.
func (b *Book) DropQuestion(ctx context.Context, questionID string) error {
	if !id.Valid(questionID) {
		return nil
	}
	if _, err := store.Commit(ctx, b.Client, store.Delete(b.question(questionID))); err != nil {
		return fault.Busy(fmt.Errorf("prompt: question: %w", err))
	}
	return nil
}
