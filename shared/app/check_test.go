package app_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/app"
	"getaifactory.com/ally/shared/fault"
)

type object = map[string]any

func one(f app.Field) []app.Field {
	f.Name = "x"
	return []app.Field{f}
}

func TestAFieldTakesWhatItsTypeSaysAndNothingElse(t *testing.T) {
	low, high := 1.0, 90.0
	choice := app.Field{Type: app.Choice, Options: []app.Option{{Value: "a"}, {Value: "b"}}}
	for _, tc := range []struct {
		name  string
		field app.Field
		right []any
		wrong []any
	}{
		{"text", app.Field{Type: app.ShortText, MaxLength: 3}, []any{"año", "", nil}, []any{"cuatro", "a\nb", 1.0, []any{"a"}}},
		{"long text", app.Field{Type: app.LongText, MaxLength: 5}, []any{"a\nb"}, []any{"sesenta", true}},
		{"choice", choice, []any{"a", "b"}, []any{"c", 1.0, object{}}},
		{"date", app.Field{Type: app.Date}, []any{"2026-02-28"}, []any{"2026-02-30", "28-02-2026", 1.0}},
		{"time", app.Field{Type: app.DateTime}, []any{"2026-03-18T09:00:00-03:00"}, []any{"2026-03-18", "2026-03-18T09:00:00"}},
		{"e-mails", app.Field{Type: app.Emails, Maximum: &low}, []any{[]any{"a@example.com"}, []any{}}, []any{
			"a@example.com", []any{"a"}, []any{"A <a@example.com>"}, []any{1.0}, []any{"a@example.com", "b@example.com"}, []any{"a@example.com\r\nBcc: b@example.com"},
		}},
		{"number", app.Field{Type: app.Number, Minimum: &low, Maximum: &high}, []any{1.0, 90.0, int64(7)}, []any{0.0, 91.0, 1.5, "7"}},
		{"switch", app.Field{Type: app.Switch}, []any{true, false}, []any{"true", 1.0}},
		{"what is selected", app.Field{Type: app.Agent}, []any{"a1"}, []any{"a/1", 1.0, strings.Repeat("a", 201)}},
	} {
		for _, value := range tc.right {
			if err := app.Check(object{"x": value}, one(tc.field)); err != nil {
				t.Errorf("%s %v: %v", tc.name, value, err)
			}
		}
		for _, value := range tc.wrong {
			f := fault.From(app.Check(object{"x": value}, one(tc.field)))
			if f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != "inputs.x" || f.Fields[0].Problem.ES == "" || f.Fields[0].Problem.EN == "" {
				t.Errorf("%s %v: %v", tc.name, value, f)
			}
		}
	}
}

func TestEveryWrongFieldIsNamedAndAnUnknownOneIsWrong(t *testing.T) {
	fields := []app.Field{
		{Name: "a", Type: app.ShortText, Required: true}, {Name: "b", Type: app.Emails, Required: true},
		{Name: "c", Type: app.ShortText, Required: true, Default: "c"}, {Name: "d", Type: app.ShortText},
	}
	var names []string
	for _, f := range fault.From(app.Check(object{"b": []any{}, "d": 1.0, "z": nil, "e": ""}, fields)).Fields {
		names = append(names, f.Name)
	}
	if want := []string{"inputs.a", "inputs.b", "inputs.d", "inputs.e", "inputs.z"}; !slices.Equal(names, want) {
		t.Errorf("%v, want %v", names, want)
	}
}

func TestAFieldThatIsNotShownIsNeitherNeededNorRead(t *testing.T) {
	fields := []app.Field{
		{Name: "source", Type: app.Choice, Default: "text", Options: []app.Option{{Value: "text"}, {Value: "agent"}}},
		{Name: "text", Type: app.ShortText, Required: true, When: &app.When{Field: "source", Values: []string{"text"}}},
		{Name: "agent", Type: app.Agent, Required: true, When: &app.When{Field: "source", Values: []string{"agent"}}},
	}
	for _, tc := range []struct {
		inputs object
		wrong  string
		want   object
	}{
		{object{"source": "agent", "agent": "a1", "text": "x"}, "", object{"source": "agent", "agent": "a1"}},
		{object{"source": "text", "text": "x"}, "", object{"source": "text", "text": "x"}},
		{object{"text": "x", "agent": " "}, "", object{"source": "text", "text": "x"}},
		{object{"source": "agent"}, "inputs.agent", nil},
		{object{}, "inputs.text", nil},
	} {
		err := app.Check(tc.inputs, fields)
		if tc.wrong != "" {
			if f := fault.From(err); len(f.Fields) != 1 || f.Fields[0].Name != tc.wrong {
				t.Errorf("%v: %v", tc.inputs, err)
			}
			continue
		}
		got := app.Fill(tc.inputs, fields)
		if err != nil || len(got) != len(tc.want) {
			t.Errorf("%v: %v %v", tc.inputs, got, err)
		}
		for name, value := range tc.want {
			if got[name] != value {
				t.Errorf("%v: %v", tc.inputs, got)
			}
		}
	}
}

func TestWhateverIsSentIsRefusedOrFits(t *testing.T) {
	names := rapid.SampledFrom([]string{"source", "text", "n", "z"})
	value := rapid.OneOf(rapid.String().AsAny(), rapid.Float64().AsAny(), rapid.Bool().AsAny(), rapid.Just[any](nil), rapid.SliceOf(rapid.String().AsAny()).AsAny(),
		rapid.MapOf(rapid.String(), rapid.Int().AsAny()).AsAny())
	fields := []app.Field{
		{Name: "source", Type: app.Choice, Required: true, Default: "a", Options: []app.Option{{Value: "a"}, {Value: "b"}}},
		{Name: "text", Type: app.LongText, Required: true, When: &app.When{Field: "source", Values: []string{"a"}}},
		{Name: "n", Type: app.Number},
	}
	rapid.Check(t, func(t *rapid.T) {
		inputs := rapid.MapOf(names, value).Draw(t, "inputs")
		if app.Check(inputs, fields) != nil {
			return
		}
		filled := app.Fill(inputs, fields)
		source, _ := filled["source"].(string)
		if _, text := filled["text"].(string); source != "a" && source != "b" || (source == "a") != text {
			t.Fatalf("%v of %v", filled, inputs)
		}
	})
}
