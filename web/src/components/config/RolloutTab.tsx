import { Users } from "lucide-react";
import { useState } from "react";
import type { RolloutChange } from "../../api/config";
import { BETA_GROUP } from "../../config/rollout";
import { useConfigTexts } from "../../hooks/useConfig";
import { type RolloutAnswer, type RolloutDeeds, useRollout } from "../../hooks/useRollout";
import { AccessOf } from "./AccessOf";
import { BetaDialog } from "./BetaDialog";
import { KillSwitches } from "./KillSwitches";
import { Loaded } from "./Loaded";
import { RolloutReview } from "./RolloutReview";
import { Schedule } from "./Schedule";
import { SharesForm } from "./SharesForm";
import { StageStepper } from "./StageStepper";
import { Button } from "../Button";

/** How far Ally is rolled out: what is switched off, the stage, whom it names, and why somebody has it or not. */
export function RolloutTab() {
  const { query, deeds } = useRollout();
  return <Loaded query={query}>{(answer) => <Desk answer={answer} deeds={deeds} />}</Loaded>;
}

/** A change that is to be reviewed, and what is to be done once it is made. */
interface Reviewed {
  change: RolloutChange;
  later?: boolean;
  done?: (() => void) | undefined;
}

function Desk({ answer, deeds }: { answer: RolloutAnswer; deeds: RolloutDeeds }) {
  const { n } = useConfigTexts();
  const { rollout, switches, next } = answer;
  const [reviewed, review] = useState<Reviewed>();
  const [isBeta, beta] = useState(false);
  return (
    <div className="al:grid al:grid-cols-1 al:items-start al:gap-5 al:@min-[1040px]:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)]">
      <div className="al:flex al:min-w-0 al:flex-col al:gap-5">
        <StageStepper
          rollout={rollout}
          next={next}
          onStage={(stage) => review({ change: { stage } })}
          action={
            <Button icon={Users} onClick={() => beta(true)}>
              {n("beta.enable", BETA_GROUP)}
            </Button>
          }
        />
        <SharesForm rollout={rollout} onReview={(change, done) => review({ change, done })} />
      </div>
      <div className="al:flex al:min-w-0 al:flex-col al:gap-5">
        <KillSwitches switches={switches} onFlip={deeds.flip} />
        <Schedule rollout={rollout} deeds={deeds} onPlan={(change) => review({ change, later: true })} />
        <AccessOf switches={switches} deeds={deeds} />
      </div>
      {isBeta && <BetaDialog deeds={deeds} onClose={() => beta(false)} />}
      {reviewed !== undefined && (
        <RolloutReview rollout={rollout} change={reviewed.change} later={reviewed.later} deeds={deeds} onDone={() => (reviewed.done?.(), review(undefined))} onClose={() => review(undefined)} />
      )}
    </div>
  );
}
