import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textBlocks } from "../../src/conversation/blocks";

describe("the blocks of a text", () => {
  it.each<[string, string, string[]]>([
    ["paragraphs stand alone", "a\n\nb", ["a", "b"]],
    ["a list goes on over empty lines", "- a\n\n- b\n\nc", ["- a\n\n- b", "c"]],
    ["a fence is one, with its empty lines", "```\na\n\nb\n```\n\nc", ["```\na\n\nb\n```", "c"]],
    ["a fence that is not closed yet is one", "a\n\n```\nb\n\nc", ["a", "```\nb\n\nc"]],
    ["definitions keep a text whole", "[a]\n\n[a]: https://a.cl", ["[a]\n\n[a]: https://a.cl"]],
    ["nothing has none", "\n\n", []],
  ])("%s", (_, text, blocks) => {
    expect(textBlocks(text)).toEqual(blocks);
  });

  it("lose no line and change none but the last while the text grows", () => {
    const line = fc.constantFrom("a", "", "", "- b", "  c", "> d", "```", "~~~", "| e |", "1. f", "# g");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const words = (text: string) => text.split("\n").filter((one) => one.trim() !== "");
        expect(textBlocks(lines.join("\n")).flatMap(words)).toEqual(words(lines.join("\n")));
        for (let i = 1; i < lines.length; i++) {
          const before = textBlocks(lines.slice(0, i).join("\n"));
          const after = textBlocks(lines.slice(0, i + 1).join("\n"));
          expect(after.slice(0, Math.max(0, before.length - 1))).toEqual(before.slice(0, -1));
        }
      }),
    );
  });
});
