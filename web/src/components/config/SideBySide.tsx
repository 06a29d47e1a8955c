import { useMemo } from "react";
import { compared, type Line } from "../../config/compare";
import { useConfigTexts } from "../../hooks/useConfig";

export interface SideBySideProps {
  before: { title: string; text: string };
  after: { title: string; text: string };
}

/** Two texts beside each other, with what only one of them has. */
export function SideBySide({ before, after }: SideBySideProps) {
  const lines = useMemo(() => compared(before.text.split("\n"), after.text.split("\n")), [before.text, after.text]);
  return (
    <div className="al:grid al:gap-3 al:@min-[640px]:grid-cols-2">
      <Side title={before.title} lines={lines} own="removed" other="added" />
      <Side title={after.title} lines={lines} own="added" other="removed" />
    </div>
  );
}

const LOOKS = { removed: "al:bg-danger-soft al:text-danger", added: "al:bg-good-soft al:text-good" };

function Side({ title, lines, own, other }: { title: string; lines: readonly Line[]; own: "removed" | "added"; other: "removed" | "added" }) {
  const { t } = useConfigTexts();
  const Own = own === "added" ? "ins" : "del";
  return (
    <div role="group" aria-label={title} className="al:min-w-0 al:rounded-md al:border al:border-line al:p-3">
      <p className="al:mb-2 al:text-xs al:font-semibold al:text-muted">{title}</p>
      <div className="al:text-sm al:[overflow-wrap:anywhere]">
        {lines
          .filter((line) => line.how !== other)
          .map((line, i) => (
            <p key={i} className={`al:min-h-[0.75em] al:whitespace-pre-wrap ${line.how === own ? LOOKS[own] : ""}`}>
              {line.how !== "same" && <span className="al:sr-only">{t(`diff.${line.how}`)}: </span>}
              {line.pieces
                .filter((piece) => piece.how !== other)
                .map((piece, j) =>
                  piece.how === own ? (
                    <Own key={j} className={`al:no-underline ${line.how === "changed" ? `al:rounded-[3px] al:font-medium ${LOOKS[own]}` : ""}`}>
                      {piece.text}
                    </Own>
                  ) : (
                    piece.text
                  ),
                )}
            </p>
          ))}
      </div>
    </div>
  );
}
