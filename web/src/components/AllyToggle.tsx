import { MessageSquare, Sparkles } from "lucide-react";
import { useFeatureFlags } from "../hooks/useFeatureFlags";
import { useTexts } from "../hooks/useAlly";
import { AllyScope, type AllyScopeProps } from "./AllyScope";

export type AllySide = "classic" | "ally";

export interface AllyToggleProps extends Partial<Pick<AllyScopeProps, "baseUrl" | "language">> {
  userId: string;
  userEmail: string;
  value: AllySide;
  onChange(side: AllySide): void;
}

/** Switches between the classic chat and Ally. Who has no access sees nothing of it. */
export function AllyToggle({ userId, userEmail, value, onChange, ...scope }: AllyToggleProps) {
  const { allyBetaAccess } = useFeatureFlags(userId, userEmail, scope.baseUrl === undefined ? {} : { baseUrl: scope.baseUrl });
  if (!allyBetaAccess) return null;
  return (
    <AllyScope layout="inline" person={{ userId, userEmail: "", userDomain: "unknown", userRole: "" }} {...scope}>
      <Buttons value={value} onChange={onChange} />
    </AllyScope>
  );
}

function Buttons({ value, onChange }: Pick<AllyToggleProps, "value" | "onChange">) {
  const { t } = useTexts();
  const side = "al:flex al:h-9 al:items-center al:gap-2 al:rounded-md al:px-3.5 al:text-sm al:font-medium al:transition-colors al:touch:h-11";
  return (
    <div role="group" aria-label={t("toggle")} className="al:flex al:gap-1 al:rounded-lg al:border al:border-line al:bg-surface al:p-1 al:shadow-float">
      <button type="button" aria-pressed={value === "classic"} onClick={() => onChange("classic")} className={`${side} ${value === "classic" ? "al:bg-ink al:text-surface" : "al:text-muted al:hover:bg-hover"}`}>
        <MessageSquare aria-hidden size={16} /> {t("tab.classic")}
      </button>
      <button type="button" aria-pressed={value === "ally"} onClick={() => onChange("ally")} className={`${side} ${value === "ally" ? "al:bg-accent al:text-on-accent" : "al:text-muted al:hover:bg-hover"}`}>
        <Sparkles aria-hidden size={16} /> {t("tab.ally")}
      </button>
    </div>
  );
}
