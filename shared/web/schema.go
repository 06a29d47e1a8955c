package web

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	reflected "github.com/swaggest/jsonschema-go"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
)

// schemaOf compiles the JSON Schema of those fields of a struct that carry
// the tag: the same schema that the OpenAPI document shows. It is nil where no
// field does.
func schemaOf(input reflect.Type, tag string) (*jsonschema.Schema, error) {
	if !tagged(input, tag) {
		return nil, nil
	}
	reflector := reflected.Reflector{}
	described, err := reflector.Reflect(reflect.New(input).Interface(),
		reflected.PropertyNameTag(tag), reflected.InlineRefs)
	if err != nil {
		return nil, fmt.Errorf("web: describe %s: %w", input, err)
	}
	raw, err := json.Marshal(described)
	if err != nil {
		return nil, fmt.Errorf("web: describe %s: %w", input, err)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(raw)))
	if err != nil {
		return nil, fmt.Errorf("web: describe %s: %w", input, err)
	}
	closeObjects(document)
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("input.json", document); err != nil {
		return nil, fmt.Errorf("web: describe %s: %w", input, err)
	}
	schema, err := compiler.Compile("input.json")
	if err != nil {
		return nil, fmt.Errorf("web: describe %s: %w", input, err)
	}
	return schema, nil
}

// closeObjects makes every object of the schema refuse fields that it does not
// name.
func closeObjects(node any) {
	switch n := node.(type) {
	case map[string]any:
		if _, object := n["properties"]; object {
			if _, open := n["additionalProperties"]; !open {
				n["additionalProperties"] = false
			}
		}
		for _, inner := range n {
			closeObjects(inner)
		}
	case []any:
		for _, inner := range n {
			closeObjects(inner)
		}
	}
}

func tagged(t reflect.Type, tag string) bool {
	for i := range t.NumField() {
		if t.Field(i).Tag.Get(tag) != "" {
			return true
		}
	}
	return false
}

// wrongFields turns a validation error into one entry for each wrong field.
func wrongFields(err *jsonschema.ValidationError) []fault.Field {
	if len(err.Causes) > 0 {
		var all []fault.Field
		for _, cause := range err.Causes {
			all = append(all, wrongFields(cause)...)
		}
		return all
	}
	at := strings.Join(err.InstanceLocation, ".")
	one := func(es, en string) []fault.Field {
		if at == "" {
			at = "body"
		}
		return []fault.Field{{Name: at, Problem: lang.Text{ES: es, EN: en}}}
	}
	each := func(names []string, es, en string) []fault.Field {
		var all []fault.Field
		for _, name := range names {
			if at != "" {
				name = at + "." + name
			}
			all = append(all, fault.Field{Name: name, Problem: lang.Text{ES: es, EN: en}})
		}
		return all
	}
	switch k := err.ErrorKind.(type) {
	case *kind.Required:
		return each(k.Missing, "falta", "is missing")
	case *kind.AdditionalProperties:
		return each(k.Properties, "no existe", "is not known")
	case *kind.Type:
		want := typeName(k.Want)
		return one("debe ser "+want.ES, "must be "+want.EN)
	case *kind.MinLength:
		if k.Want == 1 {
			return one("no puede estar vacío", "can't be empty")
		}
		return one(fmt.Sprintf("debe tener al menos %d caracteres", k.Want), fmt.Sprintf("must have at least %d characters", k.Want))
	case *kind.MaxLength:
		return one(fmt.Sprintf("puede tener hasta %d caracteres y tiene %d", k.Want, k.Got),
			fmt.Sprintf("can have up to %d characters and has %d", k.Want, k.Got))
	case *kind.Pattern:
		if k.Want == `\S` {
			return one("debe tener algo más que espacios", "must have more than white space")
		}
		return one("no tiene la forma esperada", "does not have the expected form")
	case *kind.MaxItems:
		return one(fmt.Sprintf("puede tener hasta %d elementos", k.Want), fmt.Sprintf("can have up to %d items", k.Want))
	case *kind.Minimum:
		return one("debe ser al menos "+k.Want.RatString(), "must be at least "+k.Want.RatString())
	case *kind.Maximum:
		return one("debe ser como máximo "+k.Want.RatString(), "must be at most "+k.Want.RatString())
	case *kind.Enum:
		var values []string
		for _, v := range k.Want {
			values = append(values, fmt.Sprint(v))
		}
		list := strings.Join(values, ", ")
		return one("debe ser uno de: "+list, "must be one of: "+list)
	}
	return one("no es válido", "is not valid")
}

func typeName(want []string) lang.Text {
	names := map[string]lang.Text{
		"string":  {ES: "un texto", EN: "a text"},
		"integer": {ES: "un número entero", EN: "a whole number"},
		"number":  {ES: "un número", EN: "a number"},
		"boolean": {ES: "true o false", EN: "true or false"},
		"array":   {ES: "una lista", EN: "a list"},
		"object":  {ES: "un objeto", EN: "an object"},
		"null":    {ES: "null", EN: "null"},
	}
	var es, en []string
	for _, w := range want {
		es, en = append(es, names[w].ES), append(en, names[w].EN)
	}
	return lang.Text{ES: strings.Join(es, " o "), EN: strings.Join(en, " or ")}
}
