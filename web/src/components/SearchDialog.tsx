import { Clock, Quote, Search, SearchX, Sparkles, TriangleAlert, UserRound, WifiOff, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Place } from "../conversation/place";
import { useAlly, useReading, useTexts } from "../hooks/useAlly";
import { useModal } from "../hooks/useModal";
import { useOnline } from "../hooks/useOnline";
import { problemWords } from "../hooks/useProblemWords";
import { useSearch } from "../hooks/useSearch";
import { type Choice, choicesOf, moved, placeOf } from "../search/choices";
import { type Filters, isFiltered, LONGEST_SEARCH, NO_FILTERS } from "../search/filters";
import { Blank } from "./Blank";
import { Button } from "./Button";
import { IconButton } from "./IconButton";
import { Keys } from "./Keys";
import { SearchFilters } from "./SearchFilters";
import { SearchResultView } from "./SearchResultView";
import { Skeleton } from "./Skeleton";
import { Spinner } from "./Spinner";

export interface SearchDialogProps {
  onOpen(place: Place): void;
  onClose(): void;
}

/** How near to the end of the list further results are fetched: in pixels, and in choices. */
const NEAR = 320;
const FEW = 4;

/** Search over conversations, messages and actions: a palette, or the whole screen where that is small. */
export default function SearchDialog({ onOpen, onClose }: SearchDialogProps) {
  const { runtime, language } = useAlly();
  const { t, n } = useTexts();
  const field = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const isOnline = useOnline();
  const recent = useReading(runtime.searches, () => runtime.searches.all);
  const [typed, type] = useState("");
  const [filters, setFilters] = useState<Filters>(NO_FILTERS);
  const [activeKey, setActiveKey] = useState<string>();
  const [isHurried, hurry] = useState(false);
  // Once one went into the list, Home and End mean its ends and not the text's.
  const [isInList, enterList] = useState(false);
  const search = useSearch(typed, filters);
  const { results, isAsked, isWaiting, problem, hasMore, more } = search;
  const modal = useModal(onClose);
  useEffect(() => field.current?.focus(), []);

  const choices = useMemo(() => results.flatMap(choicesOf), [results]);
  const options = isAsked ? choices.map((choice) => choice.key) : recent;
  const activeAt = Math.max(0, activeKey === undefined ? 0 : options.indexOf(activeKey));
  // Lately searched words wait for an arrow: Enter in an empty field means nothing.
  const active = isAsked || isInList ? options[activeAt] : undefined;
  const optionId = useCallback((key: string) => `${id}-${key.replace(/\s/g, "_")}`, [id]);

  const change = (text: string) => {
    type(text);
    setActiveKey(undefined);
    enterList(false);
    hurry(false);
  };
  const filter = (next: Filters) => {
    setFilters(next);
    setActiveKey(undefined);
    hurry(false);
  };
  const open = useCallback(
    (choice: Choice | undefined) => {
      const place = choice && placeOf(choice);
      if (place === undefined) return;
      runtime.searches.add(typed);
      onOpen(place);
    },
    [runtime, typed, onOpen],
  );
  const choose = () => {
    if (isAsked || typed.trim() !== "") {
      if (isWaiting) hurry(true);
      else open(choices[activeAt]);
    } else if (active !== undefined) change(active);
  };
  // Who presses Enter before the results are there means the first of them.
  useEffect(() => {
    if (!isHurried || isWaiting) return;
    hurry(false);
    open(choices[0]);
  }, [isHurried, isWaiting, choices, open]);

  const nearEnd = useCallback(() => {
    const node = scroller.current;
    if (node !== null && node.scrollHeight - node.scrollTop - node.clientHeight < NEAR) more();
  }, [more]);
  useEffect(() => {
    if (hasMore && (activeAt >= choices.length - FEW || (scroller.current?.scrollHeight ?? 0) <= (scroller.current?.clientHeight ?? 0))) more();
  }, [hasMore, activeAt, choices.length, more]);

  const move = (to: number) => {
    const key = options[to];
    if (key === undefined) return;
    setActiveKey(key);
    enterList(true);
    hurry(false);
    requestAnimationFrame(() => {
      if (to === 0) scroller.current?.scrollTo({ top: 0 });
      document.getElementById(optionId(key))?.scrollIntoView({ block: "nearest" });
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.altKey || event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      choose();
      return;
    }
    if ((event.key === "Home" || event.key === "End") && !isInList) return;
    const isFirst = !isAsked && !isInList && event.key === "ArrowDown";
    const to = isFirst ? (options.length > 0 ? 0 : undefined) : moved(event.key, activeAt, options.length);
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  };

  const people = useMemo(() => [...new Set(results.flatMap((result) => (result.ownerName ? [result.ownerName] : [])))], [results]);
  const count = hasMore ? t("search.countMore", { count: results.length }) : n("search.count", results.length);
  const isShown = isAsked && !(isWaiting && results.length === 0) && problem === undefined;
  return (
    <dialog
      {...modal}
      aria-label={t("search.title")}
      onKeyDown={(event) => {
        modal.onKeyDown(event);
        if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
        event.preventDefault();
        onClose();
      }}
      className="al:h-full al:w-full al:overflow-visible al:min-[640px]:mx-auto al:min-[640px]:mt-[10vh] al:min-[640px]:mb-auto al:min-[640px]:h-auto al:min-[640px]:w-[min(700px,calc(100vw-32px))]"
    >
      <div className="ally-rise al:flex al:h-full al:flex-col al:bg-surface al:text-base al:text-ink al:min-[640px]:h-[min(640px,76vh)] al:min-[640px]:overflow-hidden al:min-[640px]:rounded-xl al:min-[640px]:border al:min-[640px]:border-line al:min-[640px]:shadow-high">
        <div className="al:flex al:shrink-0 al:items-center al:gap-2 al:pt-2 al:pr-2 al:pl-4">
          <span aria-hidden className="al:text-muted">
            {isWaiting && isAsked ? <Spinner size={18} /> : <Search size={18} />}
          </span>
          <input
            ref={field}
            type="text"
            role="combobox"
            aria-label={t("search.field")}
            aria-expanded={options.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={active === undefined ? undefined : optionId(active)}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            enterKeyHint="search"
            maxLength={LONGEST_SEARCH}
            value={typed}
            placeholder={t("search.field")}
            onChange={(event) => change(event.target.value)}
            onKeyDown={onKeyDown}
            className="al:h-11 al:min-w-0 al:grow al:bg-transparent al:text-base al:outline-none"
          />
          <IconButton icon={X} label={t("close")} onClick={onClose} />
        </div>
        <div className="al:shrink-0 al:border-b al:border-line al:px-4 al:pt-1 al:pb-3">
          <SearchFilters filters={filters} onChange={filter} topics={search.topics} people={people} />
        </div>
        {!isOnline && (
          <p role="status" className="al:flex al:shrink-0 al:items-center al:gap-2 al:bg-warn-soft al:px-4 al:py-2 al:text-sm al:text-warn">
            <WifiOff aria-hidden size={15} /> {t("search.offline")}
          </p>
        )}
        <div ref={scroller} className="ally-scroll al:min-h-0 al:grow al:p-2" onScroll={nearEnd} tabIndex={-1}>
          {isShown && <Remarks corrections={search.corrections} wordsOnly={search.wordsOnly && results.length > 0} />}
          {isAsked && isWaiting && results.length === 0 && problem === undefined && (
            <div className="al:p-3">
              <Skeleton widths={["46%", "88%", "72%", "38%", "90%", "64%"]} />
            </div>
          )}
          {problem !== undefined && results.length === 0 && (
            <Blank small icon={TriangleAlert} title={t("search.failed")} role="alert" action={<Button onClick={search.again}>{t("again")}</Button>}>
              {problemWords(problem, language)}
            </Blank>
          )}
          {isShown && !isWaiting && results.length === 0 && <Nothing q={typed.trim()} filters={filters} onClear={() => (filter(NO_FILTERS), field.current?.focus())} />}
          {!isAsked && recent.length > 0 && (
            <div className="al:flex al:items-center al:justify-between al:pl-3">
              <h2 className="al:text-xs al:font-semibold al:text-muted">{t("search.recent")}</h2>
              <Button tone="quiet" onClick={() => (runtime.searches.clear(), field.current?.focus())}>
                {t("search.clearRecent")}
              </Button>
            </div>
          )}
          <div id={`${id}-list`} role="listbox" aria-label={t(isAsked ? "search.results" : "search.recent")} aria-busy={isWaiting} className={`al:transition-opacity ${isWaiting && isAsked ? "al:opacity-60" : ""}`}>
            {isAsked
              ? results.map((result) => (
                  <SearchResultView key={`${result.type} ${result.id}`} choices={choicesOf(result)} active={active} optionId={optionId} onPoint={(choice) => setActiveKey(choice.key)} onOpen={(choice) => (isWaiting ? undefined : open(choice))} />
                ))
              : recent.map((one) => (
                  <div
                    key={one}
                    id={optionId(one)}
                    role="option"
                    aria-selected={one === active}
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => (change(one), field.current?.focus())}
                    className={`al:flex al:min-h-9 al:cursor-pointer al:items-center al:gap-3 al:rounded-md al:px-3 al:text-sm al:hover:bg-hover al:touch:min-h-11 ${one === active ? "al:bg-hover" : ""}`}
                  >
                    <Clock aria-hidden size={15} className="al:text-muted" />
                    <span className="al:truncate">{one}</span>
                  </div>
                ))}
          </div>
          {!isAsked && <Beginning />}
          {search.isLoadingMore && (
            <p className="al:flex al:items-center al:justify-center al:gap-2 al:p-3 al:text-xs al:text-muted">
              <Spinner size={13} /> {t("loading")}
            </p>
          )}
          {problem !== undefined && results.length > 0 && (
            <p role="alert" className="al:flex al:items-center al:justify-center al:gap-2 al:p-3 al:text-xs al:text-danger">
              {t("search.moreFailed")}
              <Button onClick={search.again}>{t("again")}</Button>
            </p>
          )}
        </div>
        <div className="al:hidden al:shrink-0 al:items-center al:gap-4 al:border-t al:border-line al:px-4 al:py-2 al:text-xs al:text-muted al:min-[640px]:flex">
          <Hint keys={["↑", "↓"]}>{t("search.moveKeys")}</Hint>
          <Hint keys={["↵"]}>{t("search.openKey")}</Hint>
          <Hint keys={["Esc"]}>{t("search.closeKey")}</Hint>
          <span aria-hidden className="al:ml-auto al:tabular-nums">
            {isShown && !isWaiting && results.length > 0 && count}
          </span>
        </div>
        <p role="status" className="al:sr-only">
          {!isAsked || problem !== undefined ? "" : isWaiting ? t("search.searching") : results.length === 0 ? t("search.nothing", { q: typed.trim() }) : count}
        </p>
      </div>
    </dialog>
  );
}

function Hint({ keys, children }: { keys: string[]; children: ReactNode }) {
  return (
    <span aria-hidden className="al:flex al:items-center al:gap-1.5">
      <Keys keys={keys} />
      {children}
    </span>
  );
}

function Remarks({ corrections, wordsOnly }: { corrections: ReturnType<typeof useSearch>["corrections"]; wordsOnly: boolean }) {
  const { t } = useTexts();
  if (corrections.length === 0 && !wordsOnly) return null;
  return (
    <div className="al:flex al:flex-col al:gap-1 al:px-3 al:pt-1 al:pb-2 al:text-xs al:text-muted">
      {corrections.map(({ asked, found }) => (
        <p key={asked}>{t("search.corrected", { asked, found })}</p>
      ))}
      {wordsOnly && <p>{t("search.wordsOnly")}</p>}
    </div>
  );
}

function Beginning() {
  const { t } = useTexts();
  const hints = [
    [Sparkles, t("search.hintMeaning")],
    [Quote, t("search.hintPhrase")],
    [UserRound, t("search.hintName")],
  ] as const;
  return (
    <Blank small icon={Search} title={t("search.empty")}>
      <p>{t("search.emptyWhy")}</p>
      <ul className="al:mx-auto al:mt-4 al:flex al:w-fit al:flex-col al:gap-2 al:text-start">
        {hints.map(([Icon, text]) => (
          <li key={text} className="al:flex al:items-center al:gap-2.5">
            <Icon aria-hidden size={15} className="al:text-accent-text" /> {text}
          </li>
        ))}
      </ul>
    </Blank>
  );
}

function Nothing({ q, filters, onClear }: { q: string; filters: Filters; onClear(): void }) {
  const { t } = useTexts();
  const narrowed = isFiltered(filters);
  const tries = [...(narrowed ? [t("search.tryFilters")] : []), ...(/["“«]/.test(q) ? [t("search.tryQuotes")] : []), ...(q === "" ? [] : [t("search.tryWords")])];
  return (
    <Blank small icon={SearchX} title={q === "" ? t("search.nothingFiltered") : t("search.nothing", { q })} action={narrowed && <Button onClick={onClear}>{t("search.clearFilters")}</Button>}>
      {tries.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Blank>
  );
}
