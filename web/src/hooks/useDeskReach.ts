import { useAlly } from "./useAlly";
import { useOrganizations } from "./useOrganizations";

/** How far the person's desk reaches: a superadmin's over all of it, an administrator's over their organizations; undefined until it is known. */
export function useDeskReach(): "all" | "own" | undefined {
  const { person } = useAlly().runtime;
  const { query } = useOrganizations();
  // Who is said to steer is kept waiting by nothing, least of all by a failure: each door decides anew.
  if (person.userRole === "superadmin" || query.isError) return "all";
  const steers = query.data?.pages[0]?.steers;
  return steers === undefined ? undefined : steers ? "all" : "own";
}
