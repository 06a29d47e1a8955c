import { Plus, X } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { useConfigTexts } from "../../hooks/useConfig";
import { LINE } from "../apps/look";
import { Button } from "../Button";
import { IconButton } from "../IconButton";

export interface ShareTableProps {
  label: string;
  add: string;
  shares: Readonly<Record<string, number>>;
  placeholder?: string;
  /** What can be added; without it, any name. */
  choices?: readonly { id: string; name: string }[];
  onChange(shares: Record<string, number>): void;
}

/** Places with the share of their people that is let in. */
export function ShareTable({ label, add, shares, placeholder, choices, onChange }: ShareTableProps) {
  const { t } = useConfigTexts();
  const id = useId();
  const [typed, type] = useState("");
  const names = Object.keys(shares).sort();
  const nameOf = (place: string) => choices?.find((one) => one.id === place)?.name ?? place;
  const put = () => {
    const place = choices === undefined ? typed.trim().toLowerCase().replace(/^@/, "") : typed;
    if (place === "") return;
    if (!(place in shares)) onChange({ ...shares, [place]: 100 });
    type("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    put();
  };
  return (
    <div role="group" aria-labelledby={id} className="al:flex al:flex-col al:gap-2">
      <span id={id} className="al:text-sm al:font-medium">
        {label}
      </span>
      {names.length > 0 && (
        <ul className="al:flex al:flex-col al:gap-1.5">
          {names.map((place) => (
            <li key={place} className="al:flex al:flex-wrap al:items-center al:gap-x-3 al:gap-y-1">
              <span className="al:min-w-0 al:grow al:basis-[120px] al:truncate al:text-sm">{nameOf(place)}</span>
              <input type="range" min={1} max={100} value={shares[place]} aria-label={t("shares.of", { name: nameOf(place) })} onChange={(event) => onChange({ ...shares, [place]: Number(event.target.value) })} className="al:h-8 al:w-[120px] al:accent-accent al:touch:h-11" />
              <output className="al:w-11 al:text-right al:text-sm al:tabular-nums">{shares[place]} %</output>
              <IconButton
                size="small"
                icon={X}
                label={t("shares.remove", { name: nameOf(place) })}
                onClick={() => {
                  const { [place]: _, ...rest } = shares;
                  onChange(rest);
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="al:flex al:gap-2">
        {choices === undefined ? (
          <input type="text" autoComplete="off" aria-label={add} placeholder={placeholder} value={typed} onChange={(event) => type(event.target.value)} onKeyDown={onKeyDown} className={LINE} />
        ) : (
          <select aria-label={add} value={typed} onChange={(event) => type(event.target.value)} className={LINE}>
            <option value="">{t("shares.choose")}</option>
            {choices
              .filter((one) => !(one.id in shares))
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
          </select>
        )}
        <Button icon={Plus} aria-label={add} disabled={typed.trim() === ""} onClick={put}>
          {t("shares.add")}
        </Button>
      </div>
    </div>
  );
}
