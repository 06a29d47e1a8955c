import type { OutputCard } from "./contract";

export interface TableContent {
  columns: string[];
  rows: (string | number)[][];
}

export interface ChartContent {
  kind: "bar" | "line" | "pie";
  labels: string[];
  series: { name: string; values: number[] }[];
}

export interface ImageContent {
  url: string;
  alt: string;
}

export interface RecommendationContent {
  agentId: string;
  agentName: string;
  reason: string;
}

/** What a card holds, once it was looked at; `unknown` is shown as a line of text and never guessed at. */
export type CardContent =
  | { type: "text" | "markdown"; text: string }
  | { type: "table"; table: TableContent }
  | { type: "chart"; chart: ChartContent }
  | { type: "image"; image: ImageContent }
  | { type: "cta"; recommendation: RecommendationContent }
  /** What can be done with an action. */
  | { type: "deeds"; actionId: string }
  | { type: "unknown" };

/** Reads a card's content. Cards are made with a model's help, so nothing about them is taken on trust. */
export function cardContent(card: OutputCard): CardContent {
  const content = card.content;
  switch (card.type) {
    case "text":
    case "markdown":
      return typeof content === "string" ? { type: card.type, text: content } : { type: "unknown" };
    case "table": {
      if (!isMap(content) || !Array.isArray(content.columns) || !Array.isArray(content.rows)) return { type: "unknown" };
      const columns = content.columns.map(cell).map(String);
      const rows = content.rows.map((row: unknown) => (isMap(row) ? row.cells : row)).filter(Array.isArray).map((row: unknown[]) => columns.map((_, i) => cell(row[i])));
      return { type: "table", table: { columns, rows } };
    }
    case "chart": {
      if (!isMap(content) || !Array.isArray(content.labels) || !Array.isArray(content.series)) return { type: "unknown" };
      const kind = content.kind === "line" || content.kind === "pie" ? content.kind : "bar";
      const labels = content.labels.map(cell).map(String);
      const series = content.series.filter(isMap).map((one) => ({
        name: String(cell(one.name)),
        values: labels.map((_, i) => number(Array.isArray(one.values) ? one.values[i] : undefined)),
      }));
      return labels.length === 0 || series.length === 0 ? { type: "unknown" } : { type: "chart", chart: { kind, labels, series } };
    }
    case "image":
      return isMap(content) && typeof content.url === "string"
        ? { type: "image", image: { url: content.url, alt: String(cell(content.alt)) } }
        : { type: "unknown" };
    case "cta":
      if (isMap(content) && typeof content.actionId === "string") return { type: "deeds", actionId: content.actionId };
      return isMap(content)
        ? {
            type: "cta",
            recommendation: { agentId: String(cell(content.agentId)), agentName: String(cell(content.agentName)), reason: String(cell(content.reason)) },
          }
        : { type: "unknown" };
    default:
      return { type: "unknown" };
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function cell(value: unknown): string | number {
  return typeof value === "string" || typeof value === "number" ? value : value === true ? "✓" : "";
}

function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
