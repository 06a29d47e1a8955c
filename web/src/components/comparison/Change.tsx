import { ArrowDown, ArrowUp, CircleHelp, type LucideIcon, Minus } from "lucide-react";
import type { Metric } from "../../api/comparison";
import { changeOf, rangeOf } from "../../comparison/figures";
import { type Standing, standingOf } from "../../comparison/standing";
import { useComparisonTexts } from "../../hooks/useComparison";

const TONES: Record<Standing, string> = { better: "al:text-good", worse: "al:text-danger", open: "al:text-muted", neutral: "al:text-muted", unknown: "al:text-muted" };

/** How a metric has changed: the number with its sign, where it lies at all looks, and in words whether that is better. */
export function Change({ metric }: { metric: Metric }) {
  const texts = useComparisonTexts();
  const { t, language } = texts;
  const standing = standingOf(metric);
  const change = changeOf(texts, metric);
  const range = rangeOf(texts, metric);
  if (change === undefined) return <span className="al:text-xs al:text-muted">{metric.why[language] || t("standing.unknown")}</span>;
  const Icon = iconOf(standing, metric.change ?? 0);
  return (
    <span className="al:flex al:flex-col al:gap-0.5">
      <span className="al:flex al:flex-wrap al:items-baseline al:gap-x-2">
        <strong className="al:font-semibold al:whitespace-nowrap">{change}</strong>
        <span className={`al:inline-flex al:items-center al:gap-1 al:self-center al:text-xs al:font-medium al:whitespace-nowrap ${TONES[standing]}`}>
          <Icon aria-hidden size={13} />
          {t(`standing.${standing}`)}
        </span>
      </span>
      {range !== undefined && <span className="al:text-xs al:text-muted">{range}</span>}
      {metric.adjusted !== undefined && <Adjusted metric={metric} adjusted={metric.adjusted} />}
    </span>
  );
}

/** What the change was adjusted by, and what it was before. */
function Adjusted({ metric, adjusted: { change, people } }: { metric: Metric; adjusted: NonNullable<Metric["adjusted"]> }) {
  const texts = useComparisonTexts();
  const { t, number } = texts;
  const { lift: _, ...raw } = { ...metric, change };
  const before = changeOf(texts, metric.lift === undefined || metric.classic === undefined ? raw : { ...raw, lift: change / metric.classic });
  return (
    <details className="al:text-xs al:text-muted">
      <summary className="al:cursor-pointer">{t("metrics.adjusted")}</summary>
      {t("metrics.unadjusted", { change: before ?? t("comparison.none"), classic: number(people.classic), ally: number(people.ally) })}
    </details>
  );
}

function iconOf(standing: Standing, change: number): LucideIcon {
  if (standing === "open") return CircleHelp;
  if (standing === "neutral" || change === 0) return Minus;
  return change > 0 ? ArrowUp : ArrowDown;
}
