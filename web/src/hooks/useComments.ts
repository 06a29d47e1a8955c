import { useCallback, useEffect, useRef } from "react";
import type { Conversation } from "../api/contract";
import { asProblem } from "../api/problem";
import { type History, withMessages } from "../conversation/history";
import { newKey } from "../conversation/key";
import { keys } from "../session/keys";
import { useAlly } from "./useAlly";

/** Says something to the people of a conversation; whether it arrived. The same words again are the same comment. */
export function useComments(conversationId: string) {
  const { runtime } = useAlly();
  const tried = useRef({ of: "", text: "", key: "" });
  const comment = useCallback(
    async (message: string): Promise<boolean> => {
      if (tried.current.text !== message || tried.current.of !== conversationId) tried.current = { of: conversationId, text: message, key: newKey() };
      try {
        const said = await runtime.client.comment({ conversationId, message, clientMessageId: tried.current.key });
        tried.current = { of: "", text: "", key: "" };
        runtime.queries.setQueryData<History>(keys.messages(conversationId), (history) => history && withMessages(history, [said]));
        return true;
      } catch (thrown) {
        runtime.onProblem(asProblem(thrown));
        return false;
      }
    },
    [runtime, conversationId],
  );
  return { me: runtime.person.userId, comment };
}

/** Milliseconds between two words on being here. */
const HERE = 45_000;

/** Tells the owner of a shared conversation that one is here, and what one has read. */
export function useSeen(conversation: Conversation | undefined, newest: string | undefined): void {
  const { runtime } = useAlly();
  const id = conversation?.mine === false ? conversation.id : undefined;
  const latest = useRef(newest);
  latest.current = newest;
  const isRead = newest !== undefined;
  useEffect(() => {
    if (id === undefined || !isRead) return;
    // That it is not told is nobody's loss.
    const tell = () => void (document.visibilityState === "visible" && latest.current !== undefined && runtime.client.seen(id, latest.current).catch(() => undefined));
    tell();
    const timer = setInterval(tell, HERE);
    return () => clearInterval(timer);
  }, [runtime, id, isRead]);
}
