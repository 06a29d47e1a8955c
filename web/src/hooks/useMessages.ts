import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Message } from "../api/contract";
import { asProblem, type Problem } from "../api/problem";
import { type History, historyOf, withNewest, withOlder } from "../conversation/history";
import { keys } from "../session/keys";
import { useAlly, useReading } from "./useAlly";

const PAGE = 50;
const NEWEST = 12;

/** The messages of a conversation that were read, kept up to date while somebody looks. */
export function useMessages(conversationId: string) {
  const { runtime } = useAlly();
  const { client, queries, talk, live } = runtime;
  const key = useMemo(() => keys.messages(conversationId), [conversationId]);

  const query = useQuery({
    queryKey: key,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const known = queries.getQueryData<History>(key);
      const asked = known?.clock ?? 0;
      const page = await client.messages(conversationId, { limit: known === undefined || known.messages.length === 0 ? PAGE : NEWEST }, signal);
      const now = queries.getQueryData<History>(key);
      return now === undefined ? historyOf(page) : withNewest(now, page, asked);
    },
    structuralSharing: false,
  });
  const history = query.data;

  useEffect(() => live.watch(conversationId, () => void queries.refetchQueries({ queryKey: key, type: "active" }, { cancelRefetch: false })), [live, queries, conversationId, key]);

  // A reply that is being written for somebody else, or since before this visit, is followed too.
  useEffect(() => {
    const newest = history?.messages.slice(-NEWEST) ?? [];
    for (const message of newest) {
      if (message.status === "generating" && !talk.isUnderWay(message.id) && !(message.inReplyTo && talk.isUnderWay(message.inReplyTo))) void talk.watch(message);
    }
  }, [history, talk]);

  const older = useOlder(conversationId, history);
  return {
    messages: history?.messages ?? NONE,
    history,
    isReading: query.isFetching,
    isLoading: query.isPending,
    problem: history === undefined && query.isError ? asProblem(query.error) : undefined,
    again: () => void query.refetch(),
    isWhole: history !== undefined && history.olderCursor === null,
    ...older,
  };
}

const NONE: Message[] = [];

function useOlder(conversationId: string, history: History | undefined) {
  const { runtime } = useAlly();
  const [state, setState] = useState<{ loading: boolean; problem?: Problem }>({ loading: false });
  const running = useRef(false);
  const cursor = history?.olderCursor ?? null;
  const loadOlder = useCallback(async (limit = PAGE) => {
    if (cursor === null || running.current) return;
    running.current = true;
    setState({ loading: true });
    try {
      const page = await runtime.client.messages(conversationId, { limit, before: cursor });
      runtime.queries.setQueryData<History>(keys.messages(conversationId), (now) => (now === undefined || now.olderCursor !== cursor ? now : withOlder(now, page)));
      setState({ loading: false });
    } catch (thrown) {
      setState({ loading: false, problem: asProblem(thrown) });
    } finally {
      running.current = false;
    }
  }, [runtime, conversationId, cursor]);
  return { loadOlder, isLoadingOlder: state.loading, olderProblem: state.problem };
}

/** The text of a reply while it is written; undefined once it is not. */
export function useWriting(replyId: string) {
  const { replies } = useAlly().runtime;
  return useReading(replies, () => replies.get(replyId));
}

/** The messages that were sent and not confirmed yet. */
export function useOutgoing(conversationId: string) {
  const { outbox } = useAlly().runtime;
  return useReading(outbox, () => outbox.of(conversationId));
}
