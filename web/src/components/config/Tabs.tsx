import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";

export interface TabsProps<T extends string> {
  /** What stands before the ids of tabs and panels. */
  name: string;
  label: string;
  tabs: readonly { id: T; text: string; mark?: string | undefined }[];
  tab: T;
  onTab(tab: T): void;
  small?: boolean;
}

/** Tabs of one place: arrows, Home and End go from one to the next. */
export function Tabs<T extends string>({ name, label, tabs, tab, onTab, small = false }: TabsProps<T>) {
  const row = useRef<HTMLDivElement>(null);
  // A tab that was opened by its address may stand beyond a narrow screen's edge. Only the row moves, and not the page.
  useEffect(() => {
    const here = document.getElementById(`${name}-tab-${tab}`)?.getBoundingClientRect();
    if (row.current === null || here === undefined) return;
    const { left, right } = row.current.getBoundingClientRect();
    row.current.scrollLeft += Math.min(here.left - left, 0) + Math.max(here.right - right, 0);
  }, [name, tab]);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex((one) => one.id === tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    onTab(next.id);
    document.getElementById(`${name}-tab-${next.id}`)?.focus();
  };
  return (
    <div ref={row} role="tablist" aria-label={label} onKeyDown={onKeyDown} className={`ally-scroll al:flex al:max-w-full al:overflow-x-auto al:overflow-y-hidden ${small ? "al:gap-0.5 al:rounded-lg al:bg-hover al:p-0.5" : "al:gap-1 al:border-b al:border-line"}`}>
      {tabs.map((one) => {
        const isHere = one.id === tab;
        const look = small
          ? `al:min-h-8 al:rounded-md al:px-3 al:text-xs al:touch:min-h-11 ${isHere ? "al:bg-surface al:font-semibold al:shadow-low" : "al:text-muted al:hover:text-ink"}`
          : `al:-mb-px al:min-h-11 al:border-b-2 al:px-3 al:text-sm ${isHere ? "al:border-accent al:font-semibold al:text-accent-text" : "al:border-transparent al:text-muted al:hover:text-ink"}`;
        return (
          <button
            key={one.id}
            id={`${name}-tab-${one.id}`}
            type="button"
            role="tab"
            aria-selected={isHere}
            aria-controls={isHere ? `${name}-panel` : undefined}
            tabIndex={isHere ? 0 : -1}
            onClick={() => onTab(one.id)}
            className={`al:flex al:shrink-0 al:items-center al:gap-2 al:whitespace-nowrap al:transition-colors al:focus-visible:-outline-offset-2 ${look}`}
          >
            {one.text}
            {one.mark !== undefined && (
              <>
                <span aria-hidden className="al:size-2 al:rounded-full al:bg-warn" title={one.mark} />
                <span className="al:sr-only">({one.mark})</span>
              </>
            )}
          </button>
        );
      })}
    </div>
  );
}

/** What the chosen tab shows. */
export function TabPanel({ name, tab, className = "", children }: { name: string; tab: string; className?: string; children: ReactNode }) {
  return (
    <div role="tabpanel" id={`${name}-panel`} aria-labelledby={`${name}-tab-${tab}`} className={className}>
      {children}
    </div>
  );
}
