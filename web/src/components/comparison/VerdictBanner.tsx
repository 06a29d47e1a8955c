import { CircleCheck, FlaskConical, Hourglass, type LucideIcon, OctagonX, Wrench } from "lucide-react";
import type { ReactNode } from "react";
import type { Comparison, State } from "../../api/comparison";
import { changeOf, rangeOf } from "../../comparison/figures";
import { rolesOf, standingOf } from "../../comparison/standing";
import { useComparisonTexts } from "../../hooks/useComparison";
import { StateMark } from "./StateMark";

type Outcome = Comparison["outcome"];

const ICONS: Record<Outcome, LucideIcon> = { GO: CircleCheck, "NO-GO": OctagonX, "NEEDS-IMPROVEMENT": Wrench, "NOT-ENOUGH-DATA": Hourglass };
const TONES: Record<Outcome, string> = { GO: "al:bg-good-soft al:text-good", "NO-GO": "al:bg-danger-soft al:text-danger", "NEEDS-IMPROVEMENT": "al:bg-warn-soft al:text-warn", "NOT-ENOUGH-DATA": "al:bg-sunken al:text-muted" };
const STATES: Record<"better" | "worse" | "open", State> = { better: "pass", worse: "fail", open: "unknown" };

/** What the comparison comes to and why, in plain words, with what can be done about it. */
export function VerdictBanner({ comparison, actions, part }: { comparison: Comparison; actions: ReactNode; part?: ReactNode }) {
  const texts = useComparisonTexts();
  const { t, n, number, language } = texts;
  const { outcome, why, criteria, metrics, classic, ally, days, at, observational } = comparison;
  const Icon = ICONS[outcome];
  const count = (state: State) => number(criteria.filter((one) => one.state === state).length);
  const based = ally.conversationCount !== undefined && classic.conversationCount !== undefined ? [t("verdict.based", { ally: number(ally.conversationCount), classic: number(classic.conversationCount) })] : [];
  return (
    <section aria-label={t("verdict.name")} className="al:overflow-hidden al:rounded-lg al:border al:border-line al:bg-surface al:shadow-low">
      <div className={`al:flex al:flex-wrap al:items-start al:gap-4 al:p-4 al:@min-[760px]:px-5 ${TONES[outcome]}`}>
        <Icon aria-hidden size={30} className="al:mt-0.5" />
        <div className="al:min-w-0 al:grow al:basis-[260px]">
          <h2 className="al:text-lg al:font-semibold">
            {t(`verdict.${outcome}`)} <span className="al:ml-1 al:align-middle al:font-mono al:text-xs al:font-normal">{outcome}</span>
          </h2>
          <p className="al:text-ink">{why[language]}</p>
          <p className="al:mt-1 al:text-xs al:text-ink">{[...based, n("verdict.days", days), t("verdict.at", { at: texts.dateAndTime(at) })].join(" · ")}</p>
        </div>
      </div>
      <div className="al:flex al:flex-col al:gap-3 al:p-4 al:@min-[760px]:px-5">
        {part}
        {observational && (
          <p className="al:flex al:items-start al:gap-2 al:text-sm">
            <FlaskConical aria-hidden size={16} className="al:mt-0.5 al:text-warn" />
            <span>
              <strong className="al:font-semibold">{t("verdict.observational")}.</strong> {t("verdict.observationalWhy")}
            </span>
          </p>
        )}
        <p className="al:text-sm">{t("verdict.counts", { pass: count("pass"), fail: count("fail"), unknown: count("unknown") })}</p>
        <ul aria-label={t("verdict.key")} className="al:grid al:grid-cols-1 al:gap-x-6 al:gap-y-1.5 al:@min-[900px]:grid-cols-2">
          {metrics
            .filter((metric) => rolesOf(metric, criteria).isKey)
            .map((metric) => {
              const standing = standingOf(metric);
              const change = changeOf(texts, metric);
              const range = rangeOf(texts, metric);
              return (
                <li key={metric.key} className="al:flex al:flex-wrap al:items-center al:gap-x-2 al:text-sm">
                  <StateMark state={standing === "neutral" || standing === "unknown" ? "unknown" : STATES[standing]} words={t(`standing.${standing}`)} />
                  <span>
                    {metric.name[language]}
                    {change !== undefined && (
                      <>
                        : <strong className="al:font-semibold">{change}</strong>
                      </>
                    )}
                    {range !== undefined && <span className="al:text-muted"> ({range})</span>}
                  </span>
                </li>
              );
            })}
        </ul>
        <div className="al:flex al:flex-wrap al:items-center al:gap-2 al:border-t al:border-line al:pt-3">{actions}</div>
      </div>
    </section>
  );
}
