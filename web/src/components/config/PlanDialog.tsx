import { useState } from "react";
import type { Rollout, RolloutChange, Stage } from "../../api/config";
import { isNothing, STAGES } from "../../config/rollout";
import { useConfigTexts } from "../../hooks/useConfig";
import { LINE } from "../apps/look";
import { Button } from "../Button";
import { Dialog } from "../Dialog";
import { Field } from "./Field";
import { NumberField } from "./NumberField";

/** What is to be scheduled: a stage, or everybody's share. Who would gain and lose is shown after it. */
export function PlanDialog({ rollout, onPlan, onClose }: { rollout: Rollout; onPlan(change: RolloutChange): void; onClose(): void }) {
  const { t } = useConfigTexts();
  const [stage, enter] = useState<Stage>();
  const [percentage, share] = useState<number>();
  const change: RolloutChange = { ...(stage === undefined ? {} : { stage }), ...(percentage === undefined ? {} : { percentage }) };
  return (
    <Dialog title={t("schedule.planTitle")} onClose={onClose} width={520}>
      <div className="al:flex al:flex-col al:gap-4">
        <p className="al:text-sm">{t("schedule.planWhat")}</p>
        <Field label={t("rollout.stage")}>
          {(aria) => (
            <select {...aria} value={stage ?? ""} onChange={(event) => enter(event.target.value === "" ? undefined : (event.target.value as Stage))} className={LINE}>
              <option value="">{t("schedule.sameStage")}</option>
              {STAGES.map((one) => (
                <option key={one} value={one}>
                  {t(`stage.${one}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <NumberField label={t("shares.percentage")} help={t("shares.percentageHelp")} value={percentage ?? rollout.percentage} least={0} most={100} unit="%" onChange={share} />
        <div className="al:flex al:flex-wrap al:justify-end al:gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button tone="strong" disabled={isNothing(change)} onClick={() => onPlan(change)}>
            {t("schedule.see")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
