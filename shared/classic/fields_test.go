package classic

import (
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// read is everything that the readers make of one document.
func read(f fields) []any {
	agent, isAgent := agentFrom("id", f)
	document, inUse := documentFrom("id", f)
	return []any{
		agent, isAgent, document, inUse, promptFrom(f), shareFrom("s", f),
		userFrom("id", f), organizationFrom("id", f), domainFrom("id", f),
	}
}

// known gives each field that is read with a value of its right type.
var known = map[string]any{
	"email": "Rosa@Example.com", "name": "Rosa", "isActive": false, "organizationId": "norte",
	"allyPreferences": map[string]any{"language": "en"}, "allyBetaAccess": map[string]any{"enabled": true},
	"domains": []any{"example.com"}, "profile": map[string]any{"mission": "m", "values": []any{"v"}},
	"enabled": false, "allowedAgents": []any{"a1"}, "description": "d",
	"companyInfo": map[string]any{"vision": "v", "webData": map[string]any{"industry": "i"}},
	"isAgent":     true, "status": "archived", "title": "t", "userId": "u", "agentPrompt": "p", "systemPrompt": "s",
	"agentId": "a1", "expiresAt": time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	"sharedWith":       []any{map[string]any{"type": "user", "id": "u"}},
	"individualAccess": []any{map[string]any{"userId": "u", "isActive": false}},
	"allyUserConfig":   map[string]any{"userPrompt": "up"},
	"domainPrompt":     "dp", "allyConfig": map[string]any{"organizationPrompt": "op"},
	"allyDomainConfig": map[string]any{"domainPrompt": "adp"}, "limits": map[string]any{"maxMonthlyTokens": int64(7)},
	"assignedToAgents": []any{"a1", "a0"}, "extractedData": "text",
}

// fieldNames are those of known in an order that a failed draw can be repeated with.
var fieldNames = slices.Sorted(maps.Keys(known))

// value draws anything that a Firestore document can hold.
func value(depth int) *rapid.Generator[any] {
	kinds := []*rapid.Generator[any]{
		rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.Int64().AsAny(), rapid.Float64().AsAny(), rapid.String().AsAny(),
		rapid.Just[any](time.Unix(1, 0).UTC()), rapid.SliceOfN(rapid.Byte(), 0, 3).AsAny(),
	}
	if depth > 0 {
		inner := rapid.SampledFrom([]string{"id", "email", "domain", "type", "userId", "isActive", "enabled", "language", "webData", "mission", "values",
			"userPrompt", "organizationPrompt", "domainPrompt", "maxMonthlyTokens"})
		kinds = append(kinds, rapid.SliceOfN(value(depth-1), 0, 3).AsAny(), rapid.MapOfN(inner, value(depth-1), 0, 3).AsAny())
	}
	return rapid.OneOf(kinds...)
}

func anyShape(t *rapid.T) {
	f := fields{}
	for _, name := range fieldNames {
		switch rapid.IntRange(0, 2).Draw(t, name+" is") {
		case 0:
			f[name] = known[name]
		case 1:
			f[name] = value(3).Draw(t, name)
		}
	}
	read(f)
	s := shareFrom("s", f)
	s.Reaches(Viewer{ID: "u", Email: "u@example.com", Domain: "example.com"}, nil, time.Unix(0, 0))
}

func TestNoShapeOfADocumentIsTooOdd(t *testing.T) { rapid.Check(t, anyShape) }

func FuzzNoShapeOfADocumentIsTooOdd(f *testing.F) { f.Fuzz(rapid.MakeFuzz(anyShape)) }

func TestAFieldOfAnOddTypeIsAsGoodAsMissing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		odd, without := fields{}, fields{}
		for _, name := range fieldNames {
			if rapid.Bool().Draw(t, "has "+name) {
				odd[name], without[name] = known[name], known[name]
			}
		}
		name := rapid.SampledFrom(fieldNames).Draw(t, "odd field")
		delete(without, name)
		odd[name] = value(2).Filter(func(v any) bool { return !sameType(v, known[name]) }).Draw(t, "odd value")
		if got, want := read(odd), read(without); !reflect.DeepEqual(got, want) {
			t.Errorf("with %s as %#v\n%+v\nwithout it\n%+v", name, odd[name], got, want)
		}
	})
}

func sameType(a, b any) bool { return reflect.TypeOf(a) == reflect.TypeOf(b) }

func TestAMissingDocumentIsNothing(t *testing.T) {
	if _, ok := UserFrom(nil); ok {
		t.Error("a user")
	}
	if _, ok := OrganizationFrom(nil); ok {
		t.Error("an organization")
	}
	if _, ok := DomainFrom(nil); ok {
		t.Error("a domain")
	}
	if _, ok := agentFrom("a", nil); ok {
		t.Error("an agent")
	}
}

func TestWhatADocumentDoesNotSayIsInFavourOfThePerson(t *testing.T) {
	if u := userFrom("u", nil); !u.Active || u.Grant != nil {
		t.Errorf("%+v", u)
	}
	if o := organizationFrom("norte", nil); !o.Active || o.Name != "norte" {
		t.Errorf("%+v", o)
	}
	if d := domainFrom("example.com", nil); !d.Enabled || d.Name != "example.com" {
		t.Errorf("%+v", d)
	}
	if _, inUse := documentFrom("d", nil); !inUse {
		t.Error("a document without status is not in use")
	}
}

func TestAnAgentIsMarkedAsOneAndNotArchived(t *testing.T) {
	for _, tc := range []struct {
		name string
		f    fields
		want bool
	}{
		{"marked", fields{"isAgent": true}, true},
		{"active", fields{"isAgent": true, "status": "active"}, true},
		{"archived", fields{"isAgent": true, "status": "archived"}, false},
		{"a chat", fields{"isAgent": false}, false},
		{"an old chat", fields{"agentId": "a"}, false},
	} {
		if _, ok := agentFrom("a", tc.f); ok != tc.want {
			t.Errorf("%s: %t", tc.name, ok)
		}
	}
}

func TestAPromptStandsInItsPresentOrItsOlderField(t *testing.T) {
	for _, tc := range []struct {
		f    fields
		want string
	}{
		{fields{"agentPrompt": "new", "systemPrompt": "old"}, "new"},
		{fields{"systemPrompt": "old"}, "old"},
		{fields{"agentPrompt": "  ", "systemPrompt": "old"}, "old"},
		{nil, ""},
	} {
		if got := promptFrom(tc.f); got != tc.want {
			t.Errorf("%v: %q", tc.f, got)
		}
	}
}

func TestThePromptMeantForAllyCountsElseTheClassicOne(t *testing.T) {
	for _, tc := range []struct {
		name         string
		own, classic any
		want         string
	}{
		{"both", " own ", "classic", "own"},
		{"only Ally's", "own", nil, "own"},
		{"only the classic one", nil, " classic ", "classic"},
		{"Ally's is empty", "", "classic", "classic"},
		{"Ally's is blank", " \n\t", "classic", "classic"},
		{"Ally's is no text", int64(7), "classic", "classic"},
		{"neither", nil, nil, ""},
		{"both blank", " ", "\n", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			organization := organizationFrom("o", fields{
				"domainPrompt": tc.classic, "allyConfig": map[string]any{"organizationPrompt": tc.own}})
			domain := domainFrom("d", fields{
				"domainPrompt": tc.classic, "allyDomainConfig": map[string]any{"domainPrompt": tc.own}})
			if organization.Prompt != tc.want || domain.Prompt != tc.want {
				t.Errorf("organization %q, domain %q, want %q", organization.Prompt, domain.Prompt, tc.want)
			}
		})
	}
	odd := fields{"domainPrompt": "classic", "allyConfig": "odd", "allyDomainConfig": []any{"odd"}}
	if o, d := organizationFrom("o", odd).Prompt, domainFrom("d", odd).Prompt; o != "classic" || d != "classic" {
		t.Errorf("with a configuration that is no map: organization %q, domain %q", o, d)
	}
	if got := userFrom("u", fields{"allyUserConfig": map[string]any{"userPrompt": " mine "}}).Prompt; got != "mine" {
		t.Errorf("person: %q", got)
	}
	if got := userFrom("u", fields{"domainPrompt": "classic", "systemPrompt": "classic"}).Prompt; got != "" {
		t.Errorf("a person has no classic prompt: %q", got)
	}
}

func TestAMonthsTokensAreANumberAboveZeroElseNoLimit(t *testing.T) {
	for _, tc := range []struct {
		name   string
		stored any
		want   int
	}{
		{"whole", int64(25_000_000), 25_000_000},
		{"with a fraction", 1000.9, 1000},
		{"zero", int64(0), 0},
		{"less than zero", int64(-1), 0},
		{"less than zero with a fraction", -1.5, 0},
		{"no number", math.NaN(), 0},
		{"without end", math.Inf(1), 0},
		{"more than an int holds", 1e300, 0},
		{"a text", "25000000", 0},
		{"a flag", true, 0},
		{"missing", nil, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := organizationFrom("o", fields{"limits": map[string]any{"maxMonthlyTokens": tc.stored}})
			if o.MonthlyTokens != tc.want {
				t.Errorf("%d, want %d", o.MonthlyTokens, tc.want)
			}
		})
	}
	if o := organizationFrom("o", fields{"limits": int64(7)}); o.MonthlyTokens != 0 {
		t.Errorf("limits that are no map: %d", o.MonthlyTokens)
	}
}

func TestTheStartOfATextIsWholeCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, bytes := rapid.String().Draw(t, "text"), rapid.IntRange(0, 20).Draw(t, "bytes")
		got := start(text, bytes)
		if !strings.HasPrefix(text, got) || len(got) > bytes || utf8.ValidString(text) != utf8.ValidString(got) {
			t.Fatalf("%q", got)
		}
		if len(got) < min(len(text), bytes)-utf8.UTFMax+1 {
			t.Fatalf("%q is too short", got)
		}
	})
}
