import { useQuery } from "@tanstack/react-query";
import { useAlly } from "./useAlly";

/** Whether there is an organization that the person may set, or all of them. Asked only of those whose answer is open. */
export function useAdministers(isOpen: boolean): boolean {
  const { client, person } = useAlly().runtime;
  const { api, take } = client.later;
  const { data } = useQuery({
    queryKey: ["administers", person.userId],
    queryFn: () => take(api.GET("/api/ally/config/organizations", { params: { query: { limit: 1 } } })),
    enabled: isOpen,
    staleTime: Infinity,
  });
  return isOpen && data !== undefined && (data.steers || data.organizations.length > 0);
}
