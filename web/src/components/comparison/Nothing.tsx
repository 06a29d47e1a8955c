import { ChartNoAxesCombined } from "lucide-react";
import type { ReactNode } from "react";
import type { Comparison } from "../../api/comparison";
import { useComparisonTexts } from "../../hooks/useComparison";
import { Blank } from "../Blank";

/** There is no data: what will appear, when, and what can be done about it. */
export function Nothing({ comparison: { metrics, definitions, thresholds, sources }, isFiltered, action }: { comparison: Comparison; isFiltered: boolean; action: ReactNode }) {
  const texts = useComparisonTexts();
  const { t, number } = texts;
  if (isFiltered)
    return (
      <Blank icon={ChartNoAxesCombined} title={t("empty.title")}>
        {t("empty.filtered")}
      </Blank>
    );
  return (
    <Blank icon={ChartNoAxesCombined} title={t("empty.title")} action={action}>
      <p className="al:mb-2">{t("empty.what")}</p>
      <ol className="al:flex al:list-decimal al:flex-col al:gap-1.5 al:pl-5 al:text-start">
        <li>{t("empty.day", { count: number(metrics.length || definitions.length) })}</li>
        <li>{t("empty.both")}</li>
        <li>{t("empty.verdict", { days: number(thresholds.days), people: number(thresholds.people) })}</li>
      </ol>
      <p className="al:mt-3">{sources.classicReadTo === undefined ? t("empty.classicNot") : t("empty.classicTo", { at: texts.dateAndTime(sources.classicReadTo) })}</p>
    </Blank>
  );
}
