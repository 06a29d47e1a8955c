import { useQuery } from "@tanstack/react-query";
import { useAlly } from "./useAlly";

/** What the person may set: all of Ally, their own organizations, or nothing. Asked only of those whose answer is open. */
export function useAdministers(isOpen: boolean): "all" | "own" | undefined {
  const { client, person } = useAlly().runtime;
  const { api, take } = client.later;
  const { data } = useQuery({
    queryKey: ["administers", person.userId],
    queryFn: () => take(api.GET("/api/ally/config/organizations", { params: { query: { limit: 1 } } })),
    enabled: isOpen,
    staleTime: Infinity,
  });
  if (!isOpen || data === undefined) return undefined;
  return data.steers ? "all" : data.organizations.length > 0 ? "own" : undefined;
}
