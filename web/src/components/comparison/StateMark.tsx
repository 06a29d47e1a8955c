import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from "lucide-react";
import type { State } from "../../api/comparison";
import { useComparisonTexts } from "../../hooks/useComparison";

const ICONS: Record<State, LucideIcon> = { pass: CircleCheck, fail: CircleX, unknown: CircleHelp };
const TONES: Record<State, string> = { pass: "al:text-good", fail: "al:text-danger", unknown: "al:text-muted" };

/** How a criterion or a check stands: a sign and words, not a colour alone. */
export function StateMark({ state, words }: { state: State; words?: string }) {
  const { t } = useComparisonTexts();
  const Icon = ICONS[state];
  return (
    <span className={`al:inline-flex al:items-center al:gap-1.5 al:font-medium al:whitespace-nowrap ${TONES[state]}`}>
      <Icon aria-hidden size={15} />
      {words ?? t(`state.${state}`)}
    </span>
  );
}
