import { CircleCheck, CircleX } from "lucide-react";
import type { Condition } from "../../api/config";
import { useConfigTexts } from "../../hooks/useConfig";

/** What must hold before a stage is entered, and whether it does. */
export function Conditions({ conditions }: { conditions: readonly Condition[] }) {
  const { t } = useConfigTexts();
  return (
    <ul className="al:flex al:flex-col al:gap-1.5">
      {conditions.map((condition) => {
        const Icon = condition.met ? CircleCheck : CircleX;
        return (
          <li key={condition.name} className="al:flex al:items-start al:gap-2 al:text-sm">
            <Icon aria-hidden size={16} className={`al:mt-0.5 ${condition.met ? "al:text-good" : "al:text-danger"}`} />
            <span>
              <span className={`al:font-medium ${condition.met ? "al:text-good" : "al:text-danger"}`}>{t(condition.met ? "condition.met" : "condition.unmet")}</span> {condition.says}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
