import { CircleAlert, CircleSlash, RefreshCw, Square, TriangleAlert, UserRound } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { Action } from "../../api/contract";
import { asProblem } from "../../api/problem";
import { type Source, sourcesOf } from "../../api/results";
import { useAction, useActionDeeds } from "../../hooks/useActions";
import { useAlly } from "../../hooks/useAlly";
import { useAppTexts } from "../../hooks/useAppTexts";
import { problemWords } from "../../hooks/useProblemWords";
import { Blank } from "../Blank";
import { Button } from "../Button";
import { OutputCardView } from "../OutputCardView";
import { Skeleton } from "../Skeleton";
import { SourceContext } from "../sources";
import { SourceList } from "./SourceList";

export interface ActionScreenProps {
  id: string;
  /** Opens the form with what was asked; undefined where the app can't be used. */
  onAgain?: ((action: Action) => void) | undefined;
}

/** What came of an action: how far it is, what went wrong, or its cards. */
export function ActionScreen({ id, onAgain }: ActionScreenProps) {
  return (
    <ActionFrame id={id} onAgain={onAgain}>
      {(action) => <Cards action={action} onAgain={onAgain} />}
    </ActionFrame>
  );
}

/** An action that runs, failed or was cancelled; what there is to see of one that is complete is drawn by its app. */
export function ActionFrame({ id, onAgain, children }: ActionScreenProps & { children(action: Action): ReactNode }) {
  const { language, announce } = useAlly();
  const texts = useAppTexts();
  const { t, dateAndTime } = texts;
  const found = useAction(id);
  const deeds = useActionDeeds();
  const action = found.data;
  const heading = useRef<HTMLHeadingElement>(null);
  const status = action?.status;
  const before = useRef(status);
  useEffect(() => {
    if (status !== undefined && before.current === "processing" && status !== "processing") announce(t(`status.said.${status}`));
    before.current = status;
  }, [status, announce, t]);
  const isThere = action !== undefined;
  useEffect(() => {
    if (isThere) heading.current?.focus({ preventScroll: true });
  }, [isThere]);

  if (action === undefined)
    return found.isError ? (
      <Blank small icon={TriangleAlert} title={t("action.failedToLoad")} role="alert" action={<Button onClick={() => void found.refetch()}>{t("again")}</Button>}>
        {problemWords(asProblem(found.error), language)}
      </Blank>
    ) : (
      <div className="al:p-4">
        <Skeleton widths={["60%", "92%", "78%"]} height={16} />
      </div>
    );
  const again = onAgain !== undefined && action.mine && (
    <Button icon={RefreshCw} onClick={() => onAgain(action)}>
      {t("action.again")}
    </Button>
  );
  return (
    <article aria-labelledby={`action-${action.id}`} className="al:flex al:flex-col al:gap-4 al:p-4">
      <header>
        <h3 ref={heading} id={`action-${action.id}`} tabIndex={-1} className="al:text-base al:font-semibold al:wrap-anywhere al:outline-none">
          {action.title}
        </h3>
        <p className="al:flex al:flex-wrap al:items-center al:gap-x-1.5 al:text-xs al:text-muted">
          {!action.mine && <UserRound aria-hidden size={13} />}
          {[...(action.mine ? [] : [t("other")]), t(`status.${action.status}`), dateAndTime(action.completedAt ?? action.createdAt)].join(" · ")}
        </p>
      </header>
      {action.status === "processing" && (
        <Progress action={action}>
          {action.mine && (
            <Button icon={Square} onClick={() => void deeds.cancel(action.id)}>
              {t("action.cancel")}
            </Button>
          )}
        </Progress>
      )}
      {action.status === "failed" && (
        <div role="alert" className="al:flex al:flex-wrap al:items-center al:gap-3 al:rounded-lg al:bg-danger-soft al:px-4 al:py-3 al:text-sm al:text-danger">
          <CircleAlert aria-hidden size={17} />
          <span className="al:min-w-0 al:grow al:basis-[200px]">{action.error?.sentence || t("action.failedWhy")}</span>
          {again}
        </div>
      )}
      {action.status === "cancelled" && (
        <div className="al:flex al:flex-wrap al:items-center al:gap-3 al:rounded-lg al:bg-sunken al:px-4 al:py-3 al:text-sm al:text-muted">
          <CircleSlash aria-hidden size={17} />
          <span className="al:min-w-0 al:grow al:basis-[200px]">{t("action.cancelled")}</span>
          {again}
        </div>
      )}
      {action.status === "completed" && children(action)}
    </article>
  );
}

function Progress({ action, children }: { action: Action; children: ReactNode }) {
  const { t, number } = useAppTexts();
  const { done, total } = action.progress ?? { done: 0, total: 0 };
  const words = total > 0 ? t("action.progress", { done: number(done), total: number(total) }) : t("action.running");
  return (
    <div className="al:flex al:flex-col al:gap-3 al:rounded-lg al:border al:border-line al:bg-surface al:p-4">
      <p role="status" className="al:text-sm">
        {words}
      </p>
      <div role="progressbar" aria-label={t("action.progressLabel")} aria-valuemin={0} aria-valuemax={total || undefined} aria-valuenow={total > 0 ? done : undefined} className="al:h-2 al:overflow-hidden al:rounded-full al:bg-hover">
        <div className={`al:h-full al:rounded-full al:bg-accent al:transition-[width] ${total > 0 ? "" : "ally-skeleton"}`} style={{ width: total > 0 ? `${Math.min(100, (done / total) * 100)}%` : "35%" }} />
      </div>
      <div>{children}</div>
    </div>
  );
}

function Cards({ action, onAgain }: { action: Action; onAgain: ActionScreenProps["onAgain"] }) {
  const { t } = useAppTexts();
  const { desk } = useAlly().runtime;
  const sources = sourcesOf(action);
  const byMessage = new Map<string, Source>(sources.map((source) => [source.messageId, source]));
  const goTo = ({ conversationId, messageId, at }: Source) => desk.goTo({ conversationId, message: { id: messageId, at } });
  return (
    <SourceContext.Provider value={{ find: (messageId) => byMessage.get(messageId), goTo: desk.leads ? goTo : undefined }}>
      {action.cards.length === 0 ? <p className="al:text-sm al:text-muted">{t("action.empty")}</p> : action.cards.map((card) => <OutputCardView key={card.id} card={card} conversationId={action.conversationId} />)}
      {sources.length > 0 && <SourceList sources={sources} goTo={desk.leads ? goTo : undefined} />}
      {onAgain !== undefined && action.mine && (
        <div>
          <Button tone="quiet" icon={RefreshCw} onClick={() => onAgain(action)}>
            {t("action.again")}
          </Button>
        </div>
      )}
    </SourceContext.Provider>
  );
}
