import type { TextPart } from "../api/contract";

/** Text with what was found in it marked. */
export function Highlights({ parts }: { parts: readonly TextPart[] }) {
  return (
    <>
      {parts.map((part, i) =>
        part.hit ? (
          <mark key={i} className="al:rounded-[3px] al:bg-mark al:px-px al:text-ink">
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
