import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventParser, type ServerEvent } from "../../src/api/events";

function parsed(...pieces: string[]): ServerEvent[] {
  const parser = new EventParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

describe("EventParser", () => {
  it.each<[string, string, ServerEvent[]]>([
    ["an event ends with an empty line", "event: delta\ndata: {}\n\n", [{ event: "delta", data: "{}", id: "" }]],
    ["without a name it is a message", "data: a\n\n", [{ event: "message", data: "a", id: "" }]],
    ["lines of data are joined", "data: a\ndata: b\n\n", [{ event: "message", data: "a\nb", id: "" }]],
    ["one space after the colon is not part of the value", "data:  a\n\n", [{ event: "message", data: " a", id: "" }]],
    ["a line without a colon is a field without a value", "data\n\n", [{ event: "message", data: "", id: "" }]],
    ["comments say nothing", ": alive\n\ndata: a\n\n", [{ event: "message", data: "a", id: "" }]],
    ["an event without data is none", "event: delta\n\ndata: a\n\n", [{ event: "message", data: "a", id: "" }]],
    ["an id holds until the next", "id: 1.5\ndata: a\n\ndata: b\n\n", [{ event: "message", data: "a", id: "1.5" }, { event: "message", data: "b", id: "1.5" }]],
    ["an id with a null is none", "id: a\0b\ndata: a\n\n", [{ event: "message", data: "a", id: "" }]],
    ["carriage returns end lines too", "data: a\r\rdata: b\r\n\r\nx", [{ event: "message", data: "a", id: "" }, { event: "message", data: "b", id: "" }]],
    ["a mark of byte order at the beginning counts for nothing", "\uFEFFdata: a\n\n", [{ event: "message", data: "a", id: "" }]],
    ["what is not ended is not told", "data: a\n", []],
  ])("%s", (_, text, events) => {
    expect(parsed(text)).toEqual(events);
  });

  it("tells the same wherever the text is cut", () => {
    const line = fc.oneof(
      fc.constantFrom("data: a", "data: {\"text\":\"é 😀\"}", "data", "event: delta", "event: done", ": alive", "id: 1.20", "id:", "retry: 5", "junk", ""),
      fc.string({ maxLength: 12 }).map((text) => `data: ${text.replace(/[\r\n]/g, " ")}`),
    );
    const ending = fc.constantFrom("\n", "\r\n", "\r");
    const text = fc.array(fc.tuple(line, ending).map(([one, end]) => one + end), { maxLength: 40 }).map((lines) => lines.join(""));
    fc.assert(
      fc.property(text, fc.array(fc.nat(400), { maxLength: 20 }), (whole, places) => {
        const cuts = [...new Set(places.filter((place) => place < whole.length))].sort((a, b) => a - b);
        const pieces = [0, ...cuts].map((from, i) => whole.slice(from, cuts[i] ?? whole.length));
        expect(parsed(...pieces, "\n")).toEqual(parsed(`${whole}\n`));
      }),
      { numRuns: 500 },
    );
  });
});
