import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, Search } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { type Catalogue, type InputItem, type InputKind, MOST_CHOSEN } from "../api/contract";
import { asProblem } from "../api/problem";
import { choose, chosenOf, clear, isChosen } from "../conversation/selection";
import { useSection, type useSelection } from "../hooks/useInputs";
import { useDelayed } from "../hooks/useDelayed";
import { useActionDeeds } from "../hooks/useActions";
import { useAlly, useReading, useTexts } from "../hooks/useAlly";
import { problemWords } from "../hooks/useProblemWords";
import { Button } from "./Button";
import { InputRow } from "./InputRow";
import { KIND_ICONS } from "./kinds";
import { Skeleton } from "./Skeleton";

export interface InputSectionProps {
  kind: InputKind;
  conversationId: string;
  catalogue: Catalogue;
  selection: ReturnType<typeof useSelection>;
}

/** From how many on a section has a search. */
const MANY = 8;
const ROW = 46;
const TALLEST = 7.5 * ROW;

/** One kind of inputs: how many there are and are chosen, a search once there are many, and the list. */
export function InputSection({ kind, conversationId, catalogue, selection }: InputSectionProps) {
  const { runtime } = useAlly();
  const { t, n, number } = useTexts();
  const [open, setOpen] = useState(true);
  const [typed, type] = useState("");
  const q = useDelayed(typed.trim(), 250);
  const section = useSection(conversationId, kind, q, catalogue, selection.inputs);
  const id = useId();
  const total = catalogue.sections.find((one) => one.kind === kind)?.count ?? 0;
  const inputs = selection.inputs;
  if (inputs === undefined) return null;
  const { items } = section;
  const isOne = kind === "organization" || kind === "domain";
  const chosen = isOne ? items.filter((item) => isChosen(inputs, kind, item.id)).length : chosenOf(inputs, kind).length;
  const Icon = KIND_ICONS[kind];
  const rest = items.filter((item) => !isChosen(inputs, kind, item.id)).map((item) => item.id);
  const chooseAll = () => {
    const room = Math.max(0, MOST_CHOSEN - chosen);
    if (rest.length > room) runtime.notices.say({ tone: "plain", text: t("inputs.most", { most: MOST_CHOSEN }) });
    if (room > 0) void selection.change(choose(kind, rest.slice(0, room), true));
  };
  return (
    <section aria-labelledby={`${id}-title`} className="al:pt-2">
      <h2 id={`${id}-title`}>
        <button type="button" aria-expanded={open} aria-controls={open ? `${id}-list` : undefined} onClick={() => setOpen(!open)} className="al:flex al:min-h-9 al:w-full al:items-center al:gap-2 al:rounded-md al:px-2 al:text-sm al:font-semibold al:hover:bg-hover al:touch:min-h-11">
          <Icon aria-hidden size={16} className="al:text-muted" />
          <span>{t(`section.${kind}`)}</span>
          <span className="al:ml-auto al:text-xs al:font-normal al:text-muted al:tabular-nums">
            <span className="al:sr-only">{n("inputs.chosen", chosen)}, </span>
            {!isOne && (chosen > 0 ? <span aria-hidden>{`${number(chosen)}/${number(total)}`}</span> : <span aria-hidden>{number(total)}</span>)}
          </span>
          <ChevronDown aria-hidden size={15} className={`al:text-muted al:transition-transform ${open ? "" : "al:-rotate-90"}`} />
        </button>
      </h2>
      {open && (
        <div id={`${id}-list`} className="al:pb-2">
          {total > MANY && (
            <div className="al:relative al:mx-2 al:mt-1 al:mb-1.5">
              <Search aria-hidden size={14} className="al:absolute al:top-1/2 al:left-2.5 al:-translate-y-1/2 al:text-muted" />
              <input
                type="search"
                value={typed}
                onChange={(event) => type(event.target.value)}
                aria-label={t(`search.${kind}`)}
                placeholder={t("search")}
                className="al:h-8 al:w-full al:rounded-md al:border al:border-line al:bg-surface al:pr-2 al:pl-8 al:text-sm al:focus:border-accent al:touch:h-11"
              />
            </div>
          )}
          {section.isError && items.length === 0 ? (
            <SectionProblem problem={asProblem(section.error)} again={() => void section.refetch()} />
          ) : section.isPending || (section.isFetching && items.length === 0) ? (
            <div className="al:px-2 al:py-2">
              <Skeleton widths={["85%", "70%"]} />
            </div>
          ) : items.length === 0 ? (
            <p className="al:px-2 al:py-1 al:text-xs al:text-muted">{q === "" ? t(`empty.${kind}`) : t("search.none", { q })}</p>
          ) : (
            <List kind={kind} items={items} section={section} selection={selection} label={t(`section.${kind}`)} />
          )}
          {!isOne && selection.mayChange && (items.length > 1 || chosen > 0) && (
            <div className="al:flex al:gap-1 al:px-1 al:pt-1">
              {rest.length > 0 && items.length > 1 && (
                <Button tone="quiet" className="al:px-2 al:text-xs" onClick={chooseAll}>
                  {t("inputs.allVisible")}
                </Button>
              )}
              {chosen > 0 && (
                <Button tone="quiet" className="al:px-2 al:text-xs" onClick={() => void selection.change(clear(kind))}>
                  {t("inputs.clear")}
                </Button>
              )}
            </div>
          )}
        </div>
      )}
    </section>
  );
}

interface ListProps {
  kind: InputKind;
  items: InputItem[];
  section: ReturnType<typeof useSection>;
  selection: ReturnType<typeof useSelection>;
  label: string;
}

/** The rows, of which only those near the screen are drawn; the next page comes when its end is near. */
function List({ kind, items, section, selection, label }: ListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: items.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, getItemKey: (i) => items[i]?.id ?? i, overscan: 6 });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isFetchNextPageError } = section;
  useEffect(() => {
    if (last >= items.length - 6 && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [last, items.length, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  const height = virtual.getTotalSize();
  const inputs = selection.inputs;
  const { desk } = useAlly().runtime;
  const isThere = useReading(desk, () => desk.isThere);
  const deeds = useActionDeeds();
  if (inputs === undefined) return null;
  const withAction = (item: InputItem) => ({
    ...(isThere ? { onOpen: () => void deeds.read(item.id).then((action) => action && desk.open({ appId: action.appId, actionId: action.id })) } : {}),
    onRemove: () => {
      // The row goes, and the focus with it.
      scroller.current?.closest("section")?.querySelector("button")?.focus();
      void deeds.remove({ id: item.id, title: item.name });
    },
  });
  return (
    <div ref={scroller} className="ally-scroll" style={{ height: Math.min(height, TALLEST) }} role="group" aria-label={label}>
      <ul className="al:relative" style={{ height }}>
        {rows.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          const chosen = isChosen(inputs, kind, item.id);
          return (
            <li key={row.key} aria-posinset={row.index + 1} aria-setsize={section.count} className="al:absolute al:inset-x-0 al:top-0" style={{ transform: `translateY(${row.start}px)`, height: ROW }}>
              <InputRow kind={kind} item={item} chosen={chosen} disabled={!selection.mayChange} onToggle={() => void selection.change(choose(kind, [item.id], !chosen))} {...(kind === "action" ? withAction(item) : {})} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function SectionProblem({ problem, again }: { problem: ReturnType<typeof asProblem>; again(): void }) {
  const { language } = useAlly();
  const { t } = useTexts();
  return (
    <div role="alert" className="al:flex al:items-center al:gap-2 al:px-2 al:text-xs al:text-danger">
      {problemWords(problem, language)}
      <Button tone="quiet" onClick={again}>
        {t("again")}
      </Button>
    </div>
  );
}
