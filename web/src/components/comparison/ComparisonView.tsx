import { Lock } from "lucide-react";
import { type ComponentType, useState } from "react";
import type { Comparison } from "../../api/comparison";
import { asProblem } from "../../api/problem";
import { type Place, placeOf, placeText, VIEWS } from "../../comparison/place";
import { isEmpty } from "../../comparison/standing";
import { useReading } from "../../hooks/useAlly";
import { useComparison, useComparisonTexts } from "../../hooks/useComparison";
import { useOffice } from "../../hooks/useConfig";
import { Blank } from "../Blank";
import { Button } from "../Button";
import { Loaded } from "../config/Loaded";
import { Note } from "../config/Note";
import { TabPanel, Tabs } from "../config/Tabs";
import { BetaGroup } from "./BetaGroup";
import { Checks } from "./Checks";
import { CriteriaTable } from "./CriteriaTable";
import { Distributions } from "./Distributions";
import { Filters } from "./Filters";
import { MetricTable } from "./MetricTable";
import { Nothing } from "./Nothing";
import { ReportButtons } from "./ReportButtons";
import { RULES_EDIT, ThresholdsForm } from "./ThresholdsForm";
import { Trends } from "./Trends";
import { VerdictBanner } from "./VerdictBanner";

const NAME = "ally-comparison";
const CHARTS: Record<"trends" | "distributions", ComponentType<{ comparison: Comparison }>> = { trends: Trends, distributions: Distributions };

export interface ComparisonViewProps {
  /** The view and its filter as one text, where whoever mounts this keeps them. */
  place?: string | undefined;
  onPlace?: ((place: string) => void) | undefined;
}

/** The classic chat and Ally beside each other: what the comparison comes to, what it is made of, and its rules. */
export default function ComparisonView({ place: given, onPlace }: ComparisonViewProps) {
  const { t } = useComparisonTexts();
  const { edits } = useOffice();
  const unsaved = useReading(edits, () => edits.unsaved);
  const [own, setOwn] = useState("");
  const place = placeOf(given ?? own);
  const { view, filter } = place;
  const query = useComparison(filter);
  const go = (change: Partial<Place>) => {
    const next = placeText({ ...place, ...change });
    setOwn(next);
    onPlace?.(next);
  };
  if (query.isError && asProblem(query.error).code === "forbidden")
    return (
      <Blank icon={Lock} title={t("comparison.forbidden")} role="alert">
        {t("comparison.forbiddenWhy")}
      </Blank>
    );
  return (
    <section aria-label={t("comparison")} className="al:flex al:min-h-0 al:grow al:flex-col">
      <header className="al:shrink-0 al:bg-surface al:px-4 al:pt-3 al:@min-[760px]:px-6">
        <h1 className="al:mb-1 al:text-lg al:font-semibold">{t("comparison.title")}</h1>
        <Tabs
          name={NAME}
          label={t("comparison.views")}
          tab={view}
          onTab={(next) => go({ view: next })}
          tabs={VIEWS.map((id) => ({ id, text: t(`comparison.view.${id}`), mark: id === "rules" && unsaved.includes(RULES_EDIT) ? t("config.unsaved") : undefined }))}
        />
      </header>
      <TabPanel name={NAME} tab={view} className="ally-scroll al:min-h-0 al:grow al:p-4 al:@min-[760px]:p-6">
        <div className="al:mx-auto al:flex al:max-w-[1240px] al:flex-col al:gap-5">
          {view === "rules" ? (
            <div className="al:grid al:grid-cols-1 al:items-start al:gap-5 al:@min-[1040px]:grid-cols-2">
              <ThresholdsForm />
              <Checks />
            </div>
          ) : (
            <>
              <Filters comparison={query.data} filter={filter} onFilter={(next) => go({ filter: next })} />
              <Loaded query={query}>
                {(comparison) => (
                  <div aria-busy={query.isPlaceholderData} className={`al:flex al:flex-col al:gap-5 al:transition-opacity ${query.isPlaceholderData ? "al:opacity-60" : ""}`}>
                    <Shown view={view} comparison={comparison} filter={filter} onAll={() => go({ filter: {} })} />
                  </div>
                )}
              </Loaded>
            </>
          )}
        </div>
      </TabPanel>
    </section>
  );
}

function Shown({ view, comparison, filter, onAll }: Place & { view: Exclude<Place["view"], "rules">; comparison: Comparison; onAll(): void }) {
  const { t, date } = useComparisonTexts();
  const isPart = Object.keys(filter).length > 0;
  const { from = "", to = "" } = comparison.filter;
  const nothing = isEmpty(comparison) ? <Nothing comparison={comparison} isFiltered={isPart} action={<BetaGroup />} /> : undefined;
  if (view !== "results") {
    const Charts = CHARTS[view];
    return nothing ?? <Charts comparison={comparison} />;
  }
  return (
    <>
      {nothing ?? (
        <>
          <VerdictBanner
            comparison={comparison}
            part={
              isPart && (
                <Note action={<Button onClick={onAll}>{t("verdict.partAll")}</Button>}>
                  {t("filter.inForce", { from: date(from), to: date(to) })}. {t("verdict.part")}
                </Note>
              )
            }
            actions={
              <>
                <BetaGroup />
                <ReportButtons filter={filter} from={from} to={to} />
              </>
            }
          />
          <MetricTable comparison={comparison} />
        </>
      )}
      <CriteriaTable comparison={comparison} />
    </>
  );
}
