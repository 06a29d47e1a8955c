import { Users } from "lucide-react";
import { useState } from "react";
import { BETA_GROUP } from "../../config/rollout";
import { useComparisonTexts } from "../../hooks/useComparison";
import { useRollout } from "../../hooks/useRollout";
import { Button } from "../Button";
import { BetaDialog } from "../config/BetaDialog";

/** Lets a beta group in: the rollout's own dialog. */
export function BetaGroup() {
  const { n } = useComparisonTexts();
  const [isOpen, open] = useState(false);
  return (
    <>
      <Button tone="strong" icon={Users} onClick={() => open(true)}>
        {n("beta.enable", BETA_GROUP)}
      </Button>
      {isOpen && <Granting onClose={() => open(false)} />}
    </>
  );
}

function Granting({ onClose }: { onClose(): void }) {
  const { deeds } = useRollout();
  return <BetaDialog deeds={deeds} onClose={onClose} />;
}
