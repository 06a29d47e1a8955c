import type { Client } from "./client";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];

/** What is not known is left out of an answer, and never null. */
type Known<T> = { [Field in keyof T]: Exclude<T[Field], null> };

export type Comparison = Omit<Schemas["ComparisonOutput"], "success" | "criteria" | "metrics"> & { criteria: Criterion[]; metrics: Metric[] };
export type ComparisonFilter = NonNullable<paths["/api/ally/comparison"]["get"]["parameters"]["query"]>;
export type Criterion = Known<Schemas["VerdictReportedCriterion"]>;
export type Definition = Schemas["ComparisonDefinition"];
export type Direction = Definition["direction"];
export type Distribution = Schemas["ComparisonDistribution"];
export type Interval = Schemas["StatsInterval"];
export type Metric = Known<Schemas["VerdictReportedMetric"]>;
export type RecordedCheck = Schemas["ComparisonRecorded"];
export type State = RecordedCheck["state"];
export type Thresholds = Schemas["VerdictThresholds"];
export type Week = Schemas["ComparisonWeek"];
/** The thresholds with what is known of them, as fields of one thing. */
export type Rules = Thresholds & Omit<Schemas["ComparisonRulesOutput"], "thresholds" | "success">;
export type Format = "pdf" | "csv" | "json";

/** How long the reason of a change of the thresholds is at least: the data may have been seen. */
export const SHORTEST_RULES_WHY = 20;

export type ComparisonCalls = ReturnType<typeof comparisonCalls>;

/** The calls of the comparison, which are fetched with it. */
export function comparisonCalls({ later: { api, take, taken } }: Client) {
  const flat = ({ thresholds, success: _, ...known }: Schemas["ComparisonRulesOutput"]): Rules => ({ ...thresholds, ...known });
  return {
    comparison: async (filter: ComparisonFilter, signal?: AbortSignal) => (await take(api.GET("/api/ally/comparison", { params: { query: filter }, ...(signal ? { signal } : {}) }), signal)) as Comparison,
    file: async (filter: ComparisonFilter, format: Format, lang: "es" | "en") =>
      (await taken(api.GET("/api/ally/comparison/report", { params: { query: { ...filter, format, lang } }, parseAs: "blob" }))).data as unknown as Blob,
    rules: async () => flat(await take(api.GET("/api/ally/comparison/thresholds", {}))),
    saveRules: async ({ revision, from: _, fixedAt: __, fixedBy: ___, ...thresholds }: Rules, why: string) => flat(await take(api.PUT("/api/ally/comparison/thresholds", { body: { revision, thresholds, why } }))),
    checks: async () => (await take(api.GET("/api/ally/comparison/checks", {}))).checks,
    saveCheck: async (name: RecordedCheck["name"], revision: string, state: State, note: string) => (await take(api.PUT("/api/ally/comparison/checks/{name}", { params: { path: { name } }, body: { revision, state, note } }))).check,
  };
}
