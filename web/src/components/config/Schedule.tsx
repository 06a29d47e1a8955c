import { useQuery } from "@tanstack/react-query";
import { CalendarPlus } from "lucide-react";
import { useState } from "react";
import type { PlannedStep, Rollout, RolloutChange } from "../../api/config";
import { configKeys } from "../../config/office";
import { useConfigTexts, useOffice } from "../../hooks/useConfig";
import type { RolloutDeeds } from "../../hooks/useRollout";
import { Button } from "../Button";
import { Box } from "./Box";
import { changesIn } from "./changes";
import { Loaded } from "./Loaded";
import { Note } from "./Note";
import { PlanDialog } from "./PlanDialog";
import { WhyDialog } from "./WhyDialog";

/** The steps that are scheduled, and what became of those whose time came. */
export function Schedule({ rollout, deeds, onPlan }: { rollout: Rollout; deeds: RolloutDeeds; onPlan(change: RolloutChange): void }) {
  const texts = useConfigTexts();
  const { t } = texts;
  const { calls } = useOffice();
  const query = useQuery({ queryKey: configKeys.schedule, queryFn: calls.schedule, refetchInterval: 30_000 });
  const [isPlanning, plan] = useState(false);
  const [leaving, cancel] = useState<PlannedStep>();
  return (
    <Box title={t("schedule")} what={t("schedule.what")}>
      <Loaded query={query}>
        {(steps) => {
          const waiting = steps.filter((step) => step.state === "waiting");
          const over = steps.filter((step) => step.state !== "waiting");
          return (
            <>
              {waiting.length === 0 ? (
                <p className="al:text-sm al:text-muted">{t("schedule.none")}</p>
              ) : (
                <ol aria-label={t("schedule")} className="al:flex al:flex-col al:divide-y al:divide-line">
                  {waiting.map((step) => (
                    <StepRow key={step.id} step={step} onCancel={() => cancel(step)} />
                  ))}
                </ol>
              )}
              {over.length > 0 && (
                <details className="al:text-sm">
                  <summary className="al:min-h-8 al:cursor-pointer al:py-1 al:text-accent-text">{texts.n("schedule.over", over.length)}</summary>
                  <ol aria-label={t("schedule.past")} className="al:flex al:flex-col al:divide-y al:divide-line">
                    {over.map((step) => (
                      <StepRow key={step.id} step={step} />
                    ))}
                  </ol>
                </details>
              )}
            </>
          );
        }}
      </Loaded>
      <div>
        <Button icon={CalendarPlus} onClick={() => plan(true)}>
          {t("schedule.plan")}
        </Button>
      </div>
      {isPlanning && (
        <PlanDialog
          rollout={rollout}
          onPlan={(change) => {
            plan(false);
            onPlan(change);
          }}
          onClose={() => plan(false)}
        />
      )}
      {leaving !== undefined && (
        <WhyDialog
          title={t("schedule.cancelTitle", { at: texts.dateAndTime(leaving.at) })}
          yes={t("schedule.cancelYes")}
          danger
          longest={500}
          onClose={() => cancel(undefined)}
          onYes={async (why) => {
            await deeds.unplan(leaving.id, why);
            cancel(undefined);
          }}
        >
          <ChangeWords step={leaving} />
        </WhyDialog>
      )}
    </Box>
  );
}

const LOOKS = { waiting: "al:bg-accent-soft al:text-accent-text", done: "al:bg-good-soft al:text-good", held: "al:bg-warn-soft al:text-warn", cancelled: "al:bg-sunken al:text-muted" };

function StepRow({ step, onCancel }: { step: PlannedStep; onCancel?: () => void }) {
  const texts = useConfigTexts();
  const { t } = texts;
  const at = texts.dateAndTime(step.at);
  return (
    <li className="al:flex al:flex-col al:gap-1 al:py-3 al:first:pt-0">
      <p className="al:flex al:flex-wrap al:items-center al:gap-2 al:text-sm">
        <time dateTime={step.at} className="al:font-semibold">
          {at}
        </time>
        <span className={`al:rounded-full al:px-2 al:text-xs al:font-medium ${LOOKS[step.state]}`}>{t(`schedule.${step.state}`)}</span>
        {onCancel !== undefined && (
          <Button className="al:ml-auto" tone="danger" aria-label={t("schedule.cancelOne", { at })} onClick={onCancel}>
            {t("schedule.cancel")}
          </Button>
        )}
      </p>
      <ChangeWords step={step} />
      <p className="al:text-sm">{step.why}</p>
      <p className="al:text-xs al:text-muted">{t("schedule.by", { who: step.by, at: texts.dateAndTime(step.plannedAt) })}</p>
      {step.says !== undefined && step.says !== "" && <p className="al:text-xs al:text-warn">{step.says}</p>}
      {step.state === "waiting" && !step.fits && <Note tone="warn">{t("schedule.misfit")}</Note>}
    </li>
  );
}

function ChangeWords({ step }: { step: PlannedStep }) {
  const texts = useConfigTexts();
  return (
    <dl className="al:flex al:flex-col al:gap-0.5 al:text-sm">
      {changesIn(step.change, texts).map(([what, words]) => (
        <div key={what} className="al:flex al:flex-wrap al:gap-x-2">
          <dt className="al:text-muted">{what}</dt>
          <dd className="al:min-w-0 al:font-medium al:[overflow-wrap:anywhere]">{words}</dd>
        </div>
      ))}
    </dl>
  );
}
