import { useCallback, useState } from "react";
import { storage } from "../session/storage";
import { useAlly } from "./useAlly";

/** What a person has written into a conversation and not sent; it survives a reload. */
export function useDraft(conversationId: string): [string, (text: string) => void] {
  const { runtime } = useAlly();
  const key = `ally:draft:${runtime.person.userId}:${conversationId}`;
  const [kept, keep] = useState(() => ({ key, text: read(key) }));
  const text = kept.key === key ? kept.text : read(key);
  const write = useCallback(
    (next: string) => {
      keep({ key, text: next });
      try {
        if (next === "") storage().removeItem(key);
        else storage().setItem(key, next);
      } catch {
        // A full store costs only what a reload would have kept.
      }
    },
    [key],
  );
  return [text, write];
}

function read(key: string): string {
  try {
    return storage().getItem(key) ?? "";
  } catch {
    return "";
  }
}
