import { CalendarClock, Check, CircleAlert, CornerDownRight, Pencil, RotateCcw, Trash2, UserRound } from "lucide-react";
import { type CSSProperties, type FormEvent, type KeyboardEvent, type Ref, useEffect, useId, useRef, useState } from "react";
import { LONGEST_MEMORY, type MemoryChange, type MemoryItem } from "../api/contract";
import type { Place } from "../conversation/place";
import { useAlly, useReading, useTexts } from "../hooks/useAlly";
import { useMemoryDeeds } from "../hooks/useMemory";
import { useSecondsUntil } from "../hooks/useSeconds";
import { isOverdue } from "../memory/order";
import type { Removal } from "../memory/removals";
import { Button } from "./Button";
import { IconButton } from "./IconButton";

export interface MemoryRowProps {
  item: MemoryItem;
  /** What took its place, where that is known. */
  replacedBy?: MemoryItem | undefined;
  /** Says which conversation it is from. */
  withTitle?: boolean;
  onOpen(place: Place): void;
}

/** One thing that is remembered: done or not, where it comes from, and what one can do with it. */
export function MemoryRow({ item, replacedBy, withTitle = false, onOpen }: MemoryRowProps) {
  const { runtime } = useAlly();
  const texts = useTexts();
  const { t, date, dateAndTime } = texts;
  const { removals } = runtime;
  const removal = useReading(removals, () => removals.all.find((one) => one.item.id === item.id));
  const deeds = useMemoryDeeds();
  const [editing, setEditing] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const id = useId();
  const isRemoved = removal !== undefined;

  // The focus stays where the row is, whatever it shows.
  const shown = isRemoved ? "removed" : editing ? "editing" : "item";
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    const was = before.current;
    before.current = shown;
    const isLost = document.activeElement === document.body || document.activeElement === row.current?.closest("dialog");
    if (isLost && shown !== "editing") row.current?.querySelector<HTMLElement>(was === "editing" ? "[data-edit]" : "button, input")?.focus();
  }, [shown]);

  if (removal !== undefined) return <RemovedRow row={row} removal={removal} onUndo={() => void deeds.restore(item)} />;
  if (editing)
    return (
      <li ref={row}>
        <Editor
          item={item}
          onCancel={() => setEditing(false)}
          onSave={(change) => {
            setEditing(false);
            if (Object.keys(change).length > 0) void deeds.change(item, change);
          }}
        />
      </li>
    );
  const isDone = item.status === "done";
  const isSuperseded = item.supersededBy !== undefined;
  const isToDo = item.kind === "actionItem" && !isSuperseded;
  const who = item.saidBy.role === "ally" ? "Ally" : item.saidBy.userId === runtime.person.userId ? t("you") : item.saidBy.name || t("other");
  const said = t("memory.said", { who, date: date(item.saidAt) });
  return (
    <li ref={row} className="al:group al:relative al:flex al:items-start al:gap-1 al:rounded-md al:px-2 al:py-1.5 al:hover:bg-hover">
      <div className="al:min-w-0 al:grow">
        {isToDo ? (
          <label className="al:relative al:flex al:cursor-pointer al:items-start al:gap-2.5 al:rounded-md al:has-focus-visible:outline-2 al:has-focus-visible:outline-accent-text al:touch:min-h-8">
            <input type="checkbox" checked={isDone} onChange={() => void deeds.change(item, { status: isDone ? "open" : "done" })} className="al:sr-only" />
            <span aria-hidden className={`al:mt-0.5 al:flex al:size-4.5 al:shrink-0 al:items-center al:justify-center al:rounded-[5px] al:border al:transition-colors ${isDone ? "al:border-accent al:bg-accent al:text-on-accent" : "al:border-edge al:bg-surface"}`}>
              {isDone && <Check size={13} style={{ "--ally-stroke": 3 } as CSSProperties} />}
            </span>
            <span id={`${id}-text`} className={`al:text-sm al:wrap-anywhere ${isDone ? "al:text-muted al:line-through" : ""}`}>{item.text}</span>
          </label>
        ) : isSuperseded ? (
          <p className="al:text-sm al:wrap-anywhere al:text-muted">
            <s id={`${id}-text`}>{item.text}</s>
            <span className="al:mt-0.5 al:block al:text-xs">{replacedBy ? t("memory.replacedBy", { text: replacedBy.text }) : t("memory.replaced")}</span>
          </p>
        ) : (
          <p id={`${id}-text`} className="al:text-sm al:wrap-anywhere">
            {item.text}
          </p>
        )}
        <p className={`al:mt-0.5 al:flex al:flex-wrap al:items-center al:gap-x-3 al:gap-y-0.5 al:text-xs al:text-muted ${isToDo ? "al:pl-7" : ""}`}>
          {item.due !== undefined && (
            <span className={`al:flex al:items-center al:gap-1 ${isOverdue(item, new Date()) ? "al:font-semibold al:text-danger" : ""}`}>
              {isOverdue(item, new Date()) ? <CircleAlert aria-hidden size={12} /> : <CalendarClock aria-hidden size={12} />}
              {t(isOverdue(item, new Date()) ? "memory.overdue" : "memory.due", { date: date(item.due) })}
            </span>
          )}
          {item.owner !== undefined && (
            <span className="al:flex al:items-center al:gap-1">
              <UserRound aria-hidden size={12} />
              <span className="al:sr-only">{t("memory.owner")}: </span>
              {item.owner}
            </span>
          )}
          <button
            type="button"
            title={dateAndTime(item.saidAt)}
            aria-describedby={`${id}-text`}
            onClick={() => onOpen({ conversationId: item.conversationId, message: { id: item.messageId, at: item.saidAt } })}
            className="al:relative al:flex al:min-h-5 al:min-w-0 al:max-w-full al:items-center al:gap-1 al:rounded-sm al:text-accent-text al:hover:underline al:touch:min-h-8"
          >
            <CornerDownRight aria-hidden size={12} />
            <span className="al:truncate">{withTitle && item.conversationTitle ? `${item.conversationTitle} · ${said}` : said}</span>
            <span className="al:sr-only">{t("memory.open")}</span>
          </button>
          {item.edited && <span>{t("memory.edited")}</span>}
        </p>
      </div>
      <span className="al:flex al:shrink-0 al:opacity-0 al:transition-opacity al:group-focus-within:opacity-100 al:group-hover:opacity-100 al:touch:opacity-100">
        {!isSuperseded && <IconButton icon={Pencil} size="small" label={t("memory.edit", { text: item.text })} data-edit onClick={() => setEditing(true)} />}
        <IconButton icon={Trash2} size="small" label={t("memory.remove", { text: item.text })} onClick={() => void deeds.remove(item)} />
      </span>
    </li>
  );
}

function RemovedRow({ row, removal, onUndo }: { row: Ref<HTMLLIElement>; removal: Removal; onUndo(): void }) {
  const { t } = useTexts();
  const left = useSecondsUntil(removal.until);
  return (
    <li ref={row} className="al:flex al:min-h-10 al:items-center al:gap-3 al:rounded-md al:bg-sunken al:px-3 al:text-sm al:text-muted">
      <Trash2 aria-hidden size={14} />
      <span className="al:grow">{t("memory.removed")}</span>
      <Button icon={RotateCcw} tone="quiet" aria-disabled={removal.until === undefined} onClick={() => removal.until !== undefined && onUndo()}>
        {t("undo")}
        {removal.until !== undefined && (
          <span aria-hidden className="al:text-xs al:tabular-nums">
            {left} s
          </span>
        )}
      </Button>
    </li>
  );
}

function Editor({ item, onSave, onCancel }: { item: MemoryItem; onSave(change: MemoryChange): void; onCancel(): void }) {
  const { t } = useTexts();
  const [text, setText] = useState(item.text);
  const [owner, setOwner] = useState(item.owner ?? "");
  const [due, setDue] = useState(item.due ?? "");
  const first = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    first.current?.focus();
    first.current?.setSelectionRange(item.text.length, item.text.length);
    first.current?.form?.scrollIntoView({ block: "nearest" });
  }, [item.text.length]);
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() === "") return;
    onSave({
      ...(text.trim() === item.text ? {} : { text: text.trim() }),
      ...(owner.trim() === (item.owner ?? "") ? {} : { owner: owner.trim() }),
      ...(due === (item.due ?? "") ? {} : { due }),
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    } else if (event.key === "Enter" && event.target === first.current && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      save();
    }
  };
  const field = "al:w-full al:rounded-md al:border al:border-edge al:bg-surface al:px-2.5 al:text-sm al:focus:border-accent";
  const label = "al:text-xs al:font-medium al:text-muted";
  return (
    <form className="al:my-1 al:flex al:flex-col al:gap-2 al:rounded-lg al:border al:border-edge al:bg-surface al:p-3" onSubmit={save} onKeyDown={onKeyDown}>
      <label className="al:flex al:flex-col al:gap-1">
        <span className={label}>{t("memory.text")}</span>
        <textarea ref={first} rows={2} maxLength={LONGEST_MEMORY} value={text} onChange={(event) => setText(event.target.value)} className={`ally-scroll al:py-1.5 ${field}`} />
      </label>
      {item.kind === "actionItem" && (
        <div className="al:flex al:flex-wrap al:gap-2">
          <label className="al:flex al:min-w-0 al:grow al:basis-[140px] al:flex-col al:gap-1">
            <span className={label}>{t("memory.owner")}</span>
            <input type="text" maxLength={100} value={owner} onChange={(event) => setOwner(event.target.value)} className={`al:h-9 al:touch:h-11 ${field}`} />
          </label>
          <label className="al:flex al:min-w-0 al:grow al:basis-[140px] al:flex-col al:gap-1">
            <span className={label}>{t("memory.dueField")}</span>
            <input type="date" max="9999-12-31" value={due} onChange={(event) => setDue(event.target.value)} className={`al:h-9 al:touch:h-11 ${field}`} />
          </label>
        </div>
      )}
      <div className="al:flex al:justify-end al:gap-2">
        <Button onClick={onCancel}>{t("cancel")}</Button>
        <Button tone="strong" type="submit" disabled={text.trim() === ""}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
