import type { Comparison, Metric } from "../../api/comparison";
import { figure, percent } from "../../comparison/figures";
import { grouped, rolesOf } from "../../comparison/standing";
import { useComparisonTexts } from "../../hooks/useComparison";
import { Box } from "../config/Box";
import { Change } from "./Change";
import { Definition } from "./Definition";
import { type Column, Rows } from "./Rows";

/** Every metric of both sides beside each other. */
export function MetricTable({ comparison }: { comparison: Comparison }) {
  const texts = useComparisonTexts();
  const { t, n, number, language } = texts;
  const { metrics, criteria, definitions } = comparison;
  const columns: Column<Metric>[] = [
    { key: "classic", title: t("comparison.classic"), end: true, className: "al:whitespace-nowrap", cell: ({ classic, unit }) => (classic === undefined ? undefined : figure(texts, classic, unit)) },
    { key: "ally", title: t("comparison.ally"), end: true, className: "al:font-semibold al:whitespace-nowrap", cell: ({ ally, unit }) => (ally === undefined ? undefined : figure(texts, ally, unit)) },
    { key: "change", title: t("metrics.change"), className: "al:min-w-[190px]", cell: (metric) => <Change metric={metric} /> },
    {
      key: "sample",
      title: t("metrics.sample"),
      className: "al:text-xs",
      cell: ({ sample }) => (sample.classic + sample.ally === 0 ? undefined : t("metrics.samples", { classic: number(sample.classic), ally: number(sample.ally) })),
    },
    {
      key: "enough",
      title: t("metrics.enough"),
      className: "al:text-xs",
      cell: ({ detectable, moreDays }) =>
        detectable === undefined && moreDays === undefined ? undefined : (
          <span className="al:flex al:flex-col">
            {detectable !== undefined && <span>{t("metrics.detectable", { share: percent(texts, detectable) })}</span>}
            {moreDays !== undefined && <span className="al:text-muted">{moreDays === 0 ? t("metrics.moreNone") : n("metrics.more", moreDays)}</span>}
          </span>
        ),
    },
  ];
  return (
    <Box title={t("metrics.title")} what={t("metrics.what")}>
      <Rows
        label={t("metrics.title")}
        title={t("metrics.metric")}
        columns={columns}
        groups={grouped(metrics).map(({ group, metrics: rows }) => ({ key: group, title: t(`group.${group}`), rows }))}
        keyOf={({ key }) => key}
        none={{ sign: t("comparison.none"), words: t("comparison.noneRead") }}
        nameOf={(metric) => {
          const definition = definitions.find(({ key }) => key === metric.key);
          const { isKey, isGuardrail, target } = rolesOf(metric, criteria);
          const roles = [
            t(`direction.${metric.direction}`),
            ...(isKey ? [t("metrics.key")] : []),
            ...(isGuardrail ? [t("metrics.guardrail")] : []),
            ...(target === undefined ? [] : [t("metrics.target", { value: `${metric.direction === "lower" ? "<" : ">"} ${figure(texts, target, metric.unit)}` })]),
          ];
          return (
            <span className="al:flex al:items-start al:gap-1">
              <span className="al:flex al:grow al:flex-col">
                {metric.name[language]}
                <span className="al:text-xs al:font-normal al:text-muted">{roles.join(" · ")}</span>
              </span>
              {definition !== undefined && <Definition definition={definition} />}
            </span>
          );
        }}
      />
    </Box>
  );
}
