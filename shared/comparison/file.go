package comparison

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/export"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/stats"
	"getaifactory.com/ally/shared/verdict"
)

// Format is a kind of file.
type Format string

// The formats.
const (
	PDF  Format = "pdf"
	CSV  Format = "csv"
	JSON Format = "json"
)

// File writes the report as a file that stands on its own: with who asked for it, the
// filter, the definitions and the thresholds.
func (r Result) File(f Format, l lang.Language, by string) (export.File, error) {
	if l != lang.English {
		l = lang.Spanish
	}
	p := printed{r.Report(l), l, by}
	name := fmt.Sprintf("ally-comparison-%s-%s.%s", r.Filter.From, r.Filter.To, f)
	switch f {
	case CSV:
		data, err := p.csv()
		return export.File{Name: name, Type: "text/csv; charset=utf-8", Data: data}, err
	case JSON:
		data, err := json.MarshalIndent(struct {
			Report
			By string `json:"by"`
		}{p.Report, by}, "", "  ")
		return export.File{Name: name, Type: "application/json", Data: data}, err
	}
	file, err := export.New(title.In(l), r.Verdict.At, p.markdown(), l).As(export.PDFFormat)
	file.Name = name
	return file, err
}

// printed is a report in one language.
type printed struct {
	Report
	l  lang.Language
	by string
}

var (
	title     = lang.Text{ES: "Chat clásico y Ally: comparación", EN: "Classic chat and Ally: comparison"}
	asks      = lang.Text{ES: "Pedido por", EN: "Asked for by"}
	made      = lang.Text{ES: "Calculado", EN: "Reckoned"}
	window    = lang.Text{ES: "Periodo", EN: "Window"}
	result    = lang.Text{ES: "Veredicto", EN: "Verdict"}
	lot       = lang.Text{ES: "Quién usa Ally", EN: "Who has Ally"}
	drawn     = lang.Text{ES: "se decidió por sorteo", EN: "was drawn by lot"}
	observed  = lang.Text{ES: "no se decidió por sorteo: es una observación", EN: "was not drawn by lot: this is an observation"}
	criteria  = lang.Text{ES: "Criterios", EN: "Criteria"}
	metrics   = lang.Text{ES: "Métricas", EN: "Metrics"}
	fixed     = lang.Text{ES: "Umbrales", EN: "Thresholds"}
	meanings  = lang.Text{ES: "Definiciones", EN: "Definitions"}
	threshold = lang.Text{ES: "umbral", EN: "threshold"}
	setting   = lang.Text{ES: "valor", EN: "value"}
	left      = lang.Text{ES: "Excluido", EN: "Left out"}
	alike     = lang.Text{ES: "Los dos lados", EN: "Both sides"}
	holding   = lang.Text{
		ES: "Los intervalos son del cambio, y valen para todas las miradas juntas.", EN: "The intervals are of the change, and hold for all looks together.",
	}
	criteriaHead = map[lang.Language][]any{
		lang.Spanish: {"criterio", "tipo", "estado", "valor", "límite", "umbral", "personas (clásico/Ally)", "por qué"},
		lang.English: {"criterion", "kind", "state", "value", "bound", "threshold", "people (classic/Ally)", "why"},
	}
	metricsHead = map[lang.Language][]any{
		lang.Spanish: {"métrica", "unidad", "mejor", "clásico", "Ally", "cambio", "desde", "hasta", "cambio %", "personas (clásico/Ally)", "por qué"},
		lang.English: {"metric", "unit", "better", "classic", "Ally", "change", "from", "to", "change %", "people (classic/Ally)", "why"},
	}
	states = map[verdict.State]lang.Text{
		verdict.Pass: {ES: "cumple", EN: "pass"}, verdict.Fail: {ES: "no cumple", EN: "fail"}, verdict.Unknown: {ES: "no se sabe", EN: "unknown"},
	}
	kinds = map[verdict.Kind]lang.Text{
		verdict.ACheck: {ES: "comprobación", EN: "check"}, verdict.Health: {ES: "datos", EN: "data"}, verdict.AGuardrail: {ES: "no debe empeorar", EN: "guardrail"},
		verdict.Goal: {ES: "meta", EN: "goal"}, verdict.AKey: {ES: "métrica clave", EN: "key metric"}, verdict.ATarget: {ES: "valor por alcanzar", EN: "target"},
	}
	units = map[string]lang.Text{
		"ms": {ES: "ms", EN: "ms"}, "s": {ES: "s", EN: "s"}, "count": {ES: "cantidad", EN: "count"}, "share": {ES: "parte", EN: "share"}, "stars": {ES: "estrellas", EN: "stars"},
	}
	directions = map[verdict.Direction]lang.Text{
		verdict.Higher: {ES: "más", EN: "higher"}, verdict.Lower: {ES: "menos", EN: "lower"}, verdict.None: {ES: "-", EN: "-"},
	}
)

func (p printed) in(w verdict.Words) string { return lang.Text(w).In(p.l) }

// about tells what the report is of.
func (p printed) about() [][2]string {
	who := drawn
	if p.Observational {
		who = observed
	}
	lines := [][2]string{
		{result.In(p.l), p.Verdict}, {lot.In(p.l), who.In(p.l)},
		{window.In(p.l), fmt.Sprintf("%s - %s (%d)", p.Filter.From, p.Filter.To, p.Days)},
		{made.In(p.l), p.At.UTC().Format(time.DateTime) + " UTC"}, {asks.In(p.l), p.by},
	}
	for _, f := range [][2]string{{"organizationId", p.Filter.OrganizationID}, {"domain", p.Filter.Domain}, {"stage", p.Filter.Stage}} {
		if f[1] != "" {
			lines = append(lines, f)
		}
	}
	return lines
}

func (p printed) criteria() []any {
	var rows []any
	for _, c := range p.Criteria {
		rows = append(rows, []any{
			p.in(c.Title), kinds[c.Kind].In(p.l), states[c.State].In(p.l), shown(c.Value), shown(c.Bound), shown(c.Threshold), people(c.Sample), p.in(c.Why),
		})
	}
	return rows
}

func (p printed) metrics() []any {
	var rows []any
	for _, m := range p.Metrics {
		low, high := limits(m.Always)
		rows = append(rows, []any{
			p.in(m.Name), units[m.Unit].In(p.l), directions[m.Direction].In(p.l), shown(m.Classic), shown(m.Ally), shown(m.Change), low, high, p.Improvement[m.Key], people(m.Sample), p.in(m.Why),
		})
	}
	return rows
}

// thresholds are those that the verdict was reached with.
func (p printed) thresholds() []any {
	t := p.Thresholds
	var rows []any
	for _, one := range []struct {
		name  lang.Text
		value float64
	}{
		{lang.Text{ES: "confianza de los intervalos", EN: "confidence of the intervals"}, t.Confidence},
		{lang.Text{ES: "personas en cada grupo, al menos", EN: "people in each group, at least"}, float64(t.People)},
		{lang.Text{ES: "días, al menos", EN: "days, at least"}, float64(t.Days)},
		{lang.Text{ES: "días, como máximo", EN: "days, at most"}, float64(t.MostDays)},
		{lang.Text{ES: "probabilidad de los tamaños de los grupos, al menos", EN: "probability of the groups' sizes, at least"}, t.SampleRatio},
		{lang.Text{ES: "parte del grupo de Ally que lo usó, al menos", EN: "share of Ally's group that used it, at least"}, t.Exposed},
		{lang.Text{ES: "parte del grupo clásico que usó Ally, como máximo", EN: "share of the classic group that used Ally, at most"}, t.Crossed},
		{lang.Text{ES: "satisfacción, por su límite inferior", EN: "satisfaction, by its lower bound"}, t.Satisfaction},
		{lang.Text{ES: "métricas clave mejoradas, al menos", EN: "key metrics that improved, at least"}, float64(t.Improved)},
		{lang.Text{ES: "cambio que vale la pena encontrar", EN: "change that is worth finding"}, t.Worthwhile},
		{lang.Text{ES: "días que vale una comprobación", EN: "days for which a check counts"}, float64(t.CheckDays)},
	} {
		rows = append(rows, []any{one.name.In(p.l), shown(&one.value)})
	}
	return rows
}

// shown writes a figure with four significant digits; "" for none.
func shown(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'g', 4, 64)
}

func limits(i *stats.Interval) (low, high string) {
	if i == nil {
		return "", ""
	}
	return shown(&i.Low), shown(&i.High)
}

func people(s verdict.Sample) string { return fmt.Sprintf("%d / %d", s.Classic, s.Ally) }

// markdown is all but the title.
func (p printed) markdown() string {
	var b strings.Builder
	head := func(t lang.Text) { b.WriteString("\n\n## " + t.In(p.l) + "\n\n") }
	table := func(columns, rows []any) {
		for _, row := range rows {
			cells, _ := row.([]any)
			for i, cell := range cells {
				cells[i] = p.read(fmt.Sprint(cell))
			}
		}
		b.WriteString(action.TableText(map[string]any{"columns": columns, "rows": rows}))
	}
	for _, line := range p.about() {
		b.WriteString("- " + plain(line[0]) + ": " + plain(line[1]) + "\n")
	}
	if p.Partial != nil {
		b.WriteString("\n" + plain(p.in(*p.Partial)) + "\n")
	}
	head(criteria)
	table(criteriaHead[p.l], p.criteria())
	head(metrics)
	b.WriteString(holding.In(p.l) + "\n\n")
	// A page has room for the figures; why there is none is told below the table.
	columns, rows, why := metricsHead[p.l], p.metrics(), []string{}
	for i, row := range rows {
		cells, _ := row.([]any)
		last := len(cells) - 1
		if text := fmt.Sprint(cells[last]); text != "" {
			why = append(why, "- "+plain(fmt.Sprint(cells[0]))+": "+plain(text))
		}
		rows[i] = cells[:last]
	}
	table(columns[:len(columns)-1], rows)
	b.WriteString("\n\n" + strings.Join(why, "\n"))
	head(fixed)
	table([]any{threshold.In(p.l), setting.In(p.l)}, p.thresholds())
	head(meanings)
	for _, d := range p.Definitions {
		fmt.Fprintf(&b, "- **%s.** %s %s: %s %s: %s\n", plain(p.in(d.Name)), plain(p.in(d.What)), alike.In(p.l), plain(p.in(d.Same)), left.In(p.l), plain(p.in(d.Excluded)))
	}
	return b.String()
}

// read writes a cell that is a number as people read it; a spreadsheet takes it as it is.
func (p printed) read(cell string) string {
	if _, err := strconv.ParseFloat(strings.TrimSuffix(cell, "%"), 64); err != nil || p.l == lang.English {
		return cell
	}
	return strings.NewReplacer(".", ",", "%", " %").Replace(cell)
}

var escape = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", `\<`, "#", `\#`)

// plain is a text of one line in which nothing is Markdown.
func plain(text string) string { return escape.Replace(strings.Join(strings.Fields(text), " ")) }

// csv is what the report is of, a table of metrics and one of criteria, one below the
// other, then thresholds and definitions.
func (p printed) csv() ([]byte, error) {
	var rows [][]string
	add := func(cells ...any) {
		row := make([]string, len(cells))
		for i, cell := range cells {
			row[i] = harmless(fmt.Sprint(cell))
		}
		rows = append(rows, row)
	}
	table := func(name lang.Text, head, lines []any) {
		add("")
		add(name.In(p.l))
		add(head...)
		for _, line := range lines {
			cells, _ := line.([]any)
			add(cells...)
		}
	}
	add(title.In(p.l))
	for _, line := range p.about() {
		add(line[0], line[1])
	}
	if p.Partial != nil {
		add(p.in(*p.Partial))
	}
	table(metrics, metricsHead[p.l], p.metrics())
	table(criteria, criteriaHead[p.l], p.criteria())
	table(fixed, []any{threshold.In(p.l), setting.In(p.l)}, p.thresholds())
	add("")
	add(meanings.In(p.l))
	for _, d := range p.Definitions {
		add(p.in(d.Name), p.in(d.What), p.in(d.Same), p.in(d.Excluded))
	}
	var b bytes.Buffer
	b.WriteString("\ufeff") // by which spreadsheets know UTF-8
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("comparison: csv: %w", err)
	}
	return b.Bytes(), nil
}

// harmless keeps a spreadsheet from running a cell; a number stays one.
func harmless(cell string) string {
	if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
		return "'" + cell
	}
	return cell
}
