// Command gosec looks at packages with gosec's rules: gosec FOLDER PACKAGE… It loads them
// together: gosec's own command loads each by itself, with all that it imports, and is
// built with the clients of several language models.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"runtime"

	"github.com/securego/gosec/v2"
	"github.com/securego/gosec/v2/analyzers"
	"github.com/securego/gosec/v2/rules"
	"golang.org/x/tools/go/packages"
)

func main() {
	if len(os.Args) < 3 {
		log.Fatal("usage: gosec FOLDER PACKAGE...")
	}
	loaded, err := packages.Load(&packages.Config{Mode: gosec.LoadMode, Dir: os.Args[1]}, os.Args[2:]...)
	if err != nil {
		log.Fatal(err)
	}
	if packages.PrintErrors(loaded) > 0 || len(loaded) == 0 {
		log.Fatalf("%d packages", len(loaded))
	}
	look := gosec.NewAnalyzer(gosec.NewConfig(), false, false, false, runtime.NumCPU(), log.New(io.Discard, "", 0))
	look.LoadRules(rules.Generate(false).RulesInfo())
	look.LoadAnalyzers(analyzers.Generate(false).AnalyzersInfo())
	for _, one := range loaded {
		look.CheckRules(one)
		look.CheckAnalyzers(one)
	}
	found, metrics, _ := look.Report()
	for _, one := range found {
		fmt.Printf("%s:%s: %s (%s): %s\n%s", one.File, one.Line, one.RuleID, one.Severity, one.What, one.Code)
	}
	if len(found) > 0 || metrics.NumFiles == 0 {
		log.Fatalf("%d findings in %d files", len(found), metrics.NumFiles)
	}
}
