package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// The parts of a Word document, as Office Open XML (ECMA-376) has them: the text,
// how it looks, what holds them together, and who wrote it.
const (
	namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

	contentTypes = xml.Header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

	relationships = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`

	packageRelations = relationships +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

	stylesRelation = `<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>`

	tableProperties = `<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>` +
		`<w:top w:val="single" w:sz="4" w:color="999999"/><w:left w:val="single" w:sz="4" w:color="999999"/>` +
		`<w:bottom w:val="single" w:sz="4" w:color="999999"/><w:right w:val="single" w:sz="4" w:color="999999"/>` +
		`<w:insideH w:val="single" w:sz="4" w:color="999999"/><w:insideV w:val="single" w:sz="4" w:color="999999"/></w:tblBorders></w:tblPr>`

	pageProperties = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`

	levels = 6 // of headings
)

// wordFile is a Word document in the making.
type wordFile struct {
	body  strings.Builder
	links []string
}

// word writes the document as Word reads it.
func (d Document) word() ([]byte, error) {
	w := &wordFile{}
	w.paragraph(`<w:pStyle w:val="Title"/>`, []run{{text: line(d.Title)}})
	for _, b := range blocks(d.Markdown) {
		w.block(b)
	}
	var out bytes.Buffer
	pack := zip.NewWriter(&out)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRelations},
		{"docProps/core.xml", d.properties()},
		{"word/_rels/document.xml.rels", w.relations()},
		{"word/styles.xml", styles()},
		{"word/document.xml", xml.Header + "<w:document " + namespaces + "><w:body>" + w.body.String() + pageProperties + "</w:body></w:document>"},
	} {
		file, err := pack.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: d.Made})
		if err == nil {
			_, err = file.Write([]byte(part.text))
		}
		if err != nil {
			return nil, fmt.Errorf("export: word: %w", err)
		}
	}
	if err := pack.Close(); err != nil {
		return nil, fmt.Errorf("export: word: %w", err)
	}
	return out.Bytes(), nil
}

func (w *wordFile) block(b block) {
	switch b.kind {
	case heading:
		w.paragraph(fmt.Sprintf(`<w:pStyle w:val="Heading%d"/>`, min(max(b.level, 1), levels)), b.runs)
	case item:
		left := 360 * (b.level + 1)
		hanging := ""
		if b.mark != "" {
			hanging = ` w:hanging="360"`
			b.runs = append([]run{{text: b.mark + "\t"}}, b.runs...)
		}
		w.paragraph(fmt.Sprintf(`<w:tabs><w:tab w:val="left" w:pos="%d"/></w:tabs><w:spacing w:after="40"/><w:ind w:left="%d"%s/>`, left, left, hanging), b.runs)
	case quote, code:
		w.paragraph(`<w:ind w:left="360"/>`, b.runs)
	case rule:
		w.paragraph(`<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="999999"/></w:pBdr>`, nil)
	case grid:
		w.grid(b.rows)
	default:
		w.paragraph("", b.runs)
	}
}

func (w *wordFile) paragraph(properties string, runs []run) {
	w.body.WriteString("<w:p>")
	if properties != "" {
		w.body.WriteString("<w:pPr>" + properties + "</w:pPr>")
	}
	for _, r := range runs {
		w.run(r)
	}
	w.body.WriteString("</w:p>")
}

func (w *wordFile) run(r run) {
	properties := ""
	if r.mono {
		properties += `<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>`
	}
	if r.bold {
		properties += "<w:b/>"
	}
	if r.italic {
		properties += "<w:i/>"
	}
	if r.link != "" {
		properties += `<w:color w:val="1F4E9E"/><w:u w:val="single"/>`
		w.links = append(w.links, r.link)
		fmt.Fprintf(&w.body, `<w:hyperlink r:id="link%d">`, len(w.links))
		defer w.body.WriteString("</w:hyperlink>")
	}
	w.body.WriteString("<w:r>")
	if properties != "" {
		w.body.WriteString("<w:rPr>" + properties + "</w:rPr>")
	}
	for i, l := range strings.Split(r.text, "\n") {
		if i > 0 {
			w.body.WriteString("<w:br/>")
		}
		for j, piece := range strings.Split(l, "\t") {
			if j > 0 {
				w.body.WriteString("<w:tab/>")
			}
			w.body.WriteString(`<w:t xml:space="preserve">` + escaped(piece) + "</w:t>")
		}
	}
	w.body.WriteString("</w:r>")
}

func (w *wordFile) grid(rows [][][]run) {
	if len(rows) == 0 || len(rows[0]) == 0 {
		return
	}
	columns := len(rows[0])
	w.body.WriteString("<w:tbl>" + tableProperties + "<w:tblGrid>" + strings.Repeat(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, 9638/columns), columns) + "</w:tblGrid>")
	for i, row := range rows {
		w.body.WriteString("<w:tr>")
		if i == 0 {
			w.body.WriteString("<w:trPr><w:tblHeader/></w:trPr>")
		}
		for c := range columns {
			w.body.WriteString("<w:tc>")
			var cell []run
			if c < len(row) {
				cell = row[c]
			}
			w.paragraph(`<w:spacing w:after="0"/>`, cell)
			w.body.WriteString("</w:tc>")
		}
		w.body.WriteString("</w:tr>")
	}
	w.body.WriteString("</w:tbl>")
	w.paragraph("", nil) // two tables without a paragraph between them become one
}

func (w *wordFile) relations() string {
	var b strings.Builder
	b.WriteString(relationships + stylesRelation)
	for i, link := range w.links {
		fmt.Fprintf(&b, `<Relationship Id="link%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="%s" TargetMode="External"/>`, i+1, escaped(link))
	}
	b.WriteString("</Relationships>")
	return b.String()
}

func styles() string {
	var b strings.Builder
	b.WriteString(xml.Header + "<w:styles " + namespaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="21"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>`)
	for level := 1; level <= levels; level++ {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="Heading%d"><w:name w:val="heading %d"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="%d"/></w:pPr><w:rPr><w:b/><w:sz w:val="%d"/></w:rPr></w:style>`,
			level, level, level-1, 34-2*level)
	}
	b.WriteString("</w:styles>")
	return b.String()
}

func (d Document) properties() string {
	return xml.Header + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		"<dc:title>" + escaped(line(d.Title)) + "</dc:title><dc:creator>Ally</dc:creator>" +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + d.Made.Format(time.RFC3339) + "</dcterms:created></cp:coreProperties>"
}

// escaped writes a text for XML; what XML can't hold becomes U+FFFD.
func escaped(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	return b.String()
}
