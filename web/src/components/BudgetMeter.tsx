import { useBudget } from "../hooks/useInputs";
import { useTexts } from "../hooks/useAlly";

/** How much of what fits into a question the chosen inputs may take. */
export function BudgetMeter({ conversationId }: { conversationId: string }) {
  const { t, n, number } = useTexts();
  const budget = useBudget(conversationId);
  if (budget === undefined || budget.budget <= 0) return null;
  const share = budget.used / budget.budget;
  const over = share > 1;
  const percent = Math.round(share * 100);
  return (
    <div className="al:shrink-0 al:border-t al:border-line al:px-4 al:py-3">
      <div className="al:mb-1.5 al:flex al:items-baseline al:justify-between al:text-xs">
        <span className="al:font-medium">{t("budget")}</span>
        <span className={`al:tabular-nums ${over ? "al:text-warn" : "al:text-muted"}`}>{t("budget.of", { used: number(budget.used), budget: number(budget.budget) })}</span>
      </div>
      <div role="meter" aria-label={t("budget")} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.min(100, percent)} aria-valuetext={t("budget.percent", { percent })} className="al:h-1.5 al:overflow-hidden al:rounded-full al:bg-hover">
        <div className={`al:h-full al:rounded-full al:transition-[width] ${over ? "al:bg-warn" : "al:bg-accent"}`} style={{ width: `${Math.min(100, share * 100)}%` }} />
      </div>
      {over && <p className="al:mt-1.5 al:text-2xs al:text-warn">{t("budget.over")}</p>}
      {budget.unknown > 0 && <p className="al:mt-1.5 al:text-2xs al:text-muted">{n("budget.unknown", budget.unknown)}</p>}
    </div>
  );
}
