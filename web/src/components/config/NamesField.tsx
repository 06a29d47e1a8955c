import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useConfigTexts } from "../../hooks/useConfig";
import { LINE } from "../apps/look";
import { Button } from "../Button";
import { Field } from "./Field";

/** A list of names: domains, roles. */
export function NamesField({ label, add, none, placeholder, names, onChange }: { label: string; add: string; none: string; placeholder?: string; names: readonly string[]; onChange(names: string[]): void }) {
  const { t } = useConfigTexts();
  const [typed, type] = useState("");
  const put = () => {
    const name = typed.trim().toLowerCase().replace(/^@/, "");
    if (name !== "" && !names.includes(name)) onChange([...names, name]);
    type("");
  };
  return (
    <Field
      label={label}
      help={
        names.length === 0 ? (
          none
        ) : (
          <ul className="al:flex al:flex-wrap al:gap-1.5">
            {names.map((name) => (
              <li key={name} className="al:flex al:items-center al:rounded-md al:bg-accent-soft al:pl-2 al:text-sm al:text-accent-text">
                {name}
                <button type="button" aria-label={t("shares.remove", { name })} onClick={() => onChange(names.filter((one) => one !== name))} className="al:flex al:size-6 al:items-center al:justify-center al:rounded-md al:hover:bg-hover al:touch:size-9">
                  <X aria-hidden size={12} />
                </button>
              </li>
            ))}
          </ul>
        )
      }
    >
      {(aria) => (
        <span className="al:flex al:gap-2">
          <input
            {...aria}
            type="text"
            autoComplete="off"
            placeholder={placeholder}
            value={typed}
            onChange={(event) => type(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
              event.preventDefault();
              put();
            }}
            className={LINE}
          />
          <Button icon={Plus} aria-label={add} disabled={typed.trim() === ""} onClick={put}>
            {t("shares.add")}
          </Button>
        </span>
      )}
    </Field>
  );
}
