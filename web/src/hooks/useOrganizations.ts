import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { configKeys } from "../config/office";
import { useOffice } from "./useConfig";

/** The organizations, page by page. */
export function useOrganizations() {
  const { calls } = useOffice();
  const query = useInfiniteQuery({
    queryKey: configKeys.organizations,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => calls.organizations(pageParam),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 60_000,
  });
  const rows = useMemo(() => (query.data?.pages ?? []).flatMap((page) => page.organizations), [query.data]);
  return { query, rows, nameOf: (id: string) => rows.find((row) => row.id === id)?.name ?? id };
}
