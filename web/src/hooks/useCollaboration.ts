import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Collaboration, Level } from "../api/contract";
import { asProblem } from "../api/problem";
import { keys } from "../session/keys";
import { useAlly } from "./useAlly";
import { useAppTexts } from "./useAppTexts";

/** Who takes part in a conversation, and what can be done about it. Each deed says whether it went well; what did not is said. */
export function useCollaboration(conversationId: string) {
  const { runtime, announce } = useAlly();
  const { t } = useAppTexts();
  const found = useQuery({ queryKey: keys.people(conversationId), queryFn: () => runtime.client.people(conversationId), refetchInterval: 15_000, refetchOnMount: "always" });
  const deeds = useMemo(() => {
    const { client, queries } = runtime;
    const key = keys.people(conversationId);
    const trying = async <T,>(deed: () => Promise<T>, said: string): Promise<T | undefined> => {
      try {
        const answer = await deed();
        runtime.notices.say({ tone: "plain", text: said });
        announce(said);
        return answer;
      } catch (thrown) {
        runtime.onProblem(asProblem(thrown));
        void queries.invalidateQueries({ queryKey: key });
        return undefined;
      }
    };
    const showing = async (deed: () => Promise<Collaboration>, said: string): Promise<boolean> => {
      const view = await trying(deed, said);
      if (view !== undefined) queries.setQueryData(key, view);
      return view !== undefined;
    };
    const readingAgain = async <T,>(deed: () => Promise<T>, said: string): Promise<T | undefined> => {
      const answer = await trying(deed, said);
      if (answer !== undefined) await queries.invalidateQueries({ queryKey: key });
      return answer;
    };
    return {
      changeLevel: (userId: string, level: Level) => showing(() => client.changeLevel(conversationId, userId, level), t("people.changed")),
      remove: (userId: string) => showing(() => client.removePerson(conversationId, userId), t("people.removed")),
      letCommentsToAlly: (on: boolean) => showing(() => client.letCommentsToAlly(conversationId, on), t(on ? "people.commentsOn" : "people.commentsOff")),
      resend: (id: string) => readingAgain(() => client.resendInvitation(id), t("invitations.resent")),
      link: (id: string) => readingAgain(() => client.invitationLink(id), t("invitations.linked")),
      revoke: async (id: string) => (await readingAgain(() => client.revokeInvitation(id), t("invitations.revoked"))) !== undefined,
      leave: async () => {
        const left = await trying(() => client.leave(conversationId), t("people.left"));
        if (left === undefined) return false;
        runtime.desk.close();
        // What is no longer there leads back to one's own Ally.
        await Promise.all([queries.resetQueries({ queryKey: keys.messages(conversationId) }), queries.resetQueries({ queryKey: keys.conversation(conversationId) }), queries.invalidateQueries({ queryKey: keys.conversations() })]);
        return true;
      },
    };
  }, [runtime, conversationId, announce, t]);
  return { found, deeds };
}

export type CollaborationDeeds = ReturnType<typeof useCollaboration>["deeds"];
