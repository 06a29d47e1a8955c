import { FilterX, ListFilter } from "lucide-react";
import { useState } from "react";
import type { Comparison, ComparisonFilter } from "../../api/comparison";
import { filtering } from "../../comparison/place";
import { useComparisonTexts } from "../../hooks/useComparison";
import { worded } from "../../hooks/useConfig";
import { LINE } from "../apps/look";
import { Button } from "../Button";
import { Field } from "../config/Field";

type FilterField = "stage" | "organizationId" | "domain";

/** What the comparison looks at. Where there is little room it is folded. */
export function Filters({ comparison, filter, onFilter }: { comparison: Comparison | undefined; filter: ComparisonFilter; onFilter(filter: ComparisonFilter): void }) {
  const texts = useComparisonTexts();
  const { t, date, number } = texts;
  const [isUnfolded, unfold] = useState(false);
  const count = Object.keys(filter).length;
  const { stages = [], organizations = [], domains = [] } = comparison?.choices ?? {};
  const stageName = ({ stage, from, to }: (typeof stages)[number]) => {
    const name = worded(texts, "stage", stage);
    return to === undefined ? t("filter.stageFrom", { stage: name, from: date(dayOf(from)) }) : t("filter.stageBetween", { stage: name, from: date(dayOf(from)), to: date(dayOf(to)) });
  };
  const isWrong = filter.from !== undefined && filter.to !== undefined && filter.from > filter.to;
  const change = (field: Parameters<typeof filtering>[1]) => (event: { target: { value: string } }) => onFilter(filtering(filter, field, event.target.value));
  const select = (field: FilterField, label: string, all: string, options: readonly { value: string; text: string }[]) => {
    const chosen = filter[field] ?? "";
    // What the address asks for is shown although it is no choice any more.
    const listed = chosen === "" || options.some(({ value }) => value === chosen) ? options : [...options, { value: chosen, text: chosen }];
    return (
      <Field label={label} className="al:grow al:basis-[150px]">
        {(aria) => (
          <select {...aria} value={chosen} onChange={change(field)} className={LINE}>
            <option value="">{all}</option>
            {listed.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        )}
      </Field>
    );
  };
  const day = (field: "from" | "to") => (
    <Field label={t(`filter.${field}`)} error={isWrong && field === "to" ? t("filter.wrong") : undefined} className="al:grow al:basis-[130px]">
      {(aria) => <input {...aria} type="date" min={comparison?.sources.oldest} max="9999-12-31" value={filter[field] ?? ""} onChange={change(field)} className={LINE} />}
    </Field>
  );
  return (
    <div className="al:flex al:flex-col al:items-start al:gap-3">
      <Button icon={ListFilter} aria-expanded={isUnfolded} className="al:@min-[760px]:hidden" onClick={() => unfold(!isUnfolded)}>
        {count === 0 ? t("filter.title") : t("filter.count", { count: number(count) })}
      </Button>
      <form role="search" aria-label={t("filter.title")} onSubmit={(event) => event.preventDefault()} className={`al:w-full al:flex-wrap al:items-start al:gap-3 al:@min-[760px]:flex ${isUnfolded ? "al:flex" : "al:hidden"}`}>
        {select("stage", t("filter.stage"), t("filter.all"), stages.map((one) => ({ value: one.stage, text: stageName(one) })))}
        {select("organizationId", t("filter.organization"), t("filter.all"), organizations.map(({ id, name }) => ({ value: id, text: name })))}
        {select("domain", t("filter.domain"), t("filter.allDomains"), domains.map((domain) => ({ value: domain, text: domain })))}
        {day("from")}
        {day("to")}
        <Button tone="quiet" icon={FilterX} className="al:mt-[26px] al:min-h-9" disabled={count === 0} onClick={() => onFilter({})}>
          {t("filter.clear")}
        </Button>
      </form>
    </div>
  );
}

/** The day of a time; days stay as they are. */
function dayOf(time: string): string {
  return time.slice(0, 10);
}
