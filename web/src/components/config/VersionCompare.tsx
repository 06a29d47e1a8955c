import { ArrowLeftRight } from "lucide-react";
import { useState } from "react";
import type { Superprompt } from "../../api/config";
import { useConfigTexts } from "../../hooks/useConfig";
import { LINE } from "../apps/look";
import { Dialog } from "../Dialog";
import { IconButton } from "../IconButton";
import { Field } from "./Field";
import { TextDiff } from "./TextDiff";

/** Two versions, and what of the first became what of the second. */
export function VersionCompare({ versions, first, second, onClose }: { versions: readonly Superprompt[]; first: number; second: number; onClose(): void }) {
  const texts = useConfigTexts();
  const { t, number } = texts;
  const [[from, to], choose] = useState<[number, number]>([first, second]);
  const find = (version: number) => versions.find((one) => one.version === version);
  const [before, after] = [find(from), find(to)];
  const picker = (label: string, value: number, onPick: (version: number) => void) => (
    <Field label={label} className="al:grow al:basis-[160px]">
      {(aria) => (
        <select {...aria} value={value} onChange={(event) => onPick(Number(event.target.value))} className={LINE}>
          {versions.map((one) => (
            <option key={one.version} value={one.version}>
              {t("prompt.version", { version: number(one.version) })} · {one.at === undefined ? "" : texts.date(one.at)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
  return (
    <Dialog title={t("versions.compareTitle")} onClose={onClose} width={860}>
      <div className="al:flex al:flex-col al:gap-4">
        <div className="al:flex al:flex-wrap al:items-end al:gap-2">
          {picker(t("versions.from"), from, (version) => choose([version, to]))}
          <IconButton icon={ArrowLeftRight} label={t("versions.swap")} onClick={() => choose([to, from])} />
          {picker(t("versions.to"), to, (version) => choose([from, version]))}
        </div>
        {before !== undefined && after !== undefined && <TextDiff before={before} after={after} none={t("versions.same")} />}
      </div>
    </Dialog>
  );
}
