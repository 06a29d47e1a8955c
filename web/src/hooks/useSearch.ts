import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { asProblem } from "../api/problem";
import { resultsOf } from "../search/choices";
import { type Filters, queryOf } from "../search/filters";
import { keys } from "../session/keys";
import { useAlly } from "./useAlly";
import { useDelayed } from "./useDelayed";

const PAGE = 15;

/** Milliseconds without a key pressed after which is searched. */
const PAUSE = 180;

/**
 * The results of what is typed, as it is typed. A request that something newer took
 * the place of is called off, and what it found is never shown: results stand
 * under what they were asked for. Those of before stay while the next are on their way.
 */
export function useSearch(typed: string, filters: Filters) {
  const { runtime } = useAlly();
  // Filters are chosen and not typed: they hold at once.
  const text = useDelayed(typed.trim(), typed.trim() === "" ? 0 : PAUSE);
  const today = new Date().toDateString();
  const query = useMemo(() => queryOf(text, filters, new Date(today)), [text, filters, today]);
  const search = useInfiniteQuery({
    queryKey: keys.search(query),
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const found = runtime.measures.searching();
      const page = await runtime.client.search({ ...query, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) }, signal);
      found();
      return page;
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: query !== undefined,
    placeholderData: (before) => before,
    staleTime: 10_000,
    gcTime: 60_000,
  });
  const data = query === undefined ? undefined : search.data;
  const results = useMemo(() => resultsOf(data?.pages ?? []), [data]);
  const first = data?.pages[0];
  const isWaiting = typed.trim() !== text || (query !== undefined && search.isFetching && !search.isFetchingNextPage && (search.isPlaceholderData || search.isPending));
  return {
    /** Whether something is searched for; else there is nothing to show results of. */
    isAsked: query !== undefined,
    /** The results are of something before, or there are none yet. */
    isWaiting,
    results,
    corrections: first?.corrections ?? [],
    topics: first?.topics ?? [],
    wordsOnly: first?.wordsOnly ?? false,
    problem: query !== undefined && search.isError && !search.isFetching && search.failureReason !== null ? asProblem(search.error) : undefined,
    again: () => void (search.isFetchNextPageError ? search.fetchNextPage() : search.refetch()),
    hasMore: search.hasNextPage && !search.isPlaceholderData,
    isLoadingMore: search.isFetchingNextPage,
    more: () => {
      if (search.hasNextPage && !search.isFetching && !search.isError && !search.isPlaceholderData) void search.fetchNextPage();
    },
  };
}
