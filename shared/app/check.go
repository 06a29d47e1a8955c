package app

import (
	"fmt"
	"math"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
)

// Lengths in characters where a field says none.
const (
	shortLength = 300
	longLength  = 20_000
	mostEmails  = 50
)

var (
	missing = lang.Text{ES: "falta", EN: "is missing"}
	unknown = lang.Text{ES: "no existe", EN: "does not exist"}
)

// Check refuses inputs that are not as the fields want them, and names each wrong
// one as inputs.NAME. What is there beside the fields is wrong too.
func Check(inputs map[string]any, fields []Field) error {
	var wrong []fault.Field
	known := map[string]bool{}
	for _, f := range fields {
		known[f.Name] = true
		if problem, ok := f.wrong(inputs, fields); ok {
			wrong = append(wrong, fault.Field{Name: "inputs." + f.Name, Problem: problem})
		}
	}
	var others []string
	for name := range inputs {
		if !known[name] {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	for _, name := range others {
		wrong = append(wrong, fault.Field{Name: "inputs." + name, Problem: unknown})
	}
	return fault.Wrong(wrong...)
}

// Fill gives the inputs as an app reads them: with defaults where nothing was
// entered, without what is not shown and what is blank. They were checked before.
func Fill(inputs map[string]any, fields []Field) map[string]any {
	filled := map[string]any{}
	for _, f := range fields {
		if !f.shown(inputs, fields) {
			continue
		}
		value := entered(inputs[f.Name])
		if value == nil {
			value = f.Default
		}
		if value != nil {
			filled[f.Name] = value
		}
	}
	return filled
}

// shown says whether the field is read: the one that it depends on has one of
// the values, its default where nothing was entered.
func (f Field) shown(inputs map[string]any, fields []Field) bool {
	if f.When == nil {
		return true
	}
	value := entered(inputs[f.When.Field])
	if i := slices.IndexFunc(fields, func(o Field) bool { return o.Name == f.When.Field }); i >= 0 && value == nil {
		value = fields[i].Default
	}
	return slices.Contains(f.When.Values, asText(value))
}

// entered is the value, nil for a blank text.
func entered(value any) any {
	if text, ok := value.(string); ok && strings.TrimSpace(text) == "" {
		return nil
	}
	return value
}

func asText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// wrong says what is wrong with the field's value, where anything is. A field
// that is not shown may have any value of its type: it is not read.
func (f Field) wrong(inputs map[string]any, fields []Field) (lang.Text, bool) {
	value := entered(inputs[f.Name])
	if value == nil {
		needed := f.Required && f.Default == nil && f.shown(inputs, fields)
		return missing, needed
	}
	switch f.Type {
	case ShortText, LongText:
		return f.wrongText(value)
	case Choice:
		return f.wrongChoice(value)
	case Date:
		return wrongTime(value, time.DateOnly, lang.Text{ES: "debe ser una fecha AAAA-MM-DD que exista", EN: "must be a date YYYY-MM-DD that exists"})
	case DateTime:
		return wrongTime(value, time.RFC3339, lang.Text{ES: "debe ser una fecha con hora y zona", EN: "must be a date with time and zone"})
	case Emails:
		return f.wrongEmails(value)
	case Number:
		return f.wrongNumber(value)
	case Switch:
		_, ok := value.(bool)
		return lang.Text{ES: "debe ser sí o no", EN: "must be yes or no"}, !ok
	default: // what is selected
		text, ok := value.(string)
		return lang.Text{ES: "debe ser un identificador", EN: "must be an id"}, !ok || !id.Valid(text) || len(text) > 200
	}
}

func (f Field) wrongText(value any) (lang.Text, bool) {
	text, ok := value.(string)
	if !ok {
		return lang.Text{ES: "debe ser un texto", EN: "must be a text"}, true
	}
	most := f.MaxLength
	if most == 0 {
		most = shortLength
		if f.Type == LongText {
			most = longLength
		}
	}
	if utf8.RuneCountInString(text) > most {
		return lang.Text{ES: fmt.Sprintf("admite %d caracteres", most), EN: fmt.Sprintf("takes %d characters", most)}, true
	}
	if f.Type == ShortText && strings.ContainsFunc(text, unicode.IsControl) {
		return lang.Text{ES: "debe ser una sola línea", EN: "must be one line"}, true
	}
	return lang.Text{}, false
}

func (f Field) wrongChoice(value any) (lang.Text, bool) {
	var values []string
	for _, o := range f.Options {
		values = append(values, o.Value)
	}
	text, ok := value.(string)
	all := strings.Join(values, ", ")
	return lang.Text{ES: "debe ser una de estas opciones: " + all, EN: "must be one of these: " + all}, !ok || !slices.Contains(values, text)
}

func wrongTime(value any, layout string, problem lang.Text) (lang.Text, bool) {
	text, ok := value.(string)
	if !ok {
		return problem, true
	}
	t, err := time.Parse(layout, text)
	return problem, err != nil || t.Year() < 1
}

func (f Field) wrongEmails(value any) (lang.Text, bool) {
	list, ok := value.([]any)
	if !ok {
		return lang.Text{ES: "debe ser una lista de correos", EN: "must be a list of e-mail addresses"}, true
	}
	most := mostEmails
	if f.Maximum != nil {
		most = int(*f.Maximum)
	}
	switch {
	case len(list) == 0 && f.Required:
		return missing, true
	case len(list) > most:
		return lang.Text{ES: fmt.Sprintf("admite %d correos", most), EN: fmt.Sprintf("takes %d addresses", most)}, true
	}
	for _, one := range list {
		text, _ := one.(string)
		if a, err := mail.ParseAddress(text); err != nil || a.Address != strings.TrimSpace(text) || len(text) > 254 {
			return lang.Text{ES: fmt.Sprintf("«%.100s» no es un correo", text), EN: fmt.Sprintf("“%.100s” is no e-mail address", text)}, true
		}
	}
	return lang.Text{}, false
}

func (f Field) wrongNumber(value any) (lang.Text, bool) {
	n, ok := number(value)
	if !ok || n != math.Trunc(n) {
		return lang.Text{ES: "debe ser un número entero", EN: "must be a whole number"}, true
	}
	if f.Minimum != nil && n < *f.Minimum {
		return lang.Text{ES: fmt.Sprintf("debe ser al menos %g", *f.Minimum), EN: fmt.Sprintf("must be at least %g", *f.Minimum)}, true
	}
	if f.Maximum != nil && n > *f.Maximum {
		return lang.Text{ES: fmt.Sprintf("debe ser a lo más %g", *f.Maximum), EN: fmt.Sprintf("must be at most %g", *f.Maximum)}, true
	}
	return lang.Text{}, false
}

func number(value any) (float64, bool) {
	switch n := value.(type) {
	case float64:
		return n, true
	case int64:
		return float64(n), true
	case int:
		return float64(n), true
	}
	return 0, false
}
