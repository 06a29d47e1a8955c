import type { SearchPage, SearchQuery, SearchResult, TextPart } from "../../src/api/contract";
import type { World } from "./world";

/** Finds in the conversations of a world, by simple rules that give every kind of match there is. */
export function searchIn(world: World, query: SearchQuery): SearchPage {
  const q = query.q ?? "";
  const phrases = [...q.matchAll(/["“«]([^"”»]+)["”»]/g)].map((match) => fold(match[1]!));
  const words: string[] = fold(q).match(/[\p{L}\p{N}]+/gu) ?? [];
  const open: string | undefined = /[\p{L}\p{N}]$/u.test(q) ? words.at(-1) : undefined;
  const corrections = new Map<string, string>();
  const topics = new Map<string, number>();
  const results: SearchResult[] = [];
  const all = [...world.conversations.values()];
  const vocabulary = new Set(all.flatMap((one) => [one.title, ...(world.messages.get(one.id) ?? []).map((message) => message.content)]).flatMap((text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []));
  const kindOf = (asked: string, found: string): SearchResult["matched"][number]["kind"] | undefined => {
    if (asked === found) return "word";
    if (asked.length > 3 && stem(asked) === stem(found)) return "form";
    if (asked === open && asked.length > 2 && found.startsWith(asked)) return "prefix";
    if ((SYNONYMS[asked] ?? []).includes(found)) return "synonym";
    if (asked.length > 4 && !vocabulary.has(asked) && near(asked, found)) return "typo";
    return undefined;
  };
  for (const conversation of all) {
    if (query.type === "action") break;
    const messages = (world.messages.get(conversation.id) ?? []).filter((message) => message.role !== "system" && message.content !== "");
    if (query.agentId !== undefined && !messages.some((message) => message.contextUsed.inputSources.some((source) => source.id === query.agentId))) continue;
    if (query.collaborator !== undefined && conversation.mine !== (query.collaborator === world.people().me?.email)) continue;
    const day = conversation.lastMessageAt.slice(0, 10);
    if ((query.from !== undefined && day < query.from) || (query.to !== undefined && day > query.to)) continue;
    const its = TOPICS.filter((topic) => fold(`${conversation.title} ${messages.map((message) => message.content).join(" ")}`).includes(fold(topic)));
    if (query.topic !== undefined && !its.includes(query.topic)) continue;
    const matched = new Map<string, SearchResult["matched"][number]>();
    const marked = (text: string): TextPart[] =>
      (text.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu) ?? []).map((piece) => {
        const found = fold(piece);
        const asked = words.find((word) => kindOf(word, found) !== undefined);
        if (asked === undefined) return { text: piece, hit: false };
        const kind = kindOf(asked, found)!;
        matched.set(`${kind} ${asked} ${found}`, { kind, asked, found: piece });
        if (kind === "typo") corrections.set(asked, piece.toLowerCase());
        return { text: piece, hit: true };
      });
    const titleParts = marked(conversation.title);
    const found = messages.map((message) => ({ message, snippet: around(marked(message.content.replace(/[*#>|`]/g, "").replace(/\s+/g, " "))) })).filter(({ message, snippet }) => snippet.some((part) => part.hit) && phrases.every((phrase) => fold(message.content).includes(phrase)));
    if (phrases.length > 0 && found.length > 0) matched.set("phrase", { kind: "phrase", asked: phrases[0]!, found: phrases[0]! });
    const isMeant = (MEANINGS[conversation.id] ?? []).some((meaning) => fold(q).includes(meaning));
    if (isMeant) matched.set("meaning", { kind: "meaning", asked: q, found: "" });
    if (q !== "" && found.length === 0 && !isMeant && !titleParts.some((part) => part.hit)) continue;
    for (const topic of its) topics.set(topic, (topics.get(topic) ?? 0) + 1);
    results.push({
      type: "conversation",
      id: conversation.id,
      title: conversation.title,
      titleParts,
      lastAt: conversation.lastMessageAt,
      shared: !conversation.mine,
      ...(conversation.mine ? {} : { ownerName: "maria@salfagestion.cl" }),
      summary: (messages.at(-1)?.content ?? "").slice(0, 140),
      topics: its,
      score: found.length + (titleParts.some((part) => part.hit) ? 3 : 0) + (isMeant ? 1 : 0),
      matched: [...matched.values()],
      messages: found.slice(0, 3).map(({ message, snippet }) => ({ id: message.id, role: message.role as "user" | "ally", timestamp: message.timestamp, snippet })),
    });
  }
  if (query.type !== "conversation" && (q === "" ? query.type === "action" : words.some((word) => ["resumen", "octubre"].includes(word)))) {
    const title = "Resumen de octubre";
    results.push({ type: "action", id: "a1", conversationId: "main-ally", title, titleParts: [{ text: "Resumen", hit: words.includes("resumen") }, { text: " de ", hit: false }, { text: "octubre", hit: words.includes("octubre") }], lastAt: new Date(Date.now() - 3600_000).toISOString(), shared: false, summary: "Horas y costos por equipo.", topics: ["mantención"], score: 1, matched: [], messages: [{ id: "a1", role: "action", timestamp: new Date(Date.now() - 3600_000).toISOString(), snippet: [{ text: "Horas y costos por equipo, con la grúa ", hit: false }, { text: "KTA-40", hit: false }, { text: " a la cabeza.", hit: false }] }] });
  }
  results.sort((a, b) => b.score - a.score || b.lastAt.localeCompare(a.lastAt));
  const from = Number(query.cursor ?? 0);
  const limit = Number(query.limit ?? 10);
  return {
    results: results.slice(from, from + limit),
    corrections: [...corrections].map(([asked, found]) => ({ asked, found })),
    topics: [...topics].map(([topic, count]) => ({ topic, count })).sort((a, b) => b.count - a.count),
    wordsOnly: false,
    nextCursor: from + limit < results.length ? String(from + limit) : null,
  };
}

const TOPICS = ["permiso", "bodega", "mantención", "presupuesto", "seguridad", "obra"];
const SYNONYMS: Record<string, string[]> = { plata: ["presupuesto"], almacen: ["bodega"] };
const MEANINGS: Record<string, string[]> = { "thread-5": ["cuanto se gasta", "how much do we spend"] };

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Some words before what was found, and some after it. */
function around(parts: TextPart[]): TextPart[] {
  const first = parts.findIndex((part) => part.hit);
  const from = Math.max(0, first - 12);
  const cut = parts.slice(from, from + 44);
  return [...(from > 0 ? [{ text: "… ", hit: false }] : []), ...cut, ...(from + 44 < parts.length ? [{ text: " …", hit: false }] : [])];
}

function stem(word: string): string {
  return word.replace(/(es|s|ar|ado|ados)$/, "");
}

/** Whether two words differ by one letter that is another, is missing or was swapped with its neighbour. */
function near(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1) || (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2));
}
