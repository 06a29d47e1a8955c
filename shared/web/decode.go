package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
)

// maxBody bounds a request's body, in bytes.
const maxBody = 256 << 10

// identityParameters may stand in the query of every call: the existing
// frontend sends them, and they are compared with the session.
var identityParameters = []string{"userId", "userEmail", "userDomain", "organizationId"}

// Decoder reads the input of one operation into a struct whose fields say
// where they come from: `path`, `query`, `header` or, for the body, `json`.
type Decoder struct {
	input                     reflect.Type
	path, query, header, body *jsonschema.Schema
}

// NewDecoder prepares to decode into values of the struct type.
func NewDecoder(input reflect.Type) (*Decoder, error) {
	d := &Decoder{input: input}
	for _, part := range []struct {
		tag    string
		schema **jsonschema.Schema
	}{{"path", &d.path}, {"query", &d.query}, {"header", &d.header}, {"json", &d.body}} {
		var err error
		if *part.schema, err = schemaOf(input, part.tag); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// Decode gives a pointer to the decoded input. What is wrong is a
// *fault.Fault that names every wrong field.
func (d *Decoder) Decode(w http.ResponseWriter, r *http.Request) (any, error) {
	target := reflect.New(d.input)
	wrong := d.fromPath(r, target.Elem())
	wrong = append(wrong, d.fromQuery(r, target.Elem())...)
	wrong = append(wrong, d.fromHeader(r, target.Elem())...)
	if d.body != nil {
		fields, err := d.fromBody(w, r, target.Interface())
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, fields...)
	}
	return target.Interface(), fault.Wrong(wrong...)
}

func (d *Decoder) fromPath(r *http.Request, target reflect.Value) []fault.Field {
	if d.path == nil {
		return nil
	}
	found := map[string]any{}
	for name, property := range d.path.Properties {
		found[name] = typed(r.PathValue(name), property)
	}
	return d.set(d.path, "path", found, target)
}

func (d *Decoder) fromQuery(r *http.Request, target reflect.Value) []fault.Field {
	values := r.URL.Query()
	found := map[string]any{}
	for name, all := range values {
		if all[0] == "" || d.query == nil && slices.Contains(identityParameters, name) {
			continue // an empty parameter says nothing
		}
		var property *jsonschema.Schema
		if d.query != nil {
			property = d.query.Properties[name]
		}
		if property == nil && slices.Contains(identityParameters, name) {
			continue
		}
		found[name] = typed(all[0], property)
	}
	if d.query == nil {
		return unknown(found)
	}
	return d.set(d.query, "query", found, target)
}

func (d *Decoder) fromHeader(r *http.Request, target reflect.Value) []fault.Field {
	if d.header == nil {
		return nil
	}
	found := map[string]any{}
	for name, property := range d.header.Properties {
		if value := r.Header.Get(name); value != "" {
			found[name] = typed(value, property)
		}
	}
	return d.set(d.header, "header", found, target)
}

// set checks the values and puts them into the fields with the tag.
func (d *Decoder) set(schema *jsonschema.Schema, tag string, found map[string]any, target reflect.Value) []fault.Field {
	if wrong := notText(found); wrong != nil {
		return wrong
	}
	if wrong := check(schema, found); wrong != nil {
		return wrong
	}
	for i := range d.input.NumField() {
		value, ok := found[d.input.Field(i).Tag.Get(tag)]
		if !ok {
			continue
		}
		switch v := value.(type) {
		case string:
			target.Field(i).SetString(v)
		case json.Number:
			n, _ := v.Int64() // the schema has seen to it that it is a whole number
			target.Field(i).SetInt(n)
		case bool:
			target.Field(i).SetBool(v)
		}
	}
	return nil
}

func (d *Decoder) fromBody(w http.ResponseWriter, r *http.Request, target any) ([]fault.Field, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, &fault.Fault{Kind: fault.Unsupported, Code: "json_only", Sentence: lang.Text{
			ES: "Envía el cuerpo como JSON, con Content-Type: application/json.",
			EN: "Send the body as JSON, with Content-Type: application/json.",
		}}
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, &fault.Fault{Kind: fault.TooLarge, Code: "too_large", Sentence: lang.Text{
			ES: fmt.Sprintf("El cuerpo puede tener hasta %d KiB.", maxBody>>10),
			EN: fmt.Sprintf("The body can have up to %d KiB.", maxBody>>10),
		}}
	} else if err != nil {
		return nil, notJSON(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, notJSON(err)
	}
	if wrong := check(d.body, document); wrong != nil {
		return wrong, nil
	}
	// What was checked is decoded, not what was sent: of a key that comes twice
	// the check has only seen the last.
	checked, err := json.Marshal(document)
	if err != nil {
		return nil, notJSON(err)
	}
	if err := json.Unmarshal(checked, target); err != nil {
		return nil, notJSON(err)
	}
	return nil, nil
}

func notJSON(cause error) error {
	return &fault.Fault{Kind: fault.Invalid, Code: "not_json", Cause: cause, Sentence: lang.Text{
		ES: "El cuerpo no es un único objeto JSON válido.",
		EN: "The body is not a single valid JSON object.",
	}}
}

func check(schema *jsonschema.Schema, value any) []fault.Field {
	err := schema.Validate(value)
	invalid := (*jsonschema.ValidationError)(nil)
	if !errors.As(err, &invalid) {
		return nil
	}
	wrong := wrongFields(invalid)
	slices.SortStableFunc(wrong, func(a, b fault.Field) int { return strings.Compare(a.Name, b.Name) })
	return slices.CompactFunc(wrong, func(a, b fault.Field) bool { return a.Name == b.Name }) // one problem at a time
}

// notText names the values that are no UTF-8, which JSON always is.
func notText(found map[string]any) []fault.Field {
	var wrong []fault.Field
	for name, value := range found {
		if text, ok := value.(string); ok && !utf8.ValidString(text) {
			wrong = append(wrong, fault.Field{Name: name, Problem: lang.Text{ES: "debe ser texto en UTF-8", EN: "must be text in UTF-8"}})
		}
	}
	return wrong
}

func unknown(found map[string]any) []fault.Field {
	var wrong []fault.Field
	for name := range found {
		wrong = append(wrong, fault.Field{Name: name, Problem: lang.Text{ES: "no existe", EN: "is not known"}})
	}
	return wrong
}

// typed reads a parameter as what its schema wants; what can't be read stays
// text, and the schema refuses it.
func typed(value string, property *jsonschema.Schema) any {
	if property == nil || property.Types == nil {
		return value
	}
	for _, t := range property.Types.ToStrings() {
		switch t {
		case "integer":
			if _, err := strconv.ParseInt(value, 10, 32); err == nil {
				return json.Number(value)
			}
		case "boolean":
			if b, err := strconv.ParseBool(value); err == nil {
				return b
			}
		}
	}
	return value
}
