import { useEffect, useRef } from "react";
import type { Message } from "../api/contract";
import { useAlly, useTexts } from "./useAlly";

/** Says when a reply begins and when it is there, and nothing between; and that others wrote. */
export function useAnnouncements(messages: readonly Message[]): void {
  const { announce, runtime } = useAlly();
  const { t } = useTexts();
  const known = useRef<{ conversation: string; states: Map<string, string> }>(undefined);
  useEffect(() => {
    const newest = messages.slice(-10);
    const conversation = newest[0]?.conversationId ?? "";
    const states = new Map(newest.map((message) => [message.id, message.status ?? ""]));
    const before = known.current;
    known.current = { conversation, states };
    if (before === undefined || before.conversation !== conversation) return;
    for (const message of newest) {
      const was = before.states.get(message.id);
      if (was === (message.status ?? "")) continue;
      if (message.role === "ally" && message.status === "generating") announce(t("announce.begins"));
      else if (message.role === "ally" && message.status === "failed") announce(t("announce.failed"));
      else if (message.role === "ally" && message.status === "stopped") announce(t("announce.stopped"));
      else if (message.role === "ally") announce(t("announce.done", { text: plainStart(message.content) }));
      else if (message.role === "user" && message.userId !== runtime.person.userId && was === undefined) announce(t("announce.other", { text: plainStart(message.content) }));
    }
  }, [messages, announce, t, runtime]);
}

function plainStart(markdown: string): string {
  const plain = markdown.replace(/[*_`#>|]/g, "").replace(/\s+/g, " ").trim();
  return plain.length > 240 ? `${plain.slice(0, 240)}…` : plain;
}
