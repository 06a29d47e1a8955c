import { useQuery } from "@tanstack/react-query";
import { MessageSquare, MessagesSquare, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { development } from "../api/development";
import { Blank } from "../components/Blank";
import { Button } from "../components/Button";
import { MarkdownText } from "../components/MarkdownText";
import { Skeleton } from "../components/Skeleton";
import { useTexts } from "../hooks/useAlly";

/** A stand-in for the classic chat: it shows the sample's conversations and writes none. */
export default function ClassicChat() {
  const { t, n, dateAndTime } = useTexts();
  const [current, setCurrent] = useState<string>();
  const list = useQuery({ queryKey: ["classic"], queryFn: async () => (await development.conversations()) ?? Promise.reject(new Error("missing")) });
  const open = current ?? list.data?.[0]?.id;
  const conversation = list.data?.find((one) => one.id === open);
  if (list.isError)
    return (
      <Blank icon={TriangleAlert} title={t("conversations.failed")} role="alert" action={<Button onClick={() => void list.refetch()}>{t("again")}</Button>} />
    );
  if (list.data?.length === 0) return <Blank icon={MessagesSquare} title={t("classic.none")} />;
  return (
    <div className="al:flex al:min-h-0 al:grow al:flex-col al:@min-[760px]:flex-row">
      <nav aria-label={t("conversations")} className="ally-scroll al:max-h-[30vh] al:w-full al:shrink-0 al:border-line al:p-2 al:@max-[760px]:border-b al:@min-[760px]:max-h-none al:@min-[760px]:w-[280px] al:@min-[760px]:border-r">
        {list.data === undefined ? (
          <div className="al:p-2">
            <Skeleton widths={["90%", "70%", "80%"]} height={16} />
          </div>
        ) : (
          <ul className="al:flex al:flex-col al:gap-0.5">
            {list.data.map((one) => (
              <li key={one.id}>
                <button type="button" aria-current={one.id === open ? "page" : undefined} onClick={() => setCurrent(one.id)} className={`al:w-full al:rounded-md al:px-3 al:py-2 ${one.id === open ? "al:bg-accent-soft" : "al:hover:bg-hover"}`}>
                  <span className="al:block al:truncate al:text-sm al:font-medium">{one.title || t("conversations.untitled")}</span>
                  <span className="al:block al:truncate al:text-xs al:text-muted">{[one.agentName, n("count.messages", one.messageCount), one.lastMessageAt && dateAndTime(one.lastMessageAt)].filter(Boolean).join(" · ")}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </nav>
      <main aria-label={t("conversation")} className="ally-scroll al:min-h-0 al:grow al:bg-surface" tabIndex={0}>
        {conversation === undefined ? (
          list.data !== undefined && <Blank icon={MessageSquare} title={t("classic.choose")} />
        ) : (
          <div className="al:mx-auto al:max-w-[808px] al:px-6 al:py-6">
            <h1 className="al:mb-1 al:text-lg al:font-semibold">{conversation.title || t("conversations.untitled")}</h1>
            <p className="al:mb-6 al:text-xs al:text-muted">{t("classic.readOnly")}</p>
            <Messages key={conversation.id} id={conversation.id} />
          </div>
        )}
      </main>
    </div>
  );
}

function Messages({ id }: { id: string }) {
  const { t, dateAndTime } = useTexts();
  const messages = useQuery({ queryKey: ["classic", id], queryFn: async () => (await development.messages(id)) ?? Promise.reject(new Error("missing")) });
  if (messages.isPending) return <Skeleton />;
  if (messages.isError)
    return (
      <Blank small icon={TriangleAlert} title={t("conversation.failed")} role="alert" action={<Button onClick={() => void messages.refetch()}>{t("again")}</Button>} />
    );
  if (messages.data.length === 0) return <p className="al:text-sm al:text-muted">{t("welcome.empty")}</p>;
  return (
    <ol className="al:flex al:flex-col al:gap-5">
      {messages.data.map((message) => (
        <li key={message.id} className={`al:flex al:flex-col ${message.role === "user" ? "al:items-end" : ""}`}>
          {message.role === "user" ? (
            <p className="al:max-w-[85%] al:rounded-xl al:bg-sunken al:px-4 al:py-2.5 al:text-base al:wrap-anywhere al:whitespace-pre-wrap">{message.content}</p>
          ) : (
            <div className="al:text-base">
              <MarkdownText text={message.content} />
            </div>
          )}
          <time dateTime={message.timestamp} className="al:mt-1 al:text-xs al:text-muted">
            {message.timestamp && dateAndTime(message.timestamp)}
          </time>
        </li>
      ))}
    </ol>
  );
}
