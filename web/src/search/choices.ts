import type { SearchMatch, SearchPage, SearchResult } from "../api/contract";
import type { Place } from "../conversation/place";

/** Something in the list of results that can be opened: a result as a whole, or a message in it. */
export interface Choice {
  key: string;
  result: SearchResult;
  message?: SearchResult["messages"][number];
}

/** The results of all pages, each once. */
export function resultsOf(pages: readonly Pick<SearchPage, "results">[]): SearchResult[] {
  const all = new Map<string, SearchResult>();
  for (const page of pages) for (const result of page.results) if (!all.has(nameOf(result))) all.set(nameOf(result), result);
  return [...all.values()];
}

/** What can be opened of a result, in the order in which it is shown. The only message of an action is the action itself. */
export function choicesOf(result: SearchResult): Choice[] {
  const whole: Choice = { key: nameOf(result), result };
  if (result.type === "action") return [whole];
  return [whole, ...result.messages.map((message) => ({ key: `${whole.key} ${message.id}`, result, message }))];
}

function nameOf(result: SearchResult): string {
  return `${result.type} ${result.id}`;
}

/** Where a choice leads; undefined for an action that was made outside of conversations. */
export function placeOf({ result, message }: Choice): Place | undefined {
  const conversationId = result.type === "action" ? result.conversationId : result.id;
  if (conversationId === undefined) return undefined;
  return message === undefined ? { conversationId } : { conversationId, message: { id: message.id, at: message.timestamp } };
}

const PAGE = 5;

/** The place in a list of so many that a key leads to from another; undefined where the key does not move. */
export function moved(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case "ArrowDown":
      return Math.min(at + 1, count - 1);
    case "ArrowUp":
      return Math.max(at - 1, 0);
    case "PageDown":
      return Math.min(at + PAGE, count - 1);
    case "PageUp":
      return Math.max(at - PAGE, 0);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}

/** Matches that do not speak for themselves where they are marked. */
const TELLING: ReadonlySet<SearchMatch["kind"]> = new Set(["form", "typo", "synonym", "phrase", "meaning"]);
const MOST_REASONS = 3;

/** Why something was found, as far as the marked words do not say it: each reason once. */
export function reasonsOf(matched: readonly SearchMatch[]): SearchMatch[] {
  const all = new Map<string, SearchMatch>();
  for (const match of matched) {
    if (!TELLING.has(match.kind)) continue;
    const name = match.kind === "meaning" || match.kind === "phrase" ? match.kind : `${match.kind} ${match.asked.toLowerCase()} ${match.found.toLowerCase()}`;
    if (!all.has(name)) all.set(name, match);
  }
  return [...all.values()].slice(0, MOST_REASONS);
}
