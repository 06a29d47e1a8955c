package store

import (
	"fmt"
	"slices"
	"strings"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
)

// additive lists, per collection of the classic system, the only fields that
// Ally may set, and only on documents that exist.
var additive = map[string][]string{
	"users":         {"allyBetaAccess", "allyPreferences", "allyUserConfig"},
	"organizations": {"allyConfig"},
	"domains":       {"allyDomainConfig"},
}

// readMethods are the RPCs that change nothing. A method that is in no list
// is refused: a new kind of write does not slip through.
var readMethods = map[string]bool{
	"GetDocument": true, "ListDocuments": true, "BatchGetDocuments": true,
	"BeginTransaction": true, "Rollback": true, "RunQuery": true,
	"RunAggregationQuery": true, "PartitionQuery": true, "Listen": true, "ListCollectionIds": true,
}

// writeMethods are the RPCs that may write, each examined by refuse.
var writeMethods = map[string]bool{
	"Commit": true, "BatchWrite": true, "Write": true,
	"CreateDocument": true, "UpdateDocument": true, "DeleteDocument": true,
}

// FenceError is a write, or an unknown call, that was refused before it left
// the process.
type FenceError struct {
	Method string // the RPC, such as "Commit"
	Path   string // the document, such as "conversations/c1"; "" for an unknown call
	Reason string
}

func (e *FenceError) Error() string {
	return fmt.Sprintf("store: the fence refused %s %s: %s", e.Method, e.Path, e.Reason)
}

// fence decides which writes may leave the process.
type fence struct {
	database    string   // projects/P/databases/D
	collections []string // the collections that this client may write at all
}

// refuse gives the reason why msg, sent by method, may not leave; nil when it
// may.
func (f fence) refuse(method string, msg any) error {
	if readMethods[method] {
		return nil
	}
	if !writeMethods[method] {
		return &FenceError{Method: method, Reason: "this call is not known to be harmless"}
	}
	switch m := msg.(type) {
	case *firestorepb.CommitRequest:
		return f.refuseWrites(method, m.GetWrites())
	case *firestorepb.BatchWriteRequest:
		return f.refuseWrites(method, m.GetWrites())
	case *firestorepb.WriteRequest:
		return f.refuseWrites(method, m.GetWrites())
	case *firestorepb.CreateDocumentRequest:
		return f.refuseWrite(method, m.GetParent()+"/"+m.GetCollectionId()+"/"+m.GetDocumentId(), change{creates: true, fresh: true})
	case *firestorepb.UpdateDocumentRequest:
		return f.refuseWrite(method, m.GetDocument().GetName(), change{
			fields: m.GetUpdateMask().GetFieldPaths(), mustExist: m.GetCurrentDocument().GetExists(), empties: empty(m.GetDocument()),
		})
	case *firestorepb.DeleteDocumentRequest:
		return f.refuseWrite(method, m.GetName(), change{deletes: true})
	}
	return &FenceError{Method: method, Reason: fmt.Sprintf("unexpected message %T", msg)}
}

func (f fence) refuseWrites(method string, writes []*firestorepb.Write) error {
	for _, w := range writes {
		var name string
		c := change{mustExist: w.GetCurrentDocument().GetExists() || w.GetCurrentDocument().GetUpdateTime() != nil}
		switch op := w.GetOperation().(type) {
		case *firestorepb.Write_Update:
			name, c.fields = op.Update.GetName(), w.GetUpdateMask().GetFieldPaths()
			c.creates = w.GetUpdateMask() == nil
			absent, named := w.GetCurrentDocument().GetConditionType().(*firestorepb.Precondition_Exists)
			c.fresh = c.creates && named && !absent.Exists
			c.empties = empty(op.Update) && len(w.GetUpdateTransforms()) == 0
		case *firestorepb.Write_Delete:
			name, c.deletes = op.Delete, true
		case *firestorepb.Write_Transform:
			name = op.Transform.GetDocument()
			for _, t := range op.Transform.GetFieldTransforms() {
				c.fields = append(c.fields, t.GetFieldPath())
			}
		default:
			return &FenceError{Method: method, Reason: fmt.Sprintf("unknown kind of write %T", op)}
		}
		for _, t := range w.GetUpdateTransforms() {
			c.fields = append(c.fields, t.GetFieldPath())
		}
		if err := f.refuseWrite(method, name, c); err != nil {
			return err
		}
	}
	return nil
}

// change is what a write does to one document.
type change struct {
	creates   bool // the whole document is set
	fresh     bool // … and the write fails where there is one already
	empties   bool // what is set is "", whatever it is
	deletes   bool
	mustExist bool     // the write fails where the document does not exist
	fields    []string // the field paths that are set, transformed or removed
}

func (f fence) refuseWrite(method, name string, c change) error {
	path, ours := strings.CutPrefix(name, f.database+"/documents/")
	no := func(reason string) error { return &FenceError{Method: method, Path: path, Reason: reason} }
	if !ours {
		return no("it is in another database")
	}
	parts := strings.Split(path, "/")
	if len(parts)%2 != 0 || slices.Contains(parts[:len(parts)-1], "") {
		return no("it is no document")
	}
	declared := slices.Contains(f.collections, parts[0])
	if fields, classic := additive[parts[0]]; classic && declared {
		return refuseAdditive(no, parts, fields, c)
	}
	for i := 0; i < len(parts); i += 2 {
		if !strings.HasPrefix(parts[i], "ally_") && parts[i] != "super_prompts" {
			return no("the classic system's collections are only read")
		}
	}
	if !declared {
		return no("this function does not declare that it writes there")
	}
	if parts[0] == trail {
		return refuseTrail(no, parts, c)
	}
	return nil
}

func refuseAdditive(no func(string) error, parts, fields []string, c change) error {
	switch {
	case len(parts) != 2:
		return no("the classic system's documents get no subcollections")
	case c.deletes:
		return no("the classic system's documents are never deleted")
	case c.creates || !c.mustExist:
		return no("the classic system's documents are neither made nor replaced")
	case len(c.fields) == 0:
		return no("a write without named fields replaces the document")
	}
	for _, path := range c.fields {
		// A quoted path names a field with a dot in its name: none of ours is.
		field, _, _ := strings.Cut(path, ".")
		if !slices.Contains(fields, field) || strings.Contains(path, "`") {
			return no("the field " + field + " belongs to the classic system")
		}
	}
	return nil
}
