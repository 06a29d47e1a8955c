import { ChartNoAxesCombined } from "lucide-react";
import { useState } from "react";
import type { Comparison } from "../../api/comparison";
import { rolesOf } from "../../comparison/standing";
import { useComparisonTexts } from "../../hooks/useComparison";
import { BOX, LINE } from "../apps/look";
import { Blank } from "../Blank";
import { Field } from "../config/Field";
import { TrendChart } from "./TrendChart";

/** Both sides by week: the key metrics, or one that is chosen. */
export function Trends({ comparison: { metrics, criteria, weeks } }: { comparison: Comparison }) {
  const { t, language } = useComparisonTexts();
  const [chosen, choose] = useState("");
  if (weeks.length === 0) return <Blank icon={ChartNoAxesCombined} title={t("trends.none")} />;
  const known = metrics.filter(({ key }) => weeks.some((week) => week.classic.values[key] !== undefined || week.ally.values[key] !== undefined));
  const one = known.find(({ key }) => key === chosen);
  const keys = metrics.filter((metric) => rolesOf(metric, criteria).isKey);
  const shown = one === undefined ? (keys.length === 0 ? known : keys) : [one];
  return (
    <div className="al:flex al:flex-col al:gap-4">
      <Field label={t("trends.which")} className="al:max-w-[360px]">
        {(aria) => (
          <select {...aria} value={one?.key ?? ""} onChange={(event) => choose(event.target.value)} className={LINE}>
            <option value="">{t("trends.keys")}</option>
            {known.map(({ key, name }) => (
              <option key={key} value={key}>
                {name[language]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className={`al:grid al:grid-cols-1 al:gap-4 ${shown.length > 1 ? "al:@min-[900px]:grid-cols-2" : ""}`}>
        {shown.map((metric) => (
          <div key={metric.key} className={`${BOX} al:min-w-0`}>
            <TrendChart metric={metric} weeks={weeks} />
          </div>
        ))}
      </div>
    </div>
  );
}
