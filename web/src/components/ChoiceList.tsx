import { Check } from "lucide-react";
import { type ReactNode, useId } from "react";

export interface ChoiceListProps<T extends string> {
  label: string;
  value: T | "";
  choices: readonly { value: T | ""; text: string; note?: ReactNode }[];
  onChoose(value: T | ""): void;
  /** A choice was pressed, and not only passed by the arrow keys. */
  onPressed?(): void;
}

/** One of a few, as a list of radio buttons. */
export function ChoiceList<T extends string>({ label, value, choices, onChoose, onPressed }: ChoiceListProps<T>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className="ally-scroll al:flex al:max-h-[240px] al:flex-col">
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="al:relative al:flex al:min-h-8 al:shrink-0 al:cursor-pointer al:items-center al:gap-2 al:rounded-md al:px-2 al:hover:bg-hover al:has-focus-visible:outline-2 al:has-focus-visible:outline-offset-[-2px] al:has-focus-visible:outline-accent-text al:touch:min-h-11"
        >
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            onChange={() => onChoose(choice.value)}
            onClick={(event) => event.detail > 0 && onPressed?.()}
            onKeyDown={(event) => event.key === "Enter" && (event.preventDefault(), onPressed?.())}
            className="al:sr-only"
          />
          <span className="al:min-w-0 al:grow al:truncate">{choice.text}</span>
          {choice.note !== undefined && <span className="al:text-xs al:text-muted al:tabular-nums">{choice.note}</span>}
          <Check aria-hidden size={15} className={choice.value === value ? "al:text-accent-text" : "al:invisible"} />
        </label>
      ))}
    </div>
  );
}
