import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { type KeyboardEvent, useId, useRef } from "react";
import type { ListName } from "../../config/words";
import { useConfigTexts } from "../../hooks/useConfig";
import { FIELD } from "../apps/look";
import { Button } from "../Button";
import { IconButton } from "../IconButton";

const MOST = 100;

/** A list of sentences: Enter adds one below, Backspace takes an empty one out. */
export function TextList({ name, entries, onChange }: { name: ListName; entries: readonly string[]; onChange(entries: string[]): void }) {
  const { t, number } = useConfigTexts();
  const id = useId();
  const root = useRef<HTMLFieldSetElement>(null);
  const focus = (at: number) => setTimeout(() => root.current?.querySelectorAll("textarea")[at]?.focus());
  const add = (at: number) => {
    onChange(entries.toSpliced(at, 0, ""));
    focus(at);
  };
  const remove = (at: number) => {
    onChange(entries.toSpliced(at, 1));
    focus(Math.max(0, at - 1));
  };
  const move = (at: number, by: 1 | -1) => {
    onChange(entries.toSpliced(at, 1).toSpliced(at + by, 0, entries[at]!));
    focus(at + by);
  };
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && entries.length < MOST) {
      event.preventDefault();
      add(at + 1);
    } else if (event.key === "Backspace" && entries[at] === "") {
      event.preventDefault();
      remove(at);
    } else if (event.altKey && event.key === "ArrowUp" && at > 0) {
      event.preventDefault();
      move(at, -1);
    } else if (event.altKey && event.key === "ArrowDown" && at < entries.length - 1) {
      event.preventDefault();
      move(at, 1);
    }
  };
  return (
    <fieldset ref={root} className="al:flex al:min-w-0 al:flex-col al:gap-1.5">
      <legend className="al:mb-1.5 al:text-sm al:font-medium">
        {t(`prompt.${name}`)} <span className="al:font-normal al:text-muted">({number(entries.length)})</span>
      </legend>
      {entries.length === 0 && <p className="al:text-xs al:text-muted">{t(`prompt.${name}None`)}</p>}
      <ol className="al:flex al:flex-col al:gap-1.5">
        {entries.map((entry, at) => (
          <li key={at} className="al:flex al:items-start al:gap-1">
            <span aria-hidden className="al:w-5 al:pt-2 al:text-right al:text-xs al:text-muted">
              {at + 1}
            </span>
            <textarea
              id={`${id}-${at}`}
              rows={Math.min(6, Math.max(1, Math.ceil(entry.length / 60)))}
              aria-label={t(`prompt.${name}One`, { count: at + 1 })}
              value={entry}
              onChange={(event) => onChange(entries.toSpliced(at, 1, event.target.value.replaceAll("\n", " ")))}
              onKeyDown={(event) => onKeyDown(event, at)}
              className={`${FIELD} al:min-h-9 al:[field-sizing:content] al:py-1.5 al:touch:min-h-11`}
            />
            <span className="al:flex al:shrink-0 al:touch:flex-col">
              <IconButton size="small" icon={ArrowUp} label={t("prompt.up", { count: at + 1 })} disabled={at === 0} onClick={() => move(at, -1)} className="al:touch:hidden" />
              <IconButton size="small" icon={ArrowDown} label={t("prompt.down", { count: at + 1 })} disabled={at === entries.length - 1} onClick={() => move(at, 1)} className="al:touch:hidden" />
              <IconButton size="small" icon={X} label={t("prompt.remove", { count: at + 1 })} onClick={() => remove(at)} />
            </span>
          </li>
        ))}
      </ol>
      <div>
        <Button tone="quiet" icon={Plus} disabled={entries.length >= MOST} onClick={() => add(entries.length)}>
          {t(`prompt.${name}Add`)}
        </Button>
      </div>
    </fieldset>
  );
}
