import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { MemoryChange, MemoryItem, MemoryKind, MemoryPage, MemorySettings } from "../api/contract";
import { asProblem } from "../api/problem";
import { withRemoved } from "../memory/removals";
import { keys } from "../session/keys";
import { useAlly, useReading, useTexts } from "./useAlly";

type Pages = InfiniteData<MemoryPage, string | undefined>;

/** What is remembered, of one conversation or all, with what was deleted a moment ago in its place. */
export function useMemory({ conversationId, kind, limit, often = false }: { conversationId?: string; kind?: MemoryKind; limit: number; often?: boolean }) {
  const { runtime } = useAlly();
  const { removals } = runtime;
  const query = useInfiniteQuery({
    queryKey: keys.memoryOf(conversationId, kind),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      runtime.client.memory({ limit, ...(conversationId === undefined ? {} : { conversationId }), ...(kind === undefined ? {} : { kind }), ...(pageParam === undefined ? {} : { cursor: pageParam }) }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...(often ? { refetchInterval: 45_000 } : {}),
  });
  const removed = useReading(removals, () => removals.all);
  const items = useMemo(() => {
    const all = new Map<string, MemoryItem>();
    for (const page of query.data?.pages ?? []) for (const item of page.items) all.set(item.id, item);
    return withRemoved(
      [...all.values()],
      removed.filter(({ item }) => (conversationId === undefined || item.conversationId === conversationId) && (kind === undefined || item.kind === kind)),
    );
  }, [query.data, removed, conversationId, kind]);
  const settings: MemorySettings | undefined = query.data?.pages[0];
  return {
    items,
    settings,
    isPending: query.isPending,
    problem: query.data === undefined && query.isError ? asProblem(query.error) : undefined,
    again: () => void query.refetch(),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
  };
}

/** The changes of each item that are on their way, one after the other, so that the last one holds. */
const underWay = new Map<string, Promise<unknown>>();

/** What a person can do to what is remembered. Everything shows at once and is taken back where it fails. */
export function useMemoryDeeds() {
  const { runtime, announce } = useAlly();
  const { t } = useTexts();
  const { client, queries, removals } = runtime;

  const inPages = useCallback(
    async (change: (page: MemoryPage) => MemoryPage) => {
      // An answer that was asked for before must not undo what is shown now.
      const cancelled = queries.cancelQueries({ queryKey: keys.memory() });
      queries.setQueriesData<Pages>({ queryKey: keys.memory() }, (data) => (data === undefined ? data : { ...data, pages: data.pages.map(change) }));
      await cancelled;
      queries.setQueriesData<Pages>({ queryKey: keys.memory() }, (data) => (data === undefined ? data : { ...data, pages: data.pages.map(change) }));
    },
    [queries],
  );
  const show = useCallback((item: MemoryItem) => inPages((page) => ({ ...page, items: page.items.map((one) => (one.id === item.id ? item : one)) })), [inPages]);
  const readAgain = useCallback(() => queries.invalidateQueries({ queryKey: keys.memory() }), [queries]);

  /** Changes an item; whether that went well. */
  const change = useCallback(
    async (item: MemoryItem, how: MemoryChange): Promise<boolean> => {
      void show(withChange(item, how));
      const before = underWay.get(item.id) ?? Promise.resolve();
      const asked = before.catch(() => undefined).then(() => client.changeMemory(item.id, how));
      underWay.set(item.id, asked);
      try {
        const changed = await asked;
        if (underWay.get(item.id) === asked) void show(changed);
        return true;
      } catch (thrown) {
        if (underWay.get(item.id) === asked) {
          void show(item);
          void readAgain();
        }
        runtime.onProblem(asProblem(thrown));
        return false;
      } finally {
        if (underWay.get(item.id) === asked) underWay.delete(item.id);
      }
    },
    [client, show, readAgain, runtime],
  );

  const remove = useCallback(
    async (item: MemoryItem) => {
      const asked = Date.now();
      removals.put(item);
      try {
        const { undoUntil } = await client.removeMemory(item.id);
        await inPages((page) => ({ ...page, items: page.items.filter((one) => one.id !== item.id) }));
        // The clocks of the two may differ.
        removals.end(item.id, Math.min(Math.max(Date.parse(undoUntil), asked + 10_000), asked + 30_000));
        announce(t("memory.removed"));
        // What it had taken the place of may hold again.
        if (item.supersededBy === undefined) void readAgain();
      } catch (thrown) {
        removals.drop(item.id);
        runtime.onProblem(asProblem(thrown));
      }
    },
    [client, inPages, readAgain, removals, announce, t, runtime],
  );

  const restore = useCallback(
    async (item: MemoryItem) => {
      try {
        const restored = await client.restoreMemory(item.id);
        await inPages((page) => page);
        queries.setQueriesData<Pages>({ queryKey: keys.memory(), predicate: ({ queryKey: [, of, kind] }) => (of === "" || of === item.conversationId) && (kind === "" || kind === item.kind) }, (data) => {
          const [first, ...rest] = data?.pages ?? [];
          if (data === undefined || first === undefined) return data;
          return { ...data, pages: [{ ...first, items: [...first.items.filter((one) => one.id !== item.id), restored] }, ...rest] };
        });
        announce(t("memory.restored"));
        void readAgain();
      } catch (thrown) {
        runtime.onProblem(asProblem(thrown));
      } finally {
        removals.drop(item.id);
      }
    },
    [client, queries, inPages, readAgain, removals, announce, t, runtime],
  );

  /** Forgets what is remembered of a conversation, or everything; whether that went well. */
  const forget = useCallback(
    async (conversationId?: string): Promise<boolean> => {
      try {
        await client.forget(conversationId);
        removals.clear();
        await inPages((page) => ({ ...page, items: page.items.filter((one) => conversationId !== undefined && one.conversationId !== conversationId) }));
        void readAgain();
        announce(t("memory.forgotten"));
        return true;
      } catch (thrown) {
        runtime.onProblem(asProblem(thrown));
        return false;
      }
    },
    [client, inPages, readAgain, removals, announce, t, runtime],
  );

  /** Switches memory on or off; whether that went well. */
  const switchOn = useCallback(
    async (on: boolean): Promise<boolean> => {
      try {
        const { enabled, reason, retentionDays } = await client.switchMemory(on);
        if (!on) removals.clear();
        await inPages((page) => ({ ...page, enabled, reason, retentionDays, items: enabled ? page.items : [] }));
        void readAgain();
        announce(t(enabled ? "memory.nowOn" : "memory.nowOff"));
        return true;
      } catch (thrown) {
        runtime.onProblem(asProblem(thrown));
        return false;
      }
    },
    [client, inPages, readAgain, removals, announce, t, runtime],
  );

  return { change, remove, restore, forget, switchOn };
}

/** An item as it will be after a change. */
export function withChange(item: MemoryItem, { text, kind, status, due, owner }: MemoryChange): MemoryItem {
  const { due: _due, owner: _owner, ...rest } = item;
  const [newDue, newOwner] = [due ?? item.due, owner ?? item.owner];
  return {
    ...rest,
    ...(text == null ? {} : { text, edited: true }),
    ...(kind == null ? {} : { kind }),
    ...(status == null ? {} : { status }),
    ...(newDue ? { due: newDue } : {}),
    ...(newOwner ? { owner: newOwner } : {}),
  };
}
