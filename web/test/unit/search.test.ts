import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SearchMatch, SearchResult } from "../../src/api/contract";
import { choicesOf, moved, placeOf, reasonsOf, resultsOf } from "../../src/search/choices";
import { daysOf, type Filters, isFiltered, NO_FILTERS, queryOf, withFilter } from "../../src/search/filters";
import { RecentSearches } from "../../src/search/recent";
import { shelf } from "./world";

const NOW = new Date(2026, 2, 3, 9, 30);

function result(given: Partial<SearchResult> & { id: string }): SearchResult {
  return { type: "conversation", title: "", titleParts: [], lastAt: "2026-01-01T10:00:00.000Z", shared: false, summary: "", topics: [], score: 1, matched: [], messages: [], ...given };
}

describe("what is asked", () => {
  it("is nothing without words and filters", () => {
    expect(queryOf("  ", NO_FILTERS, NOW)).toBeUndefined();
  });

  it("is the words, without what is too much of them", () => {
    expect(queryOf("  plazo   de\tobra ", NO_FILTERS, NOW)).toEqual({ q: "plazo de obra" });
    expect(queryOf("x".repeat(400), NO_FILTERS, NOW)?.q).toHaveLength(300);
  });

  it("may be filters alone", () => {
    const filters: Filters = { span: "week", type: "action", topic: "bodega", agent: { id: "a1", name: "A" }, person: "ana@x.cl" };
    expect(queryOf("", filters, NOW)).toEqual({ from: "2026-02-25", type: "action", topic: "bodega", agentId: "a1", collaborator: "ana@x.cl" });
  });

  it.each([
    ["a week is today and the six days before", "week", { from: "2026-02-25" }],
    ["a month is thirty days", "month", { from: "2026-02-02" }],
    ["a year is 365 days", "year", { from: "2025-03-04" }],
    ["an open beginning", { to: "2026-01-31" }, { to: "2026-01-31" }],
    ["ends the wrong way round are turned", { from: "2026-02-01", to: "2026-01-01" }, { from: "2026-01-01", to: "2026-02-01" }],
  ] as const)("%s", (_, span, days) => {
    expect(daysOf(span, NOW)).toEqual(days);
  });

  it("loses a filter that is taken out, and a span without ends", () => {
    const filters = withFilter(NO_FILTERS, "span", { from: "2026-01-01" });
    expect(isFiltered(filters)).toBe(true);
    expect(withFilter(filters, "span", { from: "", to: "" })).toEqual({});
    expect(withFilter(filters, "span", undefined)).toEqual({});
    expect(withFilter(filters, "person", "")).toEqual(filters);
  });
});

describe("what was searched for lately", () => {
  it("comes to the front again, however it is written, and survives a reload", () => {
    const kept = shelf();
    const recent = new RecentSearches(kept, "k");
    recent.add("plazo");
    recent.add("grúa");
    recent.add(" Plazo ");
    recent.add("  ");
    expect(recent.all).toEqual(["Plazo", "grúa"]);
    expect(new RecentSearches(kept, "k").all).toEqual(["Plazo", "grúa"]);
  });

  it("leaves nothing behind once cleared", () => {
    const kept = shelf();
    const recent = new RecentSearches(kept, "k");
    recent.add("plazo");
    recent.clear();
    expect(recent.all).toEqual([]);
    expect(kept.kept).toEqual({});
  });

  it.each([["broken", "{"], ["of another kind", '{"a":1}'], ["mixed", '[1,"a",null]']])("reads a shelf that is %s", (_, text) => {
    expect(new RecentSearches(shelf({ k: text }), "k").all.every((one) => typeof one === "string")).toBe(true);
  });

  it("is bounded and without doubles", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (searches) => {
        const recent = new RecentSearches(shelf(), "k");
        for (const search of searches) recent.add(search);
        expect(recent.all.length).toBeLessThanOrEqual(8);
        expect(new Set(recent.all.map((one) => one.toLocaleLowerCase())).size).toBe(recent.all.length);
      }),
    );
  });
});

describe("the results", () => {
  const message = { id: "m1", role: "user" as const, timestamp: "2026-01-01T10:00:00.000Z", snippet: [] };

  it("stand once, though a page may repeat what the one before had", () => {
    expect(resultsOf([{ results: [result({ id: "a" }), result({ id: "b" })] }, { results: [result({ id: "b" }), result({ id: "b", type: "action" })] }]).map((one) => one.type + one.id)).toEqual(["conversationa", "conversationb", "actionb"]);
  });

  it("open a conversation at its end, or at a message", () => {
    const [whole, at] = choicesOf(result({ id: "c", messages: [message] }));
    expect(placeOf(whole!)).toEqual({ conversationId: "c" });
    expect(placeOf(at!)).toEqual({ conversationId: "c", message: { id: "m1", at: message.timestamp } });
  });

  it("open the conversation that an action was made in", () => {
    const choices = choicesOf(result({ id: "a", type: "action", conversationId: "c", messages: [{ ...message, id: "a", role: "action" }] }));
    expect(choices).toHaveLength(1);
    expect(placeOf(choices[0]!)).toEqual({ conversationId: "c" });
    expect(placeOf({ key: "", result: result({ id: "a", type: "action" }) })).toBeUndefined();
  });

  it.each([
    ["ArrowDown", 0, 1],
    ["ArrowDown", 9, 9],
    ["ArrowUp", 0, 0],
    ["PageDown", 7, 9],
    ["PageUp", 3, 0],
    ["Home", 5, 0],
    ["End", 5, 9],
    ["a", 5, undefined],
  ] as const)("%s leads from %i to %s", (key, at, to) => {
    expect(moved(key, at, 10)).toBe(to);
  });

  it("lead nowhere where there are none", () => {
    expect(moved("End", 0, 0)).toBeUndefined();
  });

  it("say why they were found where the marks do not, each reason once", () => {
    const match = (kind: SearchMatch["kind"], asked = "plazo", found = "plazos") => ({ kind, asked, found });
    expect(reasonsOf([match("word"), match("prefix"), match("form"), match("form", "Plazo", "PLAZOS"), match("meaning"), match("meaning", "x", "y"), match("typo", "palzo", "plazo"), match("synonym")]).map((one) => one.kind)).toEqual(["form", "meaning", "typo"]);
  });
});
