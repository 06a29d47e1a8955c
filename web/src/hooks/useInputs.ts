import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { Catalogue, InputItem, InputKind, InputSection } from "../api/contract";
import { chosenOf, type InputChange, type Inputs, isChosen } from "../conversation/selection";
import { keys } from "../session/keys";
import { useAlly } from "./useAlly";
import { useConversation } from "./useConversations";

export const INPUT_KINDS: readonly InputKind[] = ["organization", "domain", "agent", "conversation", "action"];

/** The first page of every section, and how much fits into a question. */
export function useCatalogue(conversationId: string) {
  const { runtime } = useAlly();
  return useQuery({
    queryKey: keys.inputs(conversationId),
    queryFn: ({ signal }) => runtime.client.inputs({ conversationId }, signal),
    staleTime: 60_000,
  });
}

/** How many pages are read by themselves to find what is chosen. */
const MOST_PAGES = 8;

/** One section, page by page, searched by the server. Its first page without a search comes with the catalogue. */
export function useSection(conversationId: string, kind: InputKind, q: string, catalogue: Catalogue | undefined, inputs: Inputs | undefined) {
  const { runtime } = useAlly();
  const first = catalogue?.sections.find((section) => section.kind === kind);
  const query = useInfiniteQuery({
    queryKey: keys.section(conversationId, kind, q),
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      if (q === "" && pageParam === undefined && first !== undefined) return runtime.queries.getQueryData<Catalogue>(keys.inputs(conversationId))?.sections.find((section) => section.kind === kind) ?? first;
      const answer = await runtime.client.inputs(
        { kind, conversationId, limit: 100, ...(q === "" ? {} : { q }), ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      );
      return answer.sections.find((section) => section.kind === kind) ?? { kind, count: 0, items: [], nextCursor: null };
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: first !== undefined,
    staleTime: 60_000,
  });
  const items = useMemo(() => {
    const all = new Map<string, InputItem>();
    for (const page of query.data?.pages ?? []) for (const item of page.items) all.set(item.id, item);
    return [...all.values()];
  }, [query.data]);

  // What is chosen is looked for in further pages, so that it is seen and counted.
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query;
  const pages = query.data?.pages.length ?? 0;
  const isMissing = inputs !== undefined && q === "" && chosenOf(inputs, kind).some((id) => !items.some((item) => item.id === id));
  useEffect(() => {
    if (isMissing && hasNextPage && !isFetchingNextPage && !isError && pages < MOST_PAGES) void fetchNextPage();
  }, [isMissing, hasNextPage, isFetchingNextPage, isError, pages, fetchNextPage]);

  // What was chosen when the section was opened stands first; it stays in its place while one chooses.
  const atFirst = useRef<{ of: string; chosen: readonly string[] }>(undefined);
  if (inputs !== undefined && atFirst.current?.of !== conversationId) atFirst.current = { of: conversationId, chosen: chosenOf(inputs, kind) };
  const ordered = useMemo(() => {
    const chosen = new Set(atFirst.current?.chosen);
    return chosen.size === 0 ? items : [...items.filter((item) => chosen.has(item.id)), ...items.filter((item) => !chosen.has(item.id))];
  }, [items, conversationId]);
  return { ...query, items: ordered, count: query.data?.pages[0]?.count ?? first?.count ?? 0 };
}

/** What is chosen for a conversation, and a way to change it. */
export function useSelection(conversationId: string) {
  const { runtime } = useAlly();
  const conversation = useConversation(conversationId).data;
  const change = useCallback((how: InputChange) => runtime.selection(conversationId).make(how), [runtime, conversationId]);
  return { inputs: conversation?.activeInputs, mayChange: conversation?.permission === "write", change };
}

/** How much of the budget the chosen inputs may take; `unknown` counts those whose size was not read. */
export function useBudget(conversationId: string) {
  const { runtime } = useAlly();
  const catalogue = useCatalogue(conversationId).data;
  const { inputs } = useSelection(conversationId);
  if (catalogue === undefined || inputs === undefined) return undefined;
  const sizes = new Map<string, number>();
  const note = (kind: InputSection["kind"], items: readonly InputItem[]) => items.forEach((item) => sizes.set(`${kind} ${item.id}`, item.tokens));
  for (const section of catalogue.sections) note(section.kind, section.items);
  for (const [key, data] of runtime.queries.getQueriesData<{ pages: { items: InputItem[] }[] }>({ queryKey: keys.inputs(conversationId) })) {
    const kind = key[2] as InputKind | undefined;
    if (kind !== undefined) data?.pages.forEach((page) => note(kind, page.items));
  }
  let used = 0;
  let unknown = 0;
  const add = (kind: InputKind, id: string) => {
    const size = sizes.get(`${kind} ${id}`);
    if (size === undefined) unknown++;
    else used += size;
  };
  for (const section of catalogue.sections) {
    if (section.kind === "organization" || section.kind === "domain") {
      const [item] = section.items;
      if (item !== undefined && isChosen(inputs, section.kind, item.id)) add(section.kind, item.id);
    }
  }
  inputs.agentIds.forEach((id) => add("agent", id));
  inputs.conversationIds.forEach((id) => add("conversation", id));
  inputs.actionIds.forEach((id) => add("action", id));
  return { used, unknown, budget: catalogue.budget.tokens };
}
