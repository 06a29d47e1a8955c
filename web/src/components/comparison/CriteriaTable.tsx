import type { Comparison, Criterion } from "../../api/comparison";
import { criterionFigures } from "../../comparison/figures";
import { KINDS } from "../../comparison/standing";
import { useComparisonTexts } from "../../hooks/useComparison";
import { Box } from "../config/Box";
import { type Column, Rows } from "./Rows";
import { StateMark } from "./StateMark";

/** What the verdict is made of: each criterion with its number, what it is held against, and why it stands as it does. */
export function CriteriaTable({ comparison: { criteria, metrics } }: { comparison: Comparison }) {
  const texts = useComparisonTexts();
  const { t, number, language } = texts;
  const figures = (criterion: Criterion) => criterionFigures(texts, criterion, metrics.find(({ key }) => key === criterion.name)?.unit);
  const columns: Column<Criterion>[] = [
    { key: "state", title: t("criteria.state"), cell: ({ state }) => <StateMark state={state} /> },
    { key: "value", title: t("criteria.value"), end: true, className: "al:whitespace-nowrap", cell: (criterion) => figures(criterion).value },
    { key: "bound", title: t("criteria.bound"), end: true, className: "al:whitespace-nowrap", cell: (criterion) => figures(criterion).bound },
    { key: "threshold", title: t("criteria.threshold"), end: true, className: "al:whitespace-nowrap", cell: (criterion) => figures(criterion).threshold },
    {
      key: "sample",
      title: t("criteria.sample"),
      className: "al:text-xs",
      cell: ({ sample }) => (sample.classic + sample.ally === 0 ? undefined : t("metrics.samples", { classic: number(sample.classic), ally: number(sample.ally) })),
    },
    {
      key: "why",
      title: t("criteria.why"),
      className: "al:min-w-[200px]",
      cell: ({ why }) => why[language],
    },
  ];
  return (
    <Box title={t("criteria.title")} what={t("criteria.what")}>
      <Rows
        label={t("criteria.title")}
        title={t("criteria.criterion")}
        columns={columns}
        groups={KINDS.map((kind) => ({ key: kind, title: t(`kind.${kind}`), rows: criteria.filter((one) => one.kind === kind) })).filter(({ rows }) => rows.length > 0)}
        keyOf={({ kind, name }) => `${kind} ${name}`}
        nameOf={({ title }) => capital(title[language])}
        none={{ sign: t("comparison.none"), words: t("comparison.noneRead") }}
      />
    </Box>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
