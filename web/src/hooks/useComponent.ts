import { type ComponentType, useEffect, useState } from "react";
import { Problem } from "../api/problem";
import { useAlly } from "./useAlly";

/** A component whose code is fetched once it is wanted. Where that fails it is said, and `failed` may take the wish back. */
export function useComponent<P>(load: () => Promise<{ default: ComponentType<P> }>, wanted: boolean, failed?: () => void): ComponentType<P> | undefined {
  const { runtime } = useAlly();
  const [component, keep] = useState<{ it: ComponentType<P> }>();
  const isMissing = wanted && component === undefined;
  useEffect(() => {
    if (!isMissing) return;
    let gone = false;
    load().then(
      (module) => gone || keep({ it: module.default }),
      () => {
        if (gone || failed === undefined) return;
        runtime.onProblem(new Problem("network", ""));
        failed();
      },
    );
    return () => void (gone = true);
    // The functions are written in place and mean the same each time.
  }, [isMissing, runtime]);
  return component?.it;
}
