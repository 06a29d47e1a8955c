// Command lint looks at packages with the rules of go vet, staticcheck and gosec: lint
// FOLDER PACKAGE… They are loaded together, once. What they import themselves is read
// too, so that what it promises is known, such as that a function never returns; what
// that imports in its turn is not, where the tools' own commands spend most of their time.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/securego/gosec/v2"
	secure "github.com/securego/gosec/v2/analyzers"
	"github.com/securego/gosec/v2/rules"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/analysis/suite/vet"
	"golang.org/x/tools/go/packages"
	"honnef.co/go/tools/analysis/lint"
	"honnef.co/go/tools/simple"
	"honnef.co/go/tools/staticcheck"
	"honnef.co/go/tools/stylecheck"
	"honnef.co/go/tools/unused"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("usage: lint FOLDER PACKAGE...")
	}
	loaded, err := load(os.Args[1], os.Args[2:])
	if err != nil {
		log.Fatal(err)
	}
	found, err := analyze(loaded)
	if err != nil {
		log.Fatal(err)
	}
	found = append(found, attack(slices.DeleteFunc(loaded, local))...)
	slices.Sort(found)
	found = slices.Compact(found)
	for _, one := range found {
		fmt.Println(one)
	}
	if len(found) > 0 {
		log.Fatalf("%d findings", len(found))
	}
}

// load gives the packages, each once: with its tests where it has some.
func load(folder string, patterns []string) ([]*packages.Package, error) {
	loaded, err := packages.Load(&packages.Config{Mode: gosec.LoadMode | packages.NeedDeps | packages.NeedForTest, Dir: folder, Tests: true}, patterns...)
	if err != nil {
		return nil, err
	}
	if packages.PrintErrors(loaded) > 0 || len(loaded) == 0 {
		return nil, fmt.Errorf("not all of %s could be loaded", strings.Join(patterns, ", "))
	}
	withTests := map[string]bool{}
	for _, one := range loaded {
		withTests[one.PkgPath] = withTests[one.PkgPath] || one.ForTest == one.PkgPath
	}
	loaded = slices.DeleteFunc(loaded, func(one *packages.Package) bool {
		return strings.HasSuffix(one.ID, ".test") || withTests[one.PkgPath] && one.ForTest == ""
	})
	for _, one := range loaded {
		for _, imported := range one.Imports {
			if imported.Module == nil || !imported.Module.Main {
				imported.Imports = nil
			}
		}
	}
	return loaded, nil
}

// local tells whether a package is never deployed. Who runs it may read and write all
// that it may.
func local(one *packages.Package) bool {
	path := strings.TrimPrefix(one.PkgPath, one.Module.Path+"/")
	return !strings.HasPrefix(path, "functions") && !strings.HasPrefix(path, "shared/")
}

// analyze looks with vet's analyzers and with staticcheck's.
func analyze(loaded []*packages.Package) (found []string, err error) {
	analyzers := slices.Clone(vet.Suite)
	for _, one := range slices.Concat(staticcheck.Analyzers, simple.Analyzers, stylecheck.Analyzers, []*lint.Analyzer{unused.Analyzer}) {
		if !one.Doc.NonDefault {
			analyzers = append(analyzers, one.Analyzer)
		}
	}
	graph, err := checker.Analyze(analyzers, loaded, nil)
	if err != nil {
		return nil, err
	}
	accepted := map[position]bool{}
	for _, one := range loaded {
		for _, said := range lint.ParseDirectives(one.Syntax, one.Fset) {
			if said.Command == "ignore" && len(said.Arguments) > 1 { // a rule and a reason
				at := one.Fset.Position(said.Node.Pos())
				accepted[position{at.Filename, at.Line, said.Arguments[0]}] = true
			}
		}
	}
	for _, act := range graph.Roots {
		if act.Err != nil {
			return nil, fmt.Errorf("%s of %s: %w", act.Analyzer, act.Package, act.Err)
		}
		for _, one := range act.Diagnostics {
			if at := act.Package.Fset.Position(one.Pos); !accepted[position{at.Filename, at.Line, act.Analyzer.Name}] {
				found = append(found, fmt.Sprintf("%s: %s (%s)", at, one.Message, act.Analyzer))
			}
		}
		if result, ok := act.Result.(unused.Result); ok {
			for _, one := range result.Unused {
				found = append(found, fmt.Sprintf("%s: %s %s is unused (%s)", one.Position, one.Kind, one.Name, act.Analyzer))
			}
		}
	}
	return found, nil
}

// position is where a rule may be broken.
type position struct {
	file string
	line int
	rule string
}

// attack looks at what is deployed with gosec's rules. Its own command is built with the
// clients of several language models.
func attack(loaded []*packages.Package) (found []string) {
	look := gosec.NewAnalyzer(gosec.NewConfig(), false, false, false, runtime.NumCPU(), log.New(io.Discard, "", 0))
	look.LoadRules(rules.Generate(false).RulesInfo())
	look.LoadAnalyzers(secure.Generate(false).AnalyzersInfo())
	for _, one := range loaded {
		look.CheckRules(one)
		look.CheckAnalyzers(one)
	}
	issues, _, _ := look.Report()
	for _, one := range issues {
		if !strings.HasSuffix(one.File, "_test.go") {
			found = append(found, fmt.Sprintf("%s:%s: %s (%s, %s)", one.File, one.Line, one.What, one.RuleID, one.Severity))
		}
	}
	return found
}
