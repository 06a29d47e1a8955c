import { ChevronRight } from "lucide-react";
import { useId, useRef, useState } from "react";
import type { MemoryItem } from "../api/contract";
import type { Place } from "../conversation/place";
import { useTexts } from "../hooks/useAlly";
import { type MemorySection, sectionsOf } from "../memory/order";
import { MemoryRow } from "./MemoryRow";

export interface MemoryListProps {
  items: readonly MemoryItem[];
  withTitle?: boolean;
  /** What is to be done stands beside the rest where there is room. */
  beside?: boolean;
  onOpen(place: Place): void;
}

/** What is remembered, by its kinds. */
export function MemoryList({ items, withTitle = false, beside = false, onOpen }: MemoryListProps) {
  const byId = new Map(items.map((item) => [item.id, item]));
  // What is ticked off stays where it is while one looks at it.
  const first = useRef(new Map<string, MemoryItem["status"]>());
  for (const item of items) if (!first.current.has(item.id)) first.current.set(item.id, item.status);
  const sections = sectionsOf(items, (item) => first.current.get(item.id));
  const inTwo = beside && sections.length > 1 && sections.some((section) => section.kind === "actionItem");
  return (
    <div className={inTwo ? "al:@min-[1080px]:grid al:@min-[1080px]:grid-cols-2 al:@min-[1080px]:grid-rows-[auto_1fr] al:@min-[1080px]:gap-x-3" : ""}>
      {sections.map((section) => (
        <Section key={section.kind} section={section} byId={byId} withTitle={withTitle} onOpen={onOpen} className={inTwo && section.kind === "actionItem" ? "al:@min-[1080px]:col-start-2 al:@min-[1080px]:row-span-2 al:@min-[1080px]:row-start-1" : ""} />
      ))}
    </div>
  );
}

function Section({ section, byId, withTitle, className, onOpen }: { className: string; section: MemorySection; byId: ReadonlyMap<string, MemoryItem>; withTitle: boolean; onOpen(place: Place): void }) {
  const { t, n } = useTexts();
  const [isUnfolded, unfold] = useState(false);
  const id = useId();
  const { kind, current, superseded } = section;
  return (
    <section aria-labelledby={`${id}-title`} className={`al:pb-2 ${className}`}>
      <h3 id={`${id}-title`} className="al:px-2 al:pt-2 al:pb-1 al:text-xs al:font-semibold al:text-muted">
        {t(`memory.${kind}`)}
      </h3>
      <ul className="al:flex al:flex-col al:gap-0.5">
        {current.map((item) => (
          <MemoryRow key={item.id} item={item} withTitle={withTitle} onOpen={onOpen} />
        ))}
      </ul>
      {superseded.length > 0 && (
        <>
          <button type="button" aria-expanded={isUnfolded} aria-controls={isUnfolded ? `${id}-old` : undefined} onClick={() => unfold(!isUnfolded)} className="al:mt-0.5 al:flex al:min-h-7 al:items-center al:gap-1 al:rounded-md al:px-2 al:text-xs al:text-muted al:hover:bg-hover al:touch:min-h-11">
            <ChevronRight aria-hidden size={13} className={`al:transition-transform ${isUnfolded ? "al:rotate-90" : ""}`} />
            {n("memory.superseded", superseded.length)}
          </button>
          {isUnfolded && (
            <ul id={`${id}-old`} className="al:flex al:flex-col al:gap-0.5 al:pl-4">
              {superseded.map((item) => (
                <MemoryRow key={item.id} item={item} replacedBy={byId.get(item.supersededBy ?? "")} withTitle={withTitle} onOpen={onOpen} />
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}
