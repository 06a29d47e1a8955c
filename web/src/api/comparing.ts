/** The part of the contract on the comparison of the classic chat with Ally, in the form that the generated schema has. */

interface Asked {
  query?: object;
  path?: object;
  body?: object;
}

type Call<Answer, Given extends Asked = Record<never, never>> = {
  parameters: { header?: never; cookie?: never } & (Given extends { query: infer Query } ? { query: Query } : { query?: never }) & (Given extends { path: infer Path } ? { path: Path } : { path?: never });
  responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": Answer & { success: true } } } };
} & (Given extends { body: infer Body } ? { requestBody: { content: { "application/json": Body } } } : { requestBody?: never });

type Schemas = components["schemas"];

export interface paths {
  "/api/ally/comparison": { get: Call<Schemas["Comparison"], { query: Schemas["ComparisonFilter"] }> };
  "/api/ally/comparison/report": { get: Call<object, { query: Schemas["ComparisonFilter"] & { format: "pdf" | "csv" | "json"; lang: "es" | "en" } }> };
  "/api/ally/comparison/thresholds": {
    get: Call<Schemas["ComparisonRules"]>;
    put: Call<Schemas["ComparisonRules"], { body: { revision: string; thresholds: Schemas["Thresholds"]; why: string } }>;
  };
  "/api/ally/comparison/checks": { get: Call<{ checks: Schemas["RecordedCheck"][] }> };
  "/api/ally/comparison/checks/{name}": {
    put: Call<{ check: Schemas["RecordedCheck"] }, { path: { name: string }; body: { revision: string; state: Schemas["CriterionState"]; note: string } }>;
  };
}

export interface components {
  schemas: {
    Words: { es: string; en: string };
    /** Days are YYYY-MM-DD, of UTC. */
    ComparisonFilter: { from?: string; to?: string; organizationId?: string; domain?: string; stage?: string };
    Interval: { low: number; high: number };
    Sample: { classic: number; ally: number };
    CriterionState: "pass" | "fail" | "unknown";
    Direction: "higher" | "lower" | "none";
    Outcome: "GO" | "NO-GO" | "NEEDS-IMPROVEMENT" | "NOT-ENOUGH-DATA";
    Criterion: {
      name: string;
      kind: "check" | "health" | "guardrail" | "goal" | "key" | "target";
      title: Schemas["Words"];
      state: Schemas["CriterionState"];
      value?: number;
      interval?: Schemas["Interval"];
      bound?: number;
      threshold?: number;
      p?: number;
      sample: Schemas["Sample"];
      why: Schemas["Words"];
    };
    Metric: {
      key: string;
      name: Schemas["Words"];
      /** Such as ms, s, count, share (0 to 1) and stars (1 to 5). */
      unit: string;
      direction: Schemas["Direction"];
      sample: Schemas["Sample"];
      classic?: number;
      ally?: number;
      /** Ally's figure less the classic's. */
      change?: number;
      /** Where the change lies, for this one look and for all looks together. */
      once?: Schemas["Interval"];
      always?: Schemas["Interval"];
      /** The change as a share of the classic's figure. */
      lift?: number;
      liftOnce?: Schemas["Interval"];
      liftAlways?: Schemas["Interval"];
      /** The change, as a share of the classic's figure, that would be found now. */
      detectable?: number;
      moreDays?: number;
      why: Schemas["Words"];
    };
    Thresholds: {
      confidence: number;
      people: number;
      days: number;
      mostDays: number;
      sampleRatio: number;
      exposed: number;
      crossed: number;
      satisfaction: number;
      improved: number;
      worthwhile: number;
      checkDays: number;
    };
    Week: { week: string; classic: Schemas["WeekSide"]; ally: Schemas["WeekSide"] };
    /** A key that is absent is not known. */
    WeekSide: { people: number; values: { [key: string]: number } };
    /** How many times lie up to each bound and above the one before. */
    Distribution: { key: string; unit: string; bounds: number[]; classic: number[]; ally: number[] };
    Definition: { key: string; name: Schemas["Words"]; what: Schemas["Words"]; unit: string; direction: Schemas["Direction"]; excluded: Schemas["Words"]; same: Schemas["Words"] };
    Comparison: {
      classic: { [name: string]: number };
      ally: { [name: string]: number };
      improvement: { [key: string]: string };
      verdict: string;
      outcome: Schemas["Outcome"];
      why: Schemas["Words"];
      observational: boolean;
      at: string;
      days: number;
      criteria: Schemas["Criterion"][];
      metrics: Schemas["Metric"][];
      thresholds: Schemas["Thresholds"];
      filter: Schemas["ComparisonFilter"] & { from: string; to: string };
      weeks: Schemas["Week"][];
      distributions: Schemas["Distribution"][];
      definitions: Schemas["Definition"][];
      choices: { organizations: { id: string; name: string }[]; domains: string[]; stages: { stage: string; from: string; to?: string }[] };
      sources: { classicReadTo?: string; oldest: string };
    };
    ComparisonRules: { thresholds: Schemas["Thresholds"]; revision: string; fixedAt?: string; fixedBy?: string };
    RecordedCheck: { name: string; title: Schemas["Words"]; state: Schemas["CriterionState"]; note: string; at?: string; by?: string; revision: string };
  };
}
