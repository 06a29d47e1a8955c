import { useInfiniteQuery, useQuery, type InfiniteData } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { Conversation, ConversationPage } from "../api/contract";
import { asProblem } from "../api/problem";
import { type History, historyOf } from "../conversation/history";
import { newKey } from "../conversation/key";
import { keys } from "../session/keys";
import { useAlly, useTexts } from "./useAlly";

type Pages = InfiniteData<ConversationPage, string | undefined>;

/** The person's Ally; created the first time. */
export function useMain() {
  const { runtime } = useAlly();
  const { userId, userEmail, userDomain, organizationId } = runtime.person;
  return useQuery({
    queryKey: keys.main(),
    staleTime: Infinity,
    queryFn: () => runtime.client.main({ userId, userEmail, userDomain, ...(organizationId ? { organizationId } : {}) }),
  });
}

export function useConversation(conversationId: string) {
  const { runtime } = useAlly();
  return useQuery({
    queryKey: keys.conversation(conversationId),
    queryFn: async () => runtime.selection(conversationId).upon(await runtime.client.conversation(conversationId)),
    enabled: conversationId !== "",
  });
}

/** Own and shared conversations: the main Ally first, then threads, newest first. */
export function useConversations() {
  const { runtime } = useAlly();
  const query = useInfiniteQuery({
    queryKey: keys.conversations(),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => runtime.client.conversations({ limit: 30, ...(pageParam === undefined ? {} : { cursor: pageParam }) }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: 45_000,
    staleTime: 5_000,
  });
  const conversations = useMemo(() => {
    const all = new Map((query.data?.pages ?? []).flatMap((page) => page.conversations).map((one) => [one.id, one]));
    return [...all.values()].sort((a, b) => Number(isMain(b)) - Number(isMain(a)) || b.lastMessageAt.localeCompare(a.lastMessageAt));
  }, [query.data]);
  return { ...query, conversations };
}

function isMain(conversation: Conversation): boolean {
  return conversation.type === "ally-main" && conversation.mine;
}

/** What can be done to conversations. Everything shows at once and is taken back where it fails. */
export function useConversationDeeds() {
  const { runtime, announce } = useAlly();
  const { t } = useTexts();
  const { client, queries, notices } = runtime;

  const inList = useCallback(
    (change: (list: Conversation[]) => Conversation[]) =>
      queries.setQueryData<Pages>(keys.conversations(), (data) =>
        data === undefined ? data : { ...data, pages: data.pages.map((page) => ({ ...page, conversations: change(page.conversations) })) },
      ),
    [queries],
  );
  const readList = useCallback(() => queries.invalidateQueries({ queryKey: keys.conversations() }), [queries]);
  const keep = useCallback(
    (conversation: Conversation) => {
      queries.setQueryData(keys.conversation(conversation.id), conversation);
      inList((list) => list.map((one) => (one.id === conversation.id ? conversation : one)));
    },
    [queries, inList],
  );

  const create = useCallback(async (): Promise<Conversation | undefined> => {
    try {
      const conversation = await client.newConversation({ key: newKey() });
      queries.setQueryData(keys.conversation(conversation.id), conversation);
      queries.setQueryData<History>(keys.messages(conversation.id), (known) => known ?? historyOf({ messages: [], nextCursor: null }));
      queries.setQueryData<Pages>(keys.conversations(), (data) => {
        const [first, ...rest] = data?.pages ?? [];
        if (data === undefined || first === undefined) return data;
        return { ...data, pages: [{ ...first, conversations: [conversation, ...first.conversations.filter((one) => one.id !== conversation.id)] }, ...rest] };
      });
      return conversation;
    } catch (thrown) {
      runtime.onProblem(asProblem(thrown));
      return undefined;
    }
  }, [client, queries, runtime]);

  const rename = useCallback(
    async (conversation: Conversation, title: string) => {
      keep({ ...conversation, title });
      try {
        for (let revision = conversation.revision, tries = 1; ; tries++) {
          try {
            keep((await client.changeConversation(conversation.id, { revision, title })).conversation);
            return;
          } catch (thrown) {
            if (asProblem(thrown).code !== "conflict" || tries === 3) throw thrown;
            revision = (await client.conversation(conversation.id)).revision;
          }
        }
      } catch (thrown) {
        keep(conversation);
        runtime.onProblem(asProblem(thrown));
      }
    },
    [client, keep, runtime],
  );

  const restore = useCallback(
    async (id: string) => {
      try {
        keep(await client.restoreConversation(id));
        await Promise.all([readList(), queries.invalidateQueries({ queryKey: keys.messages(id) })]);
        announce(t("conversations.restored"));
      } catch (thrown) {
        runtime.onProblem(asProblem(thrown));
      }
    },
    [client, keep, readList, queries, announce, t, runtime],
  );

  const offerUndo = useCallback(
    (text: string, id: string, undoUntil: string) => {
      const until = Date.parse(undoUntil);
      notices.say({ tone: "plain", text, action: { label: t("undo"), run: () => void restore(id) }, until: Math.min(until, Date.now() + 20_000) });
      announce(text);
    },
    [notices, t, restore, announce],
  );

  const remove = useCallback(
    async (conversation: Conversation) => {
      inList((list) => list.filter((one) => one.id !== conversation.id));
      try {
        const { undoUntil } = await client.removeConversation(conversation.id);
        offerUndo(t("conversations.removed", { title: conversation.title || t("conversations.untitled") }), conversation.id, undoUntil);
      } catch (thrown) {
        void readList();
        runtime.onProblem(asProblem(thrown));
      }
    },
    [client, inList, offerUndo, readList, runtime, t],
  );

  const empty = useCallback(
    async (conversation: Conversation) => {
      try {
        const answer = await client.clearConversation(conversation.id);
        keep(answer.conversation);
        queries.setQueryData<History>(keys.messages(conversation.id), historyOf({ messages: [], nextCursor: null }));
        offerUndo(t("conversations.cleared"), conversation.id, answer.undoUntil);
      } catch (thrown) {
        runtime.onProblem(asProblem(thrown));
      }
    },
    [client, keep, queries, offerUndo, runtime, t],
  );

  return { create, rename, remove, empty, restore };
}
