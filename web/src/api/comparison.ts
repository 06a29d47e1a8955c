import type { Client } from "./client";
import type { components } from "./comparing";

type Schemas = components["schemas"];

export type Comparison = Schemas["Comparison"];
export type ComparisonFilter = Schemas["ComparisonFilter"];
export type Criterion = Schemas["Criterion"];
export type Definition = Schemas["Definition"];
export type Direction = Schemas["Direction"];
export type Distribution = Schemas["Distribution"];
export type Interval = Schemas["Interval"];
export type Metric = Schemas["Metric"];
export type RecordedCheck = Schemas["RecordedCheck"];
export type State = Schemas["CriterionState"];
export type Thresholds = Schemas["Thresholds"];
export type Week = Schemas["Week"];
/** The thresholds with what is known of them, as fields of one thing. */
export type Rules = Thresholds & Omit<Schemas["ComparisonRules"], "thresholds">;
export type Format = "pdf" | "csv" | "json";

/** How long the reason of a change of the thresholds is at least: the data may have been seen. */
export const SHORTEST_RULES_WHY = 20;

export type ComparisonCalls = ReturnType<typeof comparisonCalls>;

/** The calls of the comparison, which are fetched with it. */
export function comparisonCalls({ later: { api, take, taken } }: Client) {
  const flat = ({ thresholds, revision, fixedAt, fixedBy }: Schemas["ComparisonRules"]): Rules => ({
    ...thresholds,
    revision,
    ...(fixedAt === undefined ? {} : { fixedAt }),
    ...(fixedBy === undefined ? {} : { fixedBy }),
  });
  return {
    comparison: (filter: ComparisonFilter, signal?: AbortSignal): Promise<Comparison> => take(api.GET("/api/ally/comparison", { params: { query: filter }, ...(signal ? { signal } : {}) }), signal),
    file: async (filter: ComparisonFilter, format: Format, lang: "es" | "en") =>
      (await taken(api.GET("/api/ally/comparison/report", { params: { query: { ...filter, format, lang } }, parseAs: "blob" }))).data as unknown as Blob,
    rules: async () => flat(await take(api.GET("/api/ally/comparison/thresholds", {}))),
    saveRules: async ({ revision, fixedAt: _, fixedBy: __, ...thresholds }: Rules, why: string) => flat(await take(api.PUT("/api/ally/comparison/thresholds", { body: { revision, thresholds, why } }))),
    checks: async () => (await take(api.GET("/api/ally/comparison/checks", {}))).checks,
    saveCheck: async (name: string, revision: string, state: State, note: string) => (await take(api.PUT("/api/ally/comparison/checks/{name}", { params: { path: { name } }, body: { revision, state, note } }))).check,
  };
}
