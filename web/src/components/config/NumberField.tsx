import { useState } from "react";
import { LINE } from "../apps/look";
import { useConfigTexts } from "../../hooks/useConfig";
import { Field } from "./Field";

export interface NumberFieldProps {
  label: string;
  help?: string;
  value: number;
  least: number;
  most: number;
  unit?: string;
  onChange(value: number): void;
}

/** A whole number within bounds. What is none is not taken, and is said. */
export function NumberField({ label, help, value, least, most, unit, onChange }: NumberFieldProps) {
  const { t, number } = useConfigTexts();
  const [typed, type] = useState<string>();
  const isWrong = typed !== undefined;
  return (
    <Field label={label} help={help} error={isWrong ? t("config.numberWrong", { least: number(least), most: number(most) }) : undefined}>
      {(aria) => (
        <span className="al:flex al:items-center al:gap-2">
          <input
            {...aria}
            type="number"
            inputMode="numeric"
            min={least}
            max={most}
            value={typed ?? value}
            onChange={(event) => {
              const given = event.target.value;
              const next = Number(given);
              if (given === "" || !Number.isInteger(next) || next < least || next > most) return type(given);
              type(undefined);
              onChange(next);
            }}
            onBlur={() => type(undefined)}
            className={`${LINE} al:max-w-[140px]`}
          />
          {unit !== undefined && <span className="al:text-sm al:text-muted">{unit}</span>}
        </span>
      )}
    </Field>
  );
}
