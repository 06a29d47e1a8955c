import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Rollout, type RolloutChange, SHORTEST_OVERRIDE, SHORTEST_WHY } from "../../api/config";
import { asProblem } from "../../api/problem";
import { useConfigTexts, useOffice, worded } from "../../hooks/useConfig";
import type { RolloutDeeds } from "../../hooks/useRollout";
import { useWhen, WhenFields } from "../apps/WhenFields";
import { Button } from "../Button";
import { changesIn } from "./changes";
import { Conditions } from "./Conditions";
import { Loaded } from "./Loaded";
import { Note } from "./Note";
import { WhyDialog } from "./WhyDialog";

export interface RolloutReviewProps {
  rollout: Rollout;
  change: RolloutChange;
  /** To begin with, it is made at a time that is chosen, and not now. */
  later?: boolean;
  deeds: RolloutDeeds;
  onDone(): void;
  onClose(): void;
}

/** What a change of the rollout does, before it is made or scheduled: who gains Ally, who loses it, and which conditions do not hold. */
export function RolloutReview({ rollout, change, later = false, deeds, onDone, onClose }: RolloutReviewProps) {
  const texts = useConfigTexts();
  const { t, n } = texts;
  const { calls } = useOffice();
  const [isOverridden, override] = useState(false);
  const [isLater, choose] = useState(later);
  const { when, choose: chooseWhen, at } = useWhen();
  const query = useInfiniteQuery({
    queryKey: ["config", "preview", rollout.revision, change],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => calls.previewRollout(change, pageParam),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    gcTime: 0,
    staleTime: 0,
  });
  const unmet = (query.data?.pages[0]?.conditions ?? []).filter((condition) => !condition.met);
  // At its time a step is held where its conditions do not hold; it overrides none.
  const mustOverride = unmet.length > 0 && !isLater;
  return (
    <WhyDialog
      title={t("review")}
      yes={t(isLater ? "schedule.yes" : "review.yes")}
      width={680}
      longest={500}
      shortest={mustOverride ? SHORTEST_OVERRIDE : SHORTEST_WHY}
      disabled={query.data === undefined || (mustOverride && !isOverridden) || (isLater && at === undefined)}
      onClose={onClose}
      onYes={async (why) => {
        try {
          if (isLater && at !== undefined) await deeds.plan(change, at, why);
          else await deeds.change(rollout.revision, change, why, mustOverride);
        } catch (thrown) {
          // Who was slower sees how it is now, and what it would do to that; nothing of the form is lost.
          if (asProblem(thrown).code === "changed") await deeds.readAgain();
          if (asProblem(thrown).code === "conditions") void query.refetch();
          throw thrown;
        }
        onDone();
      }}
    >
      <dl className="al:flex al:flex-col al:gap-1 al:text-sm">
        {changesIn(change, texts, rollout).map(([what, words]) => (
          <div key={what} className="al:flex al:flex-wrap al:gap-x-2">
            <dt className="al:text-muted">{what}</dt>
            <dd className="al:min-w-0 al:font-medium al:[overflow-wrap:anywhere]">{words}</dd>
          </div>
        ))}
      </dl>
      <Loaded query={query}>
        {({ pages }) => {
          const moved = pages.flatMap((page) => page.moved);
          const looked = pages.reduce((sum, page) => sum + page.looked, 0);
          const gains = moved.filter((one) => one.on);
          return (
            <>
              <div className="al:grid al:grid-cols-2 al:gap-3" role="status">
                <p className="al:rounded-md al:bg-good-soft al:p-3 al:text-sm al:text-good">
                  <strong className="al:block al:text-lg al:font-semibold">+{texts.number(gains.length)}</strong>
                  {t("review.gain")}
                </p>
                <p className="al:rounded-md al:bg-danger-soft al:p-3 al:text-sm al:text-danger">
                  <strong className="al:block al:text-lg al:font-semibold">−{texts.number(moved.length - gains.length)}</strong>
                  {t("review.lose")}
                </p>
              </div>
              {moved.length > 0 && (
                <ul aria-label={t("review.people")} tabIndex={0} className="ally-scroll al:max-h-[220px] al:divide-y al:divide-line al:rounded-md al:border al:border-line">
                  {moved.map((one) => (
                    <li key={one.userId} className="al:flex al:flex-wrap al:items-center al:gap-x-2 al:px-3 al:py-1.5 al:text-sm">
                      <span className={`al:font-semibold ${one.on ? "al:text-good" : "al:text-danger"}`}>
                        <span aria-hidden>{one.on ? "+" : "−"}</span>
                        <span className="al:sr-only">{t(one.on ? "review.gains" : "review.loses")}</span>
                      </span>
                      <span className="al:min-w-0 al:truncate">{one.name || one.email}</span>
                      <span className="al:min-w-0 al:truncate al:text-xs al:text-muted">{one.email}</span>
                      <span className="al:ml-auto al:text-xs al:text-muted">{worded(texts, "reason", one.reason)}</span>
                    </li>
                  ))}
                </ul>
              )}
              <div className="al:flex al:flex-wrap al:items-center al:justify-between al:gap-2 al:text-xs al:text-muted">
                <span>{n(query.hasNextPage ? "review.looked" : "review.lookedAll", looked)}</span>
                {query.hasNextPage && (
                  <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {t(query.isFetchingNextPage ? "loading" : "review.more")}
                  </Button>
                )}
              </div>
            </>
          );
        }}
      </Loaded>
      <fieldset className="al:flex al:flex-col al:gap-1">
        <legend className="al:mb-1 al:text-sm al:font-medium">{t("schedule.when")}</legend>
        <label className="al:flex al:min-h-8 al:items-center al:gap-2 al:text-sm al:touch:min-h-11">
          <input type="radio" name="when" checked={!isLater} onChange={() => choose(false)} className="al:size-4 al:accent-accent" />
          {t("schedule.now")}
        </label>
        <label className="al:flex al:min-h-8 al:items-center al:gap-2 al:text-sm al:touch:min-h-11">
          <input type="radio" name="when" checked={isLater} onChange={() => choose(true)} className="al:size-4 al:accent-accent" />
          {t("schedule.later")}
        </label>
      </fieldset>
      {isLater && (
        <>
          <WhenFields when={when} labels={{ day: t("schedule.day"), time: t("schedule.time"), zone: t("schedule.zone") }} onChange={chooseWhen} />
          <Note>{t("schedule.checks")}</Note>
          {unmet.length > 0 && <Conditions conditions={unmet} />}
        </>
      )}
      {mustOverride && (
        <div className="al:flex al:flex-col al:gap-3">
          <Note tone="warn">{t("review.unmet")}</Note>
          <Conditions conditions={unmet} />
          <label className="al:flex al:min-h-8 al:items-center al:gap-2 al:text-sm al:touch:min-h-11">
            <input type="checkbox" checked={isOverridden} onChange={(event) => override(event.target.checked)} className="al:size-4 al:accent-accent" />
            {t("review.override", { count: SHORTEST_OVERRIDE })}
          </label>
        </div>
      )}
    </WhyDialog>
  );
}
