import { type AnchorHTMLAttributes, type ImgHTMLAttributes, type ReactNode, type TableHTMLAttributes, useContext } from "react";
import ReactMarkdown, { type Components, type ExtraProps } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { messageIn, safeLink } from "../conversation/links";
import { useTexts } from "../hooks/useAlly";
import { SafeLink } from "./SafeLink";
import { SourceContext } from "./sources";

/** What may come of a model's Markdown: text and its shape. No HTML, no classes, no ids, no images. */
const schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => !["picture", "source", "details", "summary"].includes(name)),
  attributes: {
    a: ["href"],
    img: ["src", "alt"],
    ol: ["start"],
    th: ["align"],
    td: ["align"],
    input: [["type", "checkbox"] as [string, string], "checked", "disabled"],
  },
  protocols: { href: ["https", "mailto"], src: ["https"] },
};

const components: Components = {
  a: Link,
  img: Picture,
  table: Table,
  h1: ({ children }) => <Heading level={1}>{children}</Heading>,
  h2: ({ children }) => <Heading level={2}>{children}</Heading>,
  h3: ({ children }) => <Heading level={3}>{children}</Heading>,
  h4: ({ children }) => <Heading level={4}>{children}</Heading>,
  h5: ({ children }) => <Heading level={4}>{children}</Heading>,
  h6: ({ children }) => <Heading level={4}>{children}</Heading>,
};

/** A link to a message that a statement comes from leads there, where the text's sources name it. */
function Link({ href, children }: AnchorHTMLAttributes<HTMLAnchorElement> & ExtraProps) {
  const { t, dateAndTime } = useTexts();
  const sources = useContext(SourceContext);
  const message = messageIn(href);
  if (message === undefined) return <SafeLink href={href}>{children}</SafeLink>;
  const source = sources?.find(message);
  const goTo = sources?.goTo;
  if (source === undefined || goTo === undefined) return <sup>{children}</sup>;
  const about = [source.author, source.at && dateAndTime(source.at), source.excerpt].filter(Boolean).join(" · ");
  return (
    <button type="button" aria-label={t("card.source", { n: source.n, about })} title={about} onClick={() => goTo(source)} className="ally-source">
      {children}
    </button>
  );
}

/** A heading of a text looks like its level; to the page it is always the second, whatever levels the model skipped. */
function Heading({ level, children }: { level: number; children: ReactNode }) {
  return <h2 data-level={level}>{children}</h2>;
}

/** One block of Markdown as elements of React; nothing in it ever becomes HTML. */
export default function Markdown({ text }: { text: string }) {
  return (
    <ReactMarkdown skipHtml remarkPlugins={[remarkGfm]} rehypePlugins={[[rehypeSanitize, schema]]} urlTransform={(address) => (messageIn(address) === undefined ? safeLink(address) : address)} components={components}>
      {text}
    </ReactMarkdown>
  );
}

/** Pictures in text are never loaded, because loading one tells its server what was talked about; they become links. */
function Picture({ src, alt }: ImgHTMLAttributes<HTMLImageElement> & ExtraProps) {
  const { t } = useTexts();
  return <SafeLink href={typeof src === "string" ? src : undefined}>{t("card.picture", { alt: alt || t("card.noAlt") })}</SafeLink>;
}

function Table({ children }: TableHTMLAttributes<HTMLTableElement> & ExtraProps) {
  const { t } = useTexts();
  return (
    <div className="ally-table" role="group" aria-label={t("card.table")} tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}
