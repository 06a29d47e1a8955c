package app

import "getaifactory.com/ally/shared/lang"

// Text is a text in both languages, as it is stored and shown.
type Text struct {
	ES string `firestore:"es" json:"es" required:"true"`
	EN string `firestore:"en" json:"en" required:"true"`
}

// In gives the text in l.
func (t Text) In(l lang.Language) string { return lang.Text(t).In(l) }

// Field is one field of an app's form. The screen draws it and the server checks
// it by the same definition.
type Field struct {
	Name      string    `firestore:"name" json:"name" required:"true"`
	Type      FieldType `firestore:"type" json:"type" required:"true" enum:"text,longtext,choice,date,datetime,emails,conversation,agent,document,action,number,switch"`
	Label     Text      `firestore:"label" json:"label" required:"true"`
	Help      *Text     `firestore:"help,omitempty" json:"help,omitempty"`
	Required  bool      `firestore:"required" json:"required" required:"true"`
	Options   []Option  `firestore:"options,omitempty" json:"options,omitempty" description:"Of a choice."`
	MaxLength int       `firestore:"maxLength,omitempty" json:"maxLength,omitempty" description:"In characters."`
	Minimum   *float64  `firestore:"minimum,omitempty" json:"minimum,omitempty" description:"Of a number."`
	Maximum   *float64  `firestore:"maximum,omitempty" json:"maximum,omitempty" description:"Of a number, or how many e-mails there may be."`
	Default   any       `firestore:"default,omitempty" json:"default,omitempty"`
	When      *When     `firestore:"when,omitempty" json:"when,omitempty" description:"The field is shown and read only then."`
}

// FieldType says what is entered in a field, and how.
type FieldType string

// The types of fields. A date is YYYY-MM-DD, a datetime RFC 3339, emails a list
// of addresses; conversation, agent, document and action are ids of what the
// person selects.
const (
	ShortText    FieldType = "text"
	LongText     FieldType = "longtext"
	Choice       FieldType = "choice"
	Date         FieldType = "date"
	DateTime     FieldType = "datetime"
	Emails       FieldType = "emails"
	Conversation FieldType = "conversation"
	Agent        FieldType = "agent"
	Document     FieldType = "document"
	Action       FieldType = "action"
	Number       FieldType = "number"
	Switch       FieldType = "switch"
)

// Option is a value that can be chosen.
type Option struct {
	Value string `firestore:"value" json:"value" required:"true"`
	Label Text   `firestore:"label" json:"label" required:"true"`
}

// When says that another field must have one of the values.
type When struct {
	Field  string   `firestore:"field" json:"field" required:"true"`
	Values []string `firestore:"values" json:"values" required:"true" nullable:"false"`
}
