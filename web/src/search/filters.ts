import type { SearchQuery } from "../api/contract";

/** The last days up to today, or the days that were chosen; both ends belong to it. */
export type Span = "week" | "month" | "year" | { from?: string; to?: string };

/** What narrows a search. */
export interface Filters {
  span?: Span;
  type?: "conversation" | "action";
  topic?: string;
  agent?: { id: string; name: string };
  /** The id or e-mail of somebody who takes part. */
  person?: string;
}

export type FilterName = keyof Filters;

export const NO_FILTERS: Filters = {};

/** The longest text that is searched for, in characters. */
export const LONGEST_SEARCH = 300;

export function isFiltered(filters: Filters): boolean {
  return Object.keys(filters).length > 0;
}

/** The filters with one changed; undefined takes it out, and so does a span without an end. */
export function withFilter<N extends FilterName>(filters: Filters, name: N, value: Filters[N] | undefined): Filters {
  const { [name]: _, ...rest } = filters;
  const isNone = value === undefined || value === "" || (name === "span" && typeof value === "object" && !("from" in value && value.from) && !("to" in value && value.to));
  return isNone ? rest : { ...rest, [name]: value };
}

/** The words of the API for a search; undefined where nothing is asked. */
export function queryOf(text: string, filters: Filters, now: Date): SearchQuery | undefined {
  const q = text.trim().replace(/\s+/g, " ").slice(0, LONGEST_SEARCH);
  if (q === "" && !isFiltered(filters)) return undefined;
  const { from, to } = daysOf(filters.span, now);
  return {
    ...(q === "" ? {} : { q }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(filters.type === undefined ? {} : { type: filters.type }),
    ...(filters.topic === undefined ? {} : { topic: filters.topic }),
    ...(filters.agent === undefined ? {} : { agentId: filters.agent.id }),
    ...(filters.person === undefined ? {} : { collaborator: filters.person }),
  };
}

const BACK = { week: 6, month: 29, year: 364 };

/** The days of a span, YYYY-MM-DD; ends that were chosen the wrong way round are turned. */
export function daysOf(span: Span | undefined, now: Date): { from?: string; to?: string } {
  if (span === undefined) return {};
  if (typeof span === "string") return { from: dateOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - BACK[span])) };
  const { from, to } = span;
  if (from && to && from > to) return { from: to, to: from };
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

/** A local day as YYYY-MM-DD. */
export function dateOf(at: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
