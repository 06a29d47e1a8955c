import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Message, MessageVersion } from "../api/contract";
import { chosenVersion } from "../conversation/versions";
import { keys } from "../session/keys";
import { useAlly } from "./useAlly";

/** The pager over the versions of a message: the newest is the message itself, earlier ones are read when first wanted. */
export function useVersions(message: Message) {
  const { runtime } = useAlly();
  const newest = message.version ?? 1;
  const [wanted, setWanted] = useState<{ of: number; version: number }>({ of: newest, version: newest });
  // A new version comes to the front by itself.
  const version = chosenVersion(wanted, newest);
  const earlier = useQuery({
    queryKey: keys.versions(message.id, newest),
    queryFn: () => runtime.client.versions(message.id),
    enabled: version < newest,
    staleTime: Infinity,
  });
  const shown: MessageVersion | undefined = version < newest ? earlier.data?.find((one) => one.version === version) : undefined;
  return {
    version,
    newest,
    shown,
    isLoading: version < newest && earlier.isPending,
    isMissing: version < newest && !earlier.isPending && shown === undefined,
    go: (to: number) => setWanted({ of: newest, version: Math.min(Math.max(1, to), newest) }),
  };
}
