import { useCallback, useState } from "react";
import { asProblem } from "../api/problem";
import { save } from "../session/save";
import { useAlly } from "./useAlly";

/** What the file is called on the person's disk. */
const FILE = "ally.json";

/** Fetches all that Ally holds on the person and gives it to the browser as a file, once it is there to its end. */
export function useExport() {
  const { runtime } = useAlly();
  const [state, setState] = useState<"ready" | "fetching" | "done">("ready");
  const fetchFile = useCallback(async () => {
    setState("fetching");
    try {
      save(await runtime.client.everything(), FILE);
      setState("done");
      return undefined;
    } catch (thrown) {
      setState("ready");
      return asProblem(thrown);
    }
  }, [runtime]);
  return { state, fetchFile };
}
