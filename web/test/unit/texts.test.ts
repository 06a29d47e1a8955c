import { describe, expect, it } from "vitest";
import { en } from "../../src/language/en";
import { es } from "../../src/language/es";
import { textsOf } from "../../src/language/texts";

describe("the texts", () => {
  it("are complete in every language", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(es).sort());
    for (const text of [...Object.values(es), ...Object.values(en)]) expect(text.trim()).not.toBe("");
  });

  it("have the same gaps in every language", () => {
    const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const key of Object.keys(es) as (keyof typeof es)[]) expect([key, gaps(en[key])]).toEqual([key, gaps(es[key])]);
  });

  it("take the form of the number", () => {
    expect(textsOf("es").n("count.documents", 1)).toBe("1 documento");
    expect(textsOf("es").n("count.documents", 12000)).toBe("12.000 documentos");
    expect(textsOf("en").n("count.documents", 0)).toBe("0 documents");
  });
});
