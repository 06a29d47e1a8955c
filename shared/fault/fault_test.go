package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
)

var errCause = errors.New("the database is on fire")

func TestEachFaultSaysWhatCanBeDoneInBothLanguages(t *testing.T) {
	for _, tc := range []struct {
		err  error
		kind fault.Kind
		code string
	}{
		{fault.Wrong(fault.Field{Name: "message", Problem: lang.Text{ES: "falta", EN: "is missing"}}), fault.Invalid, "invalid"},
		{fault.SignedOut(errCause), fault.Unauthenticated, "unauthenticated"},
		{fault.NoAccess(), fault.Forbidden, "no_access"},
		{fault.NotYou("userId"), fault.Forbidden, "forbidden"},
		{fault.Missing(lang.Text{ES: "esa conversación", EN: "that conversation"}), fault.NotFound, "not_found"},
		{fault.Busy(errCause), fault.Unavailable, "unavailable"},
		{errCause, fault.Internal, "internal"},
	} {
		f := fault.From(fmt.Errorf("web: answer: %w", tc.err))
		if f.Kind != tc.kind || f.Code != tc.code {
			t.Errorf("%v: %d %s, want %d %s", tc.err, f.Kind, f.Code, tc.kind, tc.code)
		}
		if es, en := f.Sentence.In(lang.Spanish), f.Sentence.In(lang.English); es == "" || en == "" || es == en {
			t.Errorf("%s: %q, %q", f.Code, es, en)
		}
		if got := fault.Has(tc.err, tc.code); got != (tc.kind != fault.Internal) {
			t.Errorf("Has(%v, %s): %t", tc.err, tc.code, got)
		}
		if fault.Has(tc.err, "another") {
			t.Errorf("%v has another code", tc.err)
		}
	}
}

func TestACauseIsForTheLogOnly(t *testing.T) {
	for _, err := range []error{fault.SignedOut(errCause), fault.Busy(errCause), fault.From(errCause)} {
		f := fault.From(err)
		if !errors.Is(err, errCause) || err.Error() != f.Code+": "+errCause.Error() {
			t.Errorf("the log reads %q", err)
		}
		if f.Sentence.ES == errCause.Error() || f.Sentence.EN == errCause.Error() {
			t.Errorf("the person reads %+v", f.Sentence)
		}
	}
	if got := fault.NoAccess().Error(); got != "no_access: Ally is not available to you yet. The classic chat works as always." {
		t.Errorf("without a cause the log reads %q", got)
	}
}

func TestEveryWrongFieldIsNamed(t *testing.T) {
	if err := fault.Wrong(); err != nil {
		t.Errorf("no wrong field: %v", err)
	}
	missing := lang.Text{ES: "falta", EN: "is missing"}
	f := fault.From(fault.Wrong(fault.Field{Name: "message", Problem: missing}, fault.Field{Name: "limit", Problem: lang.Text{ES: "de 1 a 100", EN: "from 1 to 100"}}))
	want := lang.Text{
		ES: "Corrige estos campos: message (falta), limit (de 1 a 100).",
		EN: "Correct these fields: message (is missing), limit (from 1 to 100).",
	}
	if f.Sentence != want || len(f.Fields) != 2 {
		t.Errorf("%+v", f)
	}
}
