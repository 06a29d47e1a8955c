package web

import (
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/shared/fault"
)

type letter struct {
	To     string `json:"to" required:"true" minLength:"1"`
	Text   string `json:"text" required:"true" minLength:"1" maxLength:"10"`
	Copies int    `json:"copies,omitempty" minimum:"1" maximum:"3"`
	Tone   string `json:"tone,omitempty" enum:"kind,plain"`
	Stamp  *stamp `json:"stamp,omitempty"`
	Urgent bool   `json:"urgent,omitempty"`
	Key    string `header:"Idempotency-Key" maxLength:"5"`
	Pages  []int  `json:"pages,omitempty" maxItems:"2"`
}

type stamp struct {
	Value int `json:"value" required:"true"`
}

type list struct {
	Box    string `query:"box" required:"true"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100"`
	Unread bool   `query:"unread"`
}

func decode[In any](t *testing.T, r *http.Request) (In, error) {
	t.Helper()
	d, err := NewDecoder(reflect.TypeFor[In]())
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.Decode(httptest.NewRecorder(), r)
	if err != nil {
		var none In
		return none, err
	}
	return *v.(*In), nil
}

func post(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return r
}

func TestABodyIsDecoded(t *testing.T) {
	r := post(`{"to":"ana","text":"hola","copies":2,"stamp":{"value":5},"urgent":true}`)
	r.Header.Set("Idempotency-Key", "k1")
	got, err := decode[letter](t, r)
	if err != nil {
		t.Fatal(err)
	}
	want := letter{To: "ana", Text: "hola", Copies: 2, Stamp: &stamp{5}, Urgent: true, Key: "k1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEachWrongFieldOfABodyIsNamedWithWhatWasExpected(t *testing.T) {
	for _, tc := range []struct{ name, body, want string }{
		{"nothing there", `{}`, "text is missing; to is missing"},
		{"empty", `{"to":"","text":"a"}`, "to can't be empty"},
		{"too long", `{"to":"a","text":"12345678901"}`, "text can have up to 10 characters and has 11"},
		{"wrong types", `{"to":1,"text":"a","urgent":"yes"}`, "to must be a text; urgent must be true or false"},
		{"out of range", `{"to":"a","text":"a","copies":4}`, "copies must be at most 3"},
		{"no whole number", `{"to":"a","text":"a","copies":1.5}`, "copies must be a whole number"},
		{"not in the list", `{"to":"a","text":"a","tone":"rude"}`, "tone must be one of: kind, plain"},
		{"unknown", `{"to":"a","text":"a","cc":"b"}`, "cc is not known"},
		{"within", `{"to":"a","text":"a","stamp":{"value":"x","colour":1}}`, "stamp.colour is not known; stamp.value must be a whole number"},
		{"no object", `[]`, "body must be an object"},
		{"too many items", `{"to":"a","text":"a","pages":[1,2,3]}`, "pages can have up to 2 items"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := decode[letter](t, post(tc.body))
			if got := problems(err); got != tc.want {
				t.Errorf("%s\n got %s\nwant %s", tc.body, got, tc.want)
			}
		})
	}
}

func TestOfAKeyThatComesTwiceOnlyTheLastCounts(t *testing.T) {
	got, err := decode[letter](t, post(`{"to":"a","text":"a","pages":[1,2,3,4],"stamp":{"value":1},"pages":[5],"stamp":{"value":2}}`))
	if err != nil || len(got.Pages) != 1 || got.Stamp.Value != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestWhatIsNoTextIsRefused(t *testing.T) {
	r := post(`{"to":"a","text":"a"}`)
	r.Header.Set("Idempotency-Key", "caf\xe9")
	if _, err := decode[letter](t, r); problems(err) != "Idempotency-Key must be text in UTF-8" {
		t.Errorf("header: %v", err)
	}
	if _, err := decode[list](t, httptest.NewRequest(http.MethodGet, "/?box=%ff", nil)); problems(err) != "box must be text in UTF-8" {
		t.Errorf("query: %v", err)
	}
}

func problems(err error) string {
	f := fault.From(err)
	var all []string
	for _, field := range f.Fields {
		all = append(all, field.Name+" "+field.Problem.EN)
	}
	if f.Code != "invalid" {
		return f.Code
	}
	return strings.Join(all, "; ")
}

func TestOnlyOneBoundedJSONObjectIsTaken(t *testing.T) {
	for _, tc := range []struct {
		name, body, kind, want string
	}{
		{"cut short", `{"to":"a"`, "application/json", "not_json"},
		{"two objects", `{"to":"a","text":"a"}{}`, "application/json", "not_json"},
		{"nothing", ``, "application/json", "not_json"},
		{"a form", `to=a`, "application/x-www-form-urlencoded", "json_only"},
		{"no type", `{}`, "", "json_only"},
		{"too large", `{"to":"` + strings.Repeat("a", maxBody) + `"}`, "application/json", "too_large"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := post(tc.body)
			r.Header.Set("Content-Type", tc.kind)
			_, err := decode[letter](t, r)
			if got := problems(err); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestAQueryIsDecodedAndItsWrongParametersNamed(t *testing.T) {
	for _, tc := range []struct {
		query, want string
		in          list
	}{
		{"box=in&limit=5&unread=true", "", list{"in", 5, true}},
		{"box=in&userId=u1&userEmail=a", "", list{Box: "in"}},
		{"", "box is missing", list{}},
		{"box=", "box is missing", list{}},
		{"box=in&limit=0", "limit must be at least 1", list{}},
		{"box=in&limit=101", "limit must be at most 100", list{}},
		{"box=in&limit=ten", "limit must be a whole number", list{}},
		{"box=in&limit=5.5", "limit must be a whole number", list{}},
		{"box=in&limt=5", "limt is not known", list{}},
		{"box=in&unread=perhaps", "unread must be true or false", list{}},
	} {
		t.Run(tc.query, func(t *testing.T) {
			got, err := decode[list](t, httptest.NewRequest(http.MethodGet, "/?"+tc.query, nil))
			if err != nil {
				if p := problems(err); p != tc.want {
					t.Errorf("got %s, want %s", p, tc.want)
				}
				return
			}
			if tc.want != "" || got != tc.in {
				t.Errorf("decoded %+v, want %+v %s", got, tc.in, tc.want)
			}
		})
	}
}

func FuzzDecodeNeverPanicsAndNeverHalfDecodes(f *testing.F) {
	f.Add(`{"to":"ana","text":"hola"}`, "box=in")
	f.Add(`{"to":null,"text":{"a":[1e999]}}`, "limit=1&limit=2")
	f.Add(`[[[[`, "%zz=1;;")
	f.Fuzz(func(t *testing.T, body, query string) {
		got, err := decode[letter](t, post(body))
		if err == nil && (got.To == "" || got.Text == "") {
			t.Errorf("%q was taken as %+v", body, got)
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.RawQuery = query
		if l, err := decode[list](t, r); err == nil && (l.Box == "" || l.Limit < 0 || l.Limit > 100) {
			t.Errorf("%q was taken as %+v", query, l)
		}
	})
}
