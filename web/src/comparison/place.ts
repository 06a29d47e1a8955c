import type { ComparisonFilter } from "../api/comparison";

/** The views of the comparison, in their order. */
export const VIEWS = ["results", "trends", "distributions", "rules"] as const;
export type View = (typeof VIEWS)[number];

/** Which view is open, and what it is filtered by. */
export interface Place {
  view: View;
  filter: ComparisonFilter;
}

const FIELDS = ["from", "to", "organizationId", "domain", "stage"] as const;

/** Reads a place as it stands in an address, such as `trends?from=2026-11-02&domain=example.com`; what is no place of ours is left out. */
export function placeOf(text: string): Place {
  const [name, query = ""] = text.split("?", 2);
  const given = new URLSearchParams(query);
  const filter: ComparisonFilter = {};
  for (const field of FIELDS) {
    const value = given.get(field) ?? "";
    if (field === "from" || field === "to" ? isDay(value) : value !== "") filter[field] = value;
  }
  return { view: VIEWS.find((view) => view === name) ?? "results", filter };
}

/** Writes a place as it stands in an address. */
export function placeText({ view, filter }: Place): string {
  const query = new URLSearchParams();
  for (const field of FIELDS) if (filter[field]) query.set(field, filter[field]);
  return query.size === 0 ? view : `${view}?${query}`;
}

/** The filter with a field set; an empty one is none. A stage brings its own days. */
export function filtering(filter: ComparisonFilter, field: (typeof FIELDS)[number], value: string): ComparisonFilter {
  const next = { ...filter, [field]: value };
  if (field === "stage") delete next.from, delete next.to;
  if (value === "") delete next[field];
  return next;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
