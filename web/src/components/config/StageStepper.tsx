import { ArrowRight, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import type { Condition, Rollout, Stage } from "../../api/config";
import { besides, STAGES } from "../../config/rollout";
import { useConfigTexts } from "../../hooks/useConfig";
import { Button } from "../Button";
import { Box } from "./Box";
import { Conditions } from "./Conditions";

/** The six stages, the one that Ally is in, and what must hold before the next. */
export function StageStepper({ rollout, next, onStage, action }: { rollout: Rollout; next: readonly Condition[]; onStage(stage: Stage): void; action: ReactNode }) {
  const texts = useConfigTexts();
  const { t } = texts;
  const at = STAGES.indexOf(rollout.stage);
  const [before, after] = [besides(rollout.stage, -1), besides(rollout.stage, 1)];
  return (
    <Box title={t("rollout.stages")} what={rollout.since === undefined ? t("rollout.notBegun") : t("rollout.since", { at: texts.dateAndTime(rollout.since) })}>
      <ol className="al:grid al:grid-cols-1 al:gap-1 al:@min-[640px]:grid-cols-6 al:@min-[640px]:gap-2">
        {STAGES.map((stage, i) => (
          <li key={stage} aria-current={i === at ? "step" : undefined} className="al:flex al:min-w-0 al:items-center al:gap-2.5 al:@min-[640px]:flex-col al:@min-[640px]:items-start al:@min-[640px]:gap-1.5">
            <span aria-hidden className={`al:flex al:h-6 al:w-6 al:shrink-0 al:items-center al:justify-center al:rounded-full al:text-xs al:font-semibold al:@min-[640px]:h-1.5 al:@min-[640px]:w-full al:@min-[640px]:text-[0px] ${i < at ? "al:bg-accent-soft al:text-accent-text al:@min-[640px]:bg-edge" : i === at ? "al:bg-accent al:text-on-accent" : "al:bg-hover al:text-muted"}`}>
              {i + 1}
            </span>
            <span className={`al:text-xs ${i === at ? "al:font-semibold al:text-accent-text" : i < at ? "" : "al:text-muted"}`}>
              {t(`stage.${stage}`)}
              <span className="al:sr-only"> ({t(i < at ? "stage.past" : i === at ? "stage.now" : "stage.later")})</span>
            </span>
          </li>
        ))}
      </ol>
      <p className="al:text-sm">{t(`stage.${rollout.stage}What`)}</p>
      {after !== undefined && (
        <div className="al:flex al:flex-col al:gap-2">
          <h3 className="al:text-sm al:font-medium">{t("rollout.next", { stage: t(`stage.${after}`) })}</h3>
          <Conditions conditions={next} />
        </div>
      )}
      <div className="al:flex al:flex-wrap al:gap-2">
        {after !== undefined && (
          <Button tone="strong" icon={ArrowRight} onClick={() => onStage(after)}>
            {t("rollout.goTo", { stage: t(`stage.${after}`) })}
          </Button>
        )}
        {before !== undefined && (
          <Button icon={Undo2} onClick={() => onStage(before)}>
            {t("rollout.backTo", { stage: t(`stage.${before}`) })}
          </Button>
        )}
        {action}
      </div>
    </Box>
  );
}
