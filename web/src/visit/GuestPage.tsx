import { LogOut, MessageSquareText, TimerOff } from "lucide-react";
import { useCallback, useEffect, useId, useRef, useState } from "react";
import type { GuestMessage, GuestView } from "../api/contract";
import { asProblem, type Problem } from "../api/problem";
import type { Visit } from "../api/visit";
import { FIELD } from "../components/apps/look";
import { Blank } from "../components/Blank";
import { Button } from "../components/Button";
import { Skeleton } from "../components/Skeleton";
import { newKey } from "../conversation/key";
import { Failed, wordsOf } from "./Failed";
import { guestSession } from "./guest";
import { MessageText } from "./MessageText";
import { useVisitTexts } from "./texts";
import { useVisit } from "./useVisit";

const PAGE = 50;
/** Milliseconds between two looks for new messages. */
const LOOK = 15_000;

/** A conversation for a guest: to read, and to comment where the invitation allows it. */
export default function GuestPage({ visit }: { visit: Visit }) {
  const { t } = useVisitTexts();
  const [hasEnded, end] = useState(guestSession.get() === undefined);
  const { data, problem, again } = useVisit(useCallback(() => (hasEnded ? Promise.resolve(undefined) : visit.guest()), [visit, hasEnded]));
  const isRefused = problem?.status === 401 || problem?.status === 403 || problem?.status === 404;
  useEffect(() => {
    document.title = data === undefined ? "Ally" : `${data.conversation.title} · Ally`;
  }, [data]);
  const finish = useCallback(() => {
    guestSession.end();
    end(true);
  }, []);
  if (hasEnded || isRefused)
    return (
      <Blank icon={TimerOff} title={t("guest.ended")} role="alert">
        {t("guest.endedWhy")}
      </Blank>
    );
  if (problem !== undefined) return <Failed problem={problem} again={again} />;
  if (data === undefined) return <Skeleton widths={["60%", "92%", "78%"]} height={16} />;
  return <Reading visit={visit} view={data} onEnd={finish} />;
}

function Reading({ visit, view, onEnd }: { visit: Visit; view: GuestView; onEnd(): void }) {
  const { t, dateAndTime } = useVisitTexts();
  const talk = useGuestMessages(visit, onEnd);
  const end = useRef<HTMLDivElement>(null);
  // It opens at what was said last, and what one says oneself is brought into view.
  const newest = talk.messages?.at(-1)?.id;
  useEffect(() => {
    if (newest !== undefined) end.current?.scrollIntoView({ block: "end" });
  }, [newest]);
  return (
    <div className="al:flex al:grow al:flex-col al:gap-4">
      <header className="al:flex al:items-start al:gap-3">
        <div className="al:min-w-0 al:grow">
          <h1 className="al:text-lg al:font-semibold al:wrap-anywhere">{view.conversation.title}</h1>
          <p className="al:text-sm al:text-muted">{t("guest.of", { owner: view.conversation.owner })}</p>
          <p className="al:text-xs al:text-muted">{t("guest.until", { date: dateAndTime(view.expiresAt) })}</p>
        </div>
        <Button icon={LogOut} onClick={onEnd}>
          {t("guest.leave")}
        </Button>
      </header>
      <section aria-label={t("guest.messages")} className="al:flex al:grow al:flex-col al:gap-3">
        {talk.older !== undefined && (
          <div className="al:self-center">
            <Button tone="quiet" onClick={talk.older}>
              {t("guest.older")}
            </Button>
          </div>
        )}
        {talk.messages === undefined ? (
          talk.problem === undefined ? (
            <Skeleton widths={["92%", "78%", "60%"]} height={16} />
          ) : (
            <Failed problem={talk.problem} again={talk.again} />
          )
        ) : talk.messages.length === 0 ? (
          <p className="al:text-sm al:text-muted">{t("guest.none")}</p>
        ) : (
          talk.messages.map((message) => <MessageText key={message.id} {...message} />)
        )}
        <div ref={end} className="al:scroll-mb-28" />
      </section>
      {view.conversation.level === "view" ? <p className="al:text-center al:text-sm al:text-muted">{t("guest.onlyRead")}</p> : <CommentForm onSend={talk.comment} />}
    </div>
  );
}

/** The messages that a guest has read so far, the newest looked for again and again while the page is seen. */
function useGuestMessages(visit: Visit, onEnd: () => void) {
  const [messages, setMessages] = useState<GuestMessage[]>();
  const [cursor, setCursor] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem>();
  const take = useCallback((more: readonly GuestMessage[]) => {
    setMessages((now) => {
      const all = new Map([...(now ?? []), ...more].map((message) => [message.id, message]));
      return [...all.values()].sort((a, b) => a.timestamp.localeCompare(b.timestamp));
    });
  }, []);
  const fail = useCallback(
    (thrown: unknown) => {
      const failed = asProblem(thrown);
      if (failed.status === 401 || failed.status === 403 || failed.status === 404) onEnd();
      else setProblem(failed);
    },
    [onEnd],
  );
  const isFirst = useRef(true);
  const look = useCallback(async () => {
    try {
      const page = await visit.guestMessages({ limit: PAGE });
      take(page.messages);
      setProblem(undefined);
      if (isFirst.current) setCursor(page.nextCursor);
      isFirst.current = false;
    } catch (thrown) {
      fail(thrown);
    }
  }, [visit, take, fail]);
  useEffect(() => {
    void look();
    const timer = setInterval(() => document.visibilityState === "visible" && void look(), LOOK);
    return () => clearInterval(timer);
  }, [look]);
  const older = useCallback(async () => {
    if (cursor === null) return;
    try {
      const page = await visit.guestMessages({ limit: PAGE, before: cursor });
      take(page.messages);
      setCursor(page.nextCursor);
    } catch (thrown) {
      fail(thrown);
    }
  }, [visit, cursor, take, fail]);
  const comment = useCallback(
    async (text: string, key: string): Promise<Problem | undefined> => {
      try {
        take([await visit.guestComment(text, key)]);
        return undefined;
      } catch (thrown) {
        const failed = asProblem(thrown);
        if (failed.status === 401) onEnd();
        return failed;
      }
    },
    [visit, take, onEnd],
  );
  return { messages, problem, again: () => void look(), older: cursor === null ? undefined : () => void older(), comment };
}

/** How long a comment may be, in characters; the API's limit. */
const LONGEST = 4000;

function CommentForm({ onSend }: { onSend(text: string, key: string): Promise<Problem | undefined> }) {
  const { t } = useVisitTexts();
  const [text, write] = useState("");
  const [problem, setProblem] = useState<string>();
  const [said, say] = useState("");
  const [isBusy, setBusy] = useState(false);
  const tried = useRef({ text: "", key: "" });
  const id = useId();
  const send = async () => {
    const message = text.trim();
    if (message === "" || isBusy) return;
    if (tried.current.text !== message) tried.current = { text: message, key: newKey() };
    setBusy(true);
    setProblem(undefined);
    const failed = await onSend(message, tried.current.key);
    setBusy(false);
    if (failed !== undefined) return setProblem(failed.fields[0]?.problem ?? wordsOf(failed, t));
    write("");
    say(t("guest.sent"));
  };
  return (
    <form
      className="al:sticky al:bottom-0 al:-mx-4 al:-mb-6 al:flex al:flex-col al:gap-2 al:border-t al:border-line al:bg-canvas al:p-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label htmlFor={id} className="al:sr-only">
        {t("guest.comment")}
      </label>
      <div className="al:flex al:items-end al:gap-2">
        <textarea
          id={id}
          rows={2}
          maxLength={LONGEST}
          value={text}
          readOnly={isBusy}
          placeholder={t("guest.write")}
          onChange={(event) => (write(event.target.value), say(""))}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || !matchMedia("(pointer: fine)").matches) return;
            event.preventDefault();
            void send();
          }}
          className={`ally-scroll ${FIELD} al:py-2`}
        />
        <Button type="submit" tone="strong" icon={MessageSquareText} className="al:min-h-9" disabled={isBusy || text.trim() === ""}>
          {t("guest.send")}
        </Button>
      </div>
      {problem !== undefined && (
        <p role="alert" className="al:text-sm al:text-danger">
          {problem}
        </p>
      )}
      <p role="status" className="al:sr-only">
        {said}
      </p>
    </form>
  );
}
