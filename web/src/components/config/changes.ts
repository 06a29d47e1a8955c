import type { PlannedStep, Rollout } from "../../api/config";
import type { ConfigTexts } from "../../hooks/useConfig";

/** What a change sets, in words; with what it is now, where that is given. A field that is null is left as it is. */
export function changesIn(change: PlannedStep["change"], { t, n, number }: ConfigTexts, now?: Rollout): [what: string, words: string][] {
  const changes: [string, string][] = [];
  const shares = (all: Record<string, number>) => Object.entries(all).map(([name, share]) => `${name} ${number(share)} %`).join(", ") || t("review.none");
  const put = <T>(what: string, before: T | undefined, after: T | null | undefined, words: (value: T) => string) => {
    if (after === null || after === undefined) return;
    changes.push([what, before === undefined ? words(after) : `${words(before)} → ${words(after)}`]);
  };
  const percent = (value: number) => `${number(value)} %`;
  put(t("rollout.stage"), now?.stage, change.stage, (stage) => t(`stage.${stage}`));
  put(t("shares.people"), now?.people, change.people, (people) => n("review.count", people.length));
  put(t("shares.domains"), now?.domains, change.domains, shares);
  put(t("shares.organizations"), now?.organizations, change.organizations, shares);
  put(t("shares.percentage"), now?.percentage, change.percentage, percent);
  put(t("shares.holdout"), now?.holdout, change.holdout, percent);
  return changes;
}
