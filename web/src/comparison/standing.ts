import type { Comparison, Criterion, Metric } from "../api/comparison";

/**
 * How a metric stands: shown to be better or worse by the interval for all looks; not
 * shown yet; of no direction; or not comparable.
 */
export type Standing = "better" | "worse" | "open" | "neutral" | "unknown";

export function standingOf({ change, always, direction }: Pick<Metric, "change" | "always" | "direction">): Standing {
  if (change === undefined) return "unknown";
  if (direction === "none") return "neutral";
  if (always === undefined || (always.low <= 0 && always.high >= 0)) return "open";
  return always.low > 0 === (direction === "higher") ? "better" : "worse";
}

/** What the side-by-side table is divided into, and which metrics stand there. */
const GROUPS = {
  performance: ["initial_load", "open_to_first_message", "time_to_first_message", "response_time", "app_action_time", "search_time", "failure_rate"],
  usage: ["conversations", "messages_per_conversation", "session_length", "messages_per_session", "agents_discovered", "collaboration_rate", "return_7_day", "app_use"],
  experience: ["satisfaction", "prompt_effectiveness", "feature_discovery", "time_to_productive", "learning_curve"],
} as const;

export type Group = keyof typeof GROUPS | "other";

/** The metrics in their groups; no group is empty, and none is lost. */
export function grouped(metrics: readonly Metric[]): { group: Group; metrics: Metric[] }[] {
  const groupOf = (key: string): Group => (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).find((group) => (GROUPS[group] as readonly string[]).includes(key)) ?? "other";
  const order: Group[] = [...(Object.keys(GROUPS) as (keyof typeof GROUPS)[]), "other"];
  return order.map((group) => ({ group, metrics: metrics.filter((metric) => groupOf(metric.key) === group) })).filter(({ metrics }) => metrics.length > 0);
}

/** In which the criteria are asked. */
export const KINDS = ["check", "health", "guardrail", "goal", "key", "target"] as const satisfies readonly Criterion["kind"][];

/** What a metric is to the verdict. */
export function rolesOf(metric: Metric, criteria: readonly Criterion[]): { isKey: boolean; isGuardrail: boolean; target: number | undefined } {
  const of = (kind: Criterion["kind"]) => criteria.find((one) => one.kind === kind && one.name === metric.key);
  return { isKey: of("key") !== undefined, isGuardrail: of("guardrail") !== undefined, target: of("target")?.threshold };
}

/** Whether there is nothing of either side yet. */
export function isEmpty({ metrics, weeks }: Comparison): boolean {
  return weeks.length === 0 && metrics.every((metric) => metric.classic === undefined && metric.ally === undefined);
}
