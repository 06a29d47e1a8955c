import { ArrowUpRight, Check, Trash2 } from "lucide-react";
import { type CSSProperties, memo } from "react";
import type { InputItem, InputKind } from "../api/contract";
import { useTexts } from "../hooks/useAlly";
import { IconButton } from "./IconButton";

export interface InputRowProps {
  kind: InputKind;
  item: InputItem;
  chosen: boolean;
  disabled: boolean;
  onToggle(): void;
  /** Of what can be opened and deleted here. */
  onOpen?: (() => void) | undefined;
  onRemove?: (() => void) | undefined;
}

/** One input: a box to choose it, its name, and a line on it. */
export const InputRow = memo(
  function InputRow({ kind, item, chosen, disabled, onToggle, onOpen, onRemove }: InputRowProps) {
    const { t, n } = useTexts();
    const count = kind === "agent" ? n("count.documents", item.count) : kind === "conversation" ? n("count.messages", item.count) : "";
    const line = [count, item.line].filter((one) => one !== "").join(" · ");
    const row = (
      <label
        title={`${item.name}\n${line}`}
        className={`al:flex al:h-full al:min-w-0 al:grow al:items-center al:gap-2.5 al:rounded-md al:px-2 al:transition-colors al:has-focus-visible:outline-2 al:has-focus-visible:outline-offset-[-2px] al:has-focus-visible:outline-accent-text ${disabled ? "" : "al:cursor-pointer al:hover:bg-hover"}`}
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
    if (onOpen === undefined) return row;
    return (
      <div className="al:group al:flex al:h-full al:items-center">
        {row}
        <span className="al:flex al:shrink-0 al:opacity-0 al:transition-opacity al:group-focus-within:opacity-100 al:group-hover:opacity-100 al:touch:opacity-100">
          <IconButton icon={ArrowUpRight} size="small" label={t("action.open", { title: item.name })} onClick={onOpen} />
          {onRemove !== undefined && <IconButton icon={Trash2} size="small" label={t("action.remove", { title: item.name })} onClick={onRemove} />}
        </span>
      </div>
    );
  },
  (a, b) => a.item === b.item && a.chosen === b.chosen && a.disabled === b.disabled && (a.onOpen === undefined) === (b.onOpen === undefined),
);
