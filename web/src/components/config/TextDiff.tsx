import { useMemo, useState } from "react";
import type { Words } from "../../api/config";
import { compared, type Line, type Row, rowsOf } from "../../config/compare";
import { LISTS, tidied, wordsOf } from "../../config/words";
import { type ConfigTexts, useConfigTexts } from "../../hooks/useConfig";

/** What of a super prompt became what, part by part; lines far from any change are folded. */
export function TextDiff({ before, after, none }: { before: Words; after: Words; none: string }) {
  const texts = useConfigTexts();
  const { t } = texts;
  const parts = useMemo(() => {
    const [old, now] = [linesOf(before), linesOf(after)];
    return PARTS.map((part) => ({ part, lines: compared(old[part], now[part]) })).filter(({ lines }) => lines.some((line) => line.how !== "same"));
  }, [before, after]);
  if (parts.length === 0) return <p className="al:text-sm al:text-muted">{none}</p>;
  return (
    <div className="al:flex al:flex-col al:gap-4">
      {parts.map(({ part, lines }) => (
        <section key={part} aria-label={t(part === "text" ? "prompt.text" : `prompt.${part}`)}>
          <p className="al:mb-1 al:text-xs al:font-semibold al:text-muted">{t(part === "text" ? "prompt.text" : `prompt.${part}`)}</p>
          <Lines lines={lines} />
        </section>
      ))}
    </div>
  );
}

const PARTS = ["text", ...LISTS] as const;

function linesOf(words: Words): Record<(typeof PARTS)[number], string[]> {
  const { systemPrompt, ...lists } = tidied(wordsOf(words));
  return { text: systemPrompt === "" ? [] : systemPrompt.split("\n"), ...lists };
}

/** Lines with what became of them. */
export function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    <ul className="al:overflow-hidden al:rounded-md al:border al:border-line al:text-sm">
      {rowsOf(lines).map((row, i) => (
        <RowView key={i} row={row} />
      ))}
    </ul>
  );
}

function RowView({ row }: { row: Row }) {
  const { n } = useConfigTexts();
  const [isOpen, open] = useState(false);
  if ("line" in row) return <LineView line={row.line} />;
  if (isOpen) return row.skipped.map((line, i) => <LineView key={i} line={line} />);
  return (
    <li>
      <button type="button" onClick={() => open(true)} className="al:min-h-7 al:w-full al:bg-sunken al:px-3 al:py-1 al:text-xs al:text-muted al:hover:bg-hover al:touch:min-h-11 al:focus-visible:-outline-offset-2">
        {n("diff.same", row.skipped.length)}
      </button>
    </li>
  );
}

const LOOKS = {
  same: { sign: "", line: "", words: undefined },
  changed: { sign: "~", line: "al:bg-warn-soft", words: "diff.changed" },
  added: { sign: "+", line: "al:bg-good-soft", words: "diff.added" },
  removed: { sign: "−", line: "al:bg-danger-soft", words: "diff.removed" },
} as const;

function LineView({ line }: { line: Line }) {
  const { t } = useConfigTexts();
  const look = LOOKS[line.how];
  return (
    <li className={`al:flex al:gap-2 al:px-2 al:py-0.5 ${look.line}`}>
      <span aria-hidden className="al:w-3 al:shrink-0 al:text-center al:font-semibold al:select-none">
        {look.sign}
      </span>
      <span className="al:min-w-0 al:whitespace-pre-wrap al:[overflow-wrap:anywhere]">
        {look.words !== undefined && <span className="al:sr-only">{t(look.words)}: </span>}
        {line.pieces.map((piece, i) => {
          if (line.how !== "changed" || piece.how === "same") return line.how === "removed" ? <del key={i} className="al:no-underline">{piece.text}</del> : line.how === "added" ? <ins key={i} className="al:no-underline">{piece.text}</ins> : piece.text;
          return piece.how === "added" ? (
            <ins key={i} className="al:rounded-[3px] al:bg-good-soft al:font-medium al:text-good al:no-underline">
              {piece.text}
            </ins>
          ) : (
            <del key={i} className="al:rounded-[3px] al:bg-danger-soft al:text-danger">
              {piece.text}
            </del>
          );
        })}
        {line.pieces.every((piece) => piece.text === "") && "\u00A0"}
      </span>
    </li>
  );
}

/** A super prompt as one text. */
export function plain(words: Words, { t }: ConfigTexts): string {
  const lists = LISTS.filter((list) => words[list].length > 0).map((list) => [`${t(`prompt.${list}`)}:`, ...words[list].map((entry) => `- ${entry}`)].join("\n"));
  return [words.systemPrompt, ...lists].join("\n\n");
}
