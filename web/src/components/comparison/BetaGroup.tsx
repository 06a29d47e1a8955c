import { Users } from "lucide-react";
import { useState } from "react";
import type { RolloutChange } from "../../api/config";
import { BETA_GROUP, withBeta } from "../../config/rollout";
import { useComparisonTexts } from "../../hooks/useComparison";
import { useRollout } from "../../hooks/useRollout";
import { Button } from "../Button";
import { BetaDialog } from "../config/BetaDialog";
import { Loaded } from "../config/Loaded";
import { RolloutReview } from "../config/RolloutReview";
import { Dialog } from "../Dialog";

/** Leads to the beta group: whom to let in, then who gains and which conditions hold. The conditions are the rollout's own. */
export function BetaGroup() {
  const { n } = useComparisonTexts();
  const [isOpen, open] = useState(false);
  return (
    <>
      <Button tone="strong" icon={Users} onClick={() => open(true)}>
        {n("beta.enable", BETA_GROUP)}
      </Button>
      {isOpen && <Steps onClose={() => open(false)} />}
    </>
  );
}

function Steps({ onClose }: { onClose(): void }) {
  const { n } = useComparisonTexts();
  const { query, deeds } = useRollout();
  const [change, review] = useState<RolloutChange>();
  const answer = query.data;
  if (answer === undefined)
    return (
      <Dialog title={n("beta.enable", BETA_GROUP)} onClose={onClose} width={560}>
        <Loaded query={query}>{() => null}</Loaded>
      </Dialog>
    );
  if (change === undefined) return <BetaDialog known={answer.rollout.people} onPeople={(people) => review(withBeta(answer.rollout, people))} onClose={onClose} />;
  return <RolloutReview rollout={answer.rollout} change={change} deeds={deeds} onDone={onClose} onClose={onClose} />;
}
