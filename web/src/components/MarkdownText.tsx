import { lazy, memo, Suspense } from "react";
import { textBlocks } from "../conversation/blocks";

const load = () => import("./Markdown");
const Markdown = lazy(load);

/** Fetches what draws Markdown, ahead of the first text. */
export function prepareMarkdown(): void {
  void load().catch(() => undefined);
}

/** Text that a model wrote: Markdown, never HTML. Block by block, so that a growing text is parsed only at its end. */
export const MarkdownText = memo(function MarkdownText({ text }: { text: string }) {
  return (
    <div className="ally-prose">
      {textBlocks(text).map((block, i) => (
        <Block key={i} text={block} />
      ))}
    </div>
  );
});

const Block = memo(function Block({ text }: { text: string }) {
  return (
    <div className="ally-prose-block">
      <Suspense fallback={<p className="al:whitespace-pre-wrap">{text}</p>}>
        <Markdown text={text} />
      </Suspense>
    </div>
  );
});
