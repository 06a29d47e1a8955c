import { ArrowUpRight, Bot, ChartColumn, Check, Download, Image as ImageIcon, Link2, type LucideIcon, Mail, NotebookPen, Plug, Table2 } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { cardContent, type ImageContent, type RecommendationContent, type TableContent } from "../api/cards";
import type { CardAction, OutputCard } from "../api/contract";
import { ownPicture } from "../conversation/links";
import type { Deed } from "../hooks/useCardAction";
import { useTexts } from "../hooks/useAlly";
import { Button } from "./Button";
import { MarkdownText } from "./MarkdownText";
import { SafeLink } from "./SafeLink";
import { Skeleton } from "./Skeleton";

const Chart = lazy(() => import("./Chart"));

type Known = (action: CardAction) => Deed | undefined;

/** A card with what its buttons do; a button of which nothing is known is left out. */
export function CardView({ card, known = nothing }: { card: OutputCard; known?: Known }) {
  const { t } = useTexts();
  const content = cardContent(card);
  const actions = <Actions actions={card.actions ?? []} known={known} />;
  switch (content.type) {
    case "text":
      return (
        <Frame title={card.title} actions={actions}>
          <p className="al:whitespace-pre-wrap">{content.text}</p>
        </Frame>
      );
    case "markdown":
      return (
        <Frame title={card.title} actions={actions}>
          <MarkdownText text={content.text} />
        </Frame>
      );
    case "table":
      return (
        <Frame icon={<Table2 aria-hidden size={16} />} title={card.title ?? t("card.table")} actions={actions}>
          <TableCard table={content.table} title={card.title ?? t("card.table")} />
        </Frame>
      );
    case "chart":
      return (
        <Frame icon={<ChartColumn aria-hidden size={16} />} title={card.title ?? t("card.chart")} actions={actions}>
          <Suspense fallback={<Skeleton widths={["100%"]} height={220} />}>
            <Chart chart={content.chart} title={card.title ?? t("card.chart")} />
          </Suspense>
        </Frame>
      );
    case "image":
      return (
        <Frame icon={<ImageIcon aria-hidden size={16} />} title={card.title} actions={actions}>
          <ImageCard image={content.image} />
        </Frame>
      );
    case "cta":
      return <Recommendation recommendation={content.recommendation} actions={card.actions ?? []} known={known} />;
    case "deeds":
      return actions;
    case "unknown":
      return (
        <Frame title={card.title} actions={actions}>
          <p className="al:text-sm al:text-muted">{t("card.unknown")}</p>
        </Frame>
      );
  }
}

function Frame({ icon, title, children, actions }: { icon?: ReactNode; title?: string | undefined; children: ReactNode; actions?: ReactNode }) {
  return (
    <section aria-label={title} className="al:rounded-lg al:border al:border-line al:bg-surface al:p-4 al:shadow-low">
      {title && (
        <h2 className="al:mb-3 al:flex al:items-center al:gap-2 al:text-sm al:font-semibold">
          {icon && <span className="al:text-accent-text">{icon}</span>}
          {title}
        </h2>
      )}
      {children}
      {actions}
    </section>
  );
}

const nothing: Known = () => undefined;

const DEED_ICONS: Record<string, LucideIcon> = { email_action: Mail, share_action: Link2, report_action: NotebookPen, export_action: Download };

function Actions({ actions, known }: { actions: CardAction[]; known: Known }) {
  const buttons = actions.flatMap((action) => {
    const deed = known(action);
    return deed === undefined ? [] : [{ action, deed }];
  });
  if (buttons.length === 0) return null;
  return (
    <div className="al:mt-3 al:flex al:flex-wrap al:gap-2">
      {buttons.map(({ action, deed }) => (
        <Button key={action.label} {...(DEED_ICONS[action.action] === undefined ? {} : { icon: DEED_ICONS[action.action] })} disabled={deed.done} onClick={deed.run}>
          {action.label}
        </Button>
      ))}
    </div>
  );
}

const FIRST_ROWS = 20;

function TableCard({ table, title }: { table: TableContent; title: string }) {
  const { t, n, number } = useTexts();
  const [whole, setWhole] = useState(false);
  const rows = whole ? table.rows : table.rows.slice(0, FIRST_ROWS);
  const isNumber = table.columns.map((_, i) => table.rows.length > 0 && table.rows.every((row) => typeof row[i] === "number"));
  return (
    <>
      <div className="ally-table al:text-sm" role="group" aria-label={title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {table.columns.map((column, i) => (
                <th key={i} scope="col" style={isNumber[i] ? { textAlign: "end" } : undefined}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, j) => (
                  <td key={j} style={isNumber[j] ? { textAlign: "end" } : undefined}>
                    {typeof cell === "number" ? number(cell) : cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {table.rows.length > FIRST_ROWS && (
        <Button tone="quiet" className="al:mt-2" onClick={() => setWhole(!whole)} aria-expanded={whole}>
          {whole ? t("card.fewerRows") : n("card.allRows", table.rows.length)}
        </Button>
      )}
    </>
  );
}

function ImageCard({ image }: { image: ImageContent }) {
  const { t } = useTexts();
  const own = ownPicture(image.url, location.origin);
  if (own !== undefined) return <img src={own} alt={image.alt} className="al:block al:max-h-[480px] al:max-w-full al:rounded-md" />;
  return (
    <p className="al:text-sm al:text-muted">
      {t("card.remotePicture")} <SafeLink href={image.url}>{image.alt || t("card.noAlt")}</SafeLink>
    </p>
  );
}

function Recommendation({ recommendation, actions, known }: { recommendation: RecommendationContent; actions: CardAction[]; known: Known }) {
  const { t } = useTexts();
  return (
    <section aria-label={recommendation.agentName} className="al:flex al:flex-wrap al:items-center al:gap-x-4 al:gap-y-3 al:rounded-lg al:border al:border-line al:bg-surface al:p-4 al:shadow-low">
      <span className="al:flex al:size-10 al:shrink-0 al:items-center al:justify-center al:rounded-lg al:bg-accent-soft al:text-accent-text">
        <Bot aria-hidden size={20} />
      </span>
      <div className="al:min-w-0 al:grow al:basis-[220px]">
        <p className="al:text-sm al:font-semibold">{recommendation.agentName || t("card.agent")}</p>
        {recommendation.reason && <p className="al:text-sm al:text-muted">{recommendation.reason}</p>}
      </div>
      {actions.map((action) => {
        const deed = known(action);
        if (deed === undefined) return null;
        return (
          <Button key={action.label} tone={deed.done ? "plain" : "strong"} icon={deed.done ? Check : action.action === "connect_agent" ? Plug : ArrowUpRight} disabled={deed.done} onClick={deed.run}>
            {deed.done ? t("card.connected") : action.label}
          </Button>
        );
      })}
    </section>
  );
}
