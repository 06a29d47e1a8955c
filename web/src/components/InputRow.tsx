import { Check } from "lucide-react";
import { type CSSProperties, memo } from "react";
import type { InputItem, InputKind } from "../api/contract";
import { useTexts } from "../hooks/useAlly";

export interface InputRowProps {
  kind: InputKind;
  item: InputItem;
  chosen: boolean;
  disabled: boolean;
  onToggle(): void;
}

/** One input: a box to choose it, its name, and a line on it. */
export const InputRow = memo(
  function InputRow({ kind, item, chosen, disabled, onToggle }: InputRowProps) {
    const { n } = useTexts();
    const count = kind === "agent" ? n("count.documents", item.count) : kind === "conversation" ? n("count.messages", item.count) : "";
    const line = [count, item.line].filter((one) => one !== "").join(" · ");
    return (
      <label
        title={`${item.name}\n${line}`}
        className={`al:flex al:h-full al:items-center al:gap-2.5 al:rounded-md al:px-2 al:transition-colors al:has-focus-visible:outline-2 al:has-focus-visible:outline-offset-[-2px] al:has-focus-visible:outline-accent-text ${disabled ? "" : "al:cursor-pointer al:hover:bg-hover"}`}
      >
        <input type="checkbox" checked={chosen} disabled={disabled} onChange={onToggle} className="al:sr-only" />
        <span aria-hidden className={`al:flex al:size-4.5 al:shrink-0 al:items-center al:justify-center al:rounded-[5px] al:border al:transition-colors ${chosen ? "al:border-accent al:bg-accent al:text-on-accent" : "al:border-edge al:bg-surface"}`}>
          {chosen && <Check size={13} style={{ "--ally-stroke": 3 } as CSSProperties} />}
        </span>
        <span className="al:min-w-0 al:grow">
          <span className={`al:block al:truncate al:text-sm ${chosen ? "al:font-medium" : ""}`}>{item.name}</span>
          {line !== "" && <span className="al:block al:truncate al:text-2xs al:text-muted">{line}</span>}
        </span>
      </label>
    );
  },
  (a, b) => a.item === b.item && a.chosen === b.chosen && a.disabled === b.disabled,
);
