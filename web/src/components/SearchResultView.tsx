import { MessageSquare, SquareCheckBig, Users } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { SearchMatch } from "../api/contract";
import { useTexts } from "../hooks/useAlly";
import type { Texts } from "../language/texts";
import { type Choice, reasonsOf } from "../search/choices";
import { Highlights } from "./Highlights";

export interface SearchResultViewProps {
  /** The result as a whole, then its messages. */
  choices: readonly Choice[];
  active: string | undefined;
  optionId(key: string): string;
  onPoint(choice: Choice): void;
  onOpen(choice: Choice): void;
}

/** What was found, why, and the messages of it that can be opened. */
export const SearchResultView = memo(function SearchResultView({ choices, active, optionId, onPoint, onOpen }: SearchResultViewProps) {
  const texts = useTexts();
  const { t, date, dateAndTime } = texts;
  const [whole, ...messages] = choices;
  if (whole === undefined) return null;
  const { result } = whole;
  const isAction = result.type === "action";
  const Icon = isAction ? SquareCheckBig : MessageSquare;
  const reasons = reasonsOf(result.matched);
  const snippet = isAction ? result.messages[0]?.snippet : undefined;
  const option = (choice: Choice, className: string, children: ReactNode) => (
    <div
      key={choice.key}
      id={optionId(choice.key)}
      role="option"
      aria-selected={choice.key === active}
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={() => choice.key !== active && onPoint(choice)}
      onClick={() => onOpen(choice)}
      className={`al:cursor-pointer ${choice.key === active ? "al:bg-hover" : ""} ${className}`}
    >
      {children}
    </div>
  );
  const title = result.title || t("search.untitled");
  return (
    <div role="group" aria-label={title} className="al:pb-1.5">
      {option(
        whole,
        "al:flex al:gap-3 al:rounded-md al:px-3 al:py-2",
        <>
          <Icon role="img" aria-label={isAction ? t("search.by.action") : t("conversation")} size={16} className="al:mt-0.5 al:text-muted" />
          <div className="al:min-w-0 al:grow">
            <div className="al:flex al:items-baseline al:gap-3">
              <span className="al:min-w-0 al:truncate al:text-sm al:font-semibold">{result.titleParts.length === 0 ? title : <Highlights parts={result.titleParts} />}</span>
              <time dateTime={result.lastAt} title={dateAndTime(result.lastAt)} className="al:ml-auto al:shrink-0 al:text-xs al:text-muted">
                {date(result.lastAt)}
              </time>
            </div>
            {snippet !== undefined ? (
              <p className="al:line-clamp-2 al:text-sm al:text-muted">
                <Highlights parts={snippet} />
              </p>
            ) : (
              messages.length === 0 && result.summary !== "" && <p className="al:line-clamp-2 al:text-sm al:text-muted">{result.summary}</p>
            )}
            {(result.shared || reasons.length > 0 || result.topics.length > 0) && (
              <div className="al:mt-1 al:flex al:flex-wrap al:items-center al:gap-x-3 al:gap-y-1 al:text-xs al:text-muted">
                {result.shared && (
                  <span className="al:flex al:items-center al:gap-1">
                    <Users aria-hidden size={12} /> {result.ownerName ? t("search.sharedBy", { name: result.ownerName }) : t("search.shared")}
                  </span>
                )}
                {reasons.map((match) => (
                  <span key={`${match.kind} ${match.asked} ${match.found}`} className="al:italic">
                    {reasonWords(match, texts)}
                  </span>
                ))}
                {result.topics.slice(0, 3).map((topic) => (
                  <span key={topic} className="al:rounded-full al:border al:border-line al:bg-surface al:px-2 al:text-2xs">
                    {topic}
                  </span>
                ))}
              </div>
            )}
          </div>
        </>,
      )}
      {messages.map((choice) =>
        option(
          choice,
          "al:ml-7 al:rounded-r-md al:border-l-2 al:border-line al:py-1.5 al:pr-3 al:pl-3.5 al:text-sm",
          choice.message && (
            <>
              <span className="al:mr-2 al:text-xs al:text-muted">
                {t(`search.by.${choice.message.role}`)} · {date(choice.message.timestamp)}
              </span>
              <Highlights parts={choice.message.snippet} />
            </>
          ),
        ),
      )}
    </div>
  );
});

function reasonWords({ kind, asked, found }: SearchMatch, { t }: Texts): string {
  switch (kind) {
    case "form":
    case "typo":
    case "synonym":
      return t(`search.${kind}`, { asked, found });
    case "phrase":
    case "meaning":
      return t(`search.${kind}`);
    default:
      return "";
  }
}
