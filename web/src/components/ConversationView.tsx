import { Lock, MessageCircleOff, TriangleAlert } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { asProblem } from "../api/problem";
import { type Place, type Target, targetAt } from "../conversation/place";
import { useComments, useSeen } from "../hooks/useComments";
import { useComponent } from "../hooks/useComponent";
import { useConversation } from "../hooks/useConversations";
import { useMessages, useOutgoing } from "../hooks/useMessages";
import { useAlly, useReading, useTexts } from "../hooks/useAlly";
import { problemWords } from "../hooks/useProblemWords";
import { useAnnouncements } from "../hooks/useAnnouncements";
import { useReach } from "../hooks/useReach";
import { Blank } from "./Blank";
import { Button } from "./Button";
import { type Audience, Composer } from "./Composer";
import { ConversationHeader } from "./ConversationHeader";
import { prepareMarkdown } from "./MarkdownText";
import { MessageList } from "./MessageList";
import { OfflineBanner } from "./OfflineBanner";
import { Skeleton } from "./Skeleton";
import { Spinner } from "./Spinner";

prepareMarkdown();

export interface ConversationViewProps {
  conversationId: string;
  /** Buttons before and after the title, for columns that are away. */
  before?: ReactNode;
  after?: ReactNode;
  /** The message that it opens at. */
  target?: Target | undefined;
  onGone?(): void;
}

const loadMemory = () => import("./MemoryPanel");

/** A conversation: its title, its messages, and where one writes. */
export function ConversationView({ conversationId, before, after, target: given, onGone }: ConversationViewProps) {
  const { runtime, language, isPage } = useAlly();
  const { t } = useTexts();
  const { talk, measures } = runtime;
  const conversation = useConversation(conversationId);
  const talked = useMessages(conversationId);
  const outgoing = useOutgoing(conversationId);
  // A message that something in the conversation itself leads to.
  const [own, setOwn] = useState<Target & { of: string }>();
  const target = own?.of === conversationId && own.wish > (given?.wish ?? 0) ? own : given;
  const { isSeeking, found } = useReach(talked, target);
  const goTo = useCallback(
    ({ message }: Place) => {
      const next = targetAt(message);
      if (next !== undefined) setOwn({ ...next, of: conversationId });
    },
    [conversationId],
  );
  const MemoryPanel = useComponent(loadMemory, true);
  const composer = useRef<HTMLTextAreaElement>(null);
  const isWriting = useReading(talk, () => talked.messages.some((message) => message.status === "generating") || outgoing.some((item) => item.state === "sending"));
  useAnnouncements(talked.messages);

  const generating = useMemo(() => talked.messages.findLast((message) => message.status === "generating"), [talked.messages]);
  const send = useCallback((text: string) => (measures.sent(), void talk.send(conversationId, text)), [measures, talk, conversationId]);
  const hasMessages = talked.messages.length > 0;
  useEffect(() => {
    if (hasMessages) measures.shown(isPage);
  }, [measures, hasMessages, isPage]);
  const stop = useCallback(() => generating && void talk.stop(generating), [talk, generating]);
  const leads = useRef(false);
  leads.current = given !== undefined;
  useEffect(() => {
    if (!leads.current && matchMedia("(pointer: fine)").matches) composer.current?.focus({ preventScroll: true });
  }, [conversationId]);

  const problem = talked.problem ?? (conversation.data === undefined && conversation.isError ? asProblem(conversation.error) : undefined);
  const Frame = isPage ? "main" : "section";
  const permission = conversation.data?.permission;
  const mayWrite = permission !== "view" && permission !== "comment";
  const [chosen, choose] = useState<Audience>("ally");
  const { me, comment } = useComments(conversationId);
  // Somebody else takes part, who can be spoken to past Ally.
  const hasOthers = conversation.data?.mine === false || talked.messages.some((message) => message.comment === true || (message.role === "user" && message.userId !== me));
  useSeen(conversation.data, talked.messages.at(-1)?.id);
  return (
    <Frame aria-label={t("conversation")} className="al:flex al:h-full al:min-w-0 al:grow al:flex-col al:bg-surface">
      <ConversationHeader conversation={conversation.data} before={before} after={after} />
      <OfflineBanner />
      <div className="al:relative al:flex al:min-h-0 al:grow al:flex-col">
        {problem !== undefined ? (
          problem.code === "not_found" ? (
            <Blank icon={MessageCircleOff} title={t("conversation.gone")} role="alert" action={onGone && <Button onClick={onGone}>{t("conversation.toMain")}</Button>}>
              {t("conversation.goneWhy")}
            </Blank>
          ) : (
            <Blank
              icon={TriangleAlert}
              title={t("conversation.failed")}
              role="alert"
              action={
                <Button
                  tone="strong"
                  onClick={() => {
                    talked.again();
                    void conversation.refetch();
                  }}
                >
                  {t("again")}
                </Button>
              }
            >
              {problemWords(problem, language)}
              {problem.requestId && <div className="al:mt-2 al:text-xs">{t("problem.request", { id: problem.requestId })}</div>}
            </Blank>
          )
        ) : talked.isLoading || isSeeking ? (
          <Loading seeking={isSeeking && !talked.isLoading} />
        ) : (
          <MessageList key={`${conversationId} ${target?.wish ?? 0}`} talked={talked} outgoing={outgoing} mayWrite={mayWrite} isWriting={isWriting} target={found} onSuggest={send} />
        )}
      </div>
      {problem === undefined && MemoryPanel !== undefined && conversation.data !== undefined && !talked.isLoading && (
        <MemoryPanel key={conversationId} conversation={conversation.data} isBegun={talked.messages.some((message) => message.role === "user")} onOpen={goTo} />
      )}
      {problem === undefined &&
        (permission !== "view" ? (
          <Composer
            ref={composer}
            conversationId={conversationId}
            outgoing={outgoing}
            isWriting={isWriting}
            audience={!mayWrite || (hasOthers && chosen === "comment") ? "comment" : "ally"}
            onAudience={mayWrite && hasOthers ? choose : undefined}
            onSend={send}
            onComment={comment}
            onStop={generating && stop}
          />
        ) : (
          <p className="al:mx-auto al:my-4 al:flex al:w-[calc(100%-32px)] al:max-w-[760px] al:items-center al:justify-center al:gap-2 al:rounded-lg al:bg-sunken al:p-3 al:text-sm al:text-muted">
            <Lock aria-hidden size={15} />
            {t("conversation.viewOnly")}
          </p>
        ))}
    </Frame>
  );
}

function Loading({ seeking }: { seeking: boolean }) {
  const { t } = useTexts();
  return (
    <div className="al:relative al:mx-auto al:flex al:w-full al:max-w-[760px] al:flex-col al:gap-10 al:px-5 al:py-8">
      {seeking && (
        <p role="status" className="al:absolute al:inset-x-0 al:top-4 al:mx-auto al:flex al:w-fit al:items-center al:gap-2 al:rounded-full al:border al:border-line al:bg-surface al:px-3 al:py-1 al:text-xs al:text-muted al:shadow-low">
          <Spinner size={13} /> {t("place.seeking")}
        </p>
      )}
      <div className="al:flex al:gap-3">
        <div aria-hidden className="ally-skeleton al:size-7 al:shrink-0" />
        <div className="al:grow">
          <Skeleton widths={["88%", "94%", "70%", "40%"]} />
        </div>
      </div>
      <div aria-hidden className="ally-skeleton al:h-11 al:w-1/2 al:self-end al:rounded-xl" />
      <div aria-hidden className="al:flex al:gap-3">
        <div className="ally-skeleton al:size-7 al:shrink-0" />
        <div className="al:flex al:grow al:flex-col al:gap-2.5">
          <div className="ally-skeleton al:h-3 al:w-4/5" />
          <div className="ally-skeleton al:h-3 al:w-3/5" />
        </div>
      </div>
    </div>
  );
}
