import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import type { Source } from "../../api/results";
import { useAppTexts } from "../../hooks/useAppTexts";

/** What a summary was made from; messages with the way there. */
export function SourceList({ sources, goTo }: { sources: readonly Source[]; goTo: ((source: Source) => void) | undefined }) {
  const { t, n, dateAndTime } = useAppTexts();
  const [isOpen, open] = useState(false);
  const id = useId();
  return (
    <section aria-label={t("made.sources")} className="al:rounded-lg al:border al:border-line">
      <button type="button" aria-expanded={isOpen} aria-controls={isOpen ? id : undefined} onClick={() => open(!isOpen)} className="al:flex al:min-h-9 al:w-full al:items-center al:justify-between al:rounded-lg al:px-3 al:text-sm al:font-medium al:hover:bg-hover al:touch:min-h-11">
        {n("sources", sources.length)}
        <ChevronDown aria-hidden size={15} className={`al:text-muted al:transition-transform ${isOpen ? "al:rotate-180" : ""}`} />
      </button>
      {isOpen && (
        <ol id={id} className="al:border-t al:border-line al:p-1">
          {sources.map((source) => {
            const words = (
              <>
                <span className="al:w-6 al:shrink-0 al:text-right al:text-xs al:text-muted al:tabular-nums">{source.n}</span>
                <span className="al:min-w-0">
                  <span className="al:block al:text-xs al:text-muted">{[source.author, source.at && dateAndTime(source.at)].filter(Boolean).join(" · ")}</span>
                  <span className="al:line-clamp-2 al:text-sm">{source.excerpt}</span>
                </span>
              </>
            );
            return (
              <li key={source.n}>
                {goTo === undefined || source.messageId === "" ? (
                  <div className="al:flex al:gap-2.5 al:px-2 al:py-1.5">{words}</div>
                ) : (
                  <button type="button" onClick={() => goTo(source)} className="al:flex al:w-full al:gap-2.5 al:rounded-md al:px-2 al:py-1.5 al:hover:bg-hover al:touch:min-h-11">
                    {words}
                  </button>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}
