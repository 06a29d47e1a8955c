import { useCallback, useRef, useState } from "react";
import type { AppId } from "../api/apps";
import type { Action } from "../api/contract";
import { asProblem, type Problem } from "../api/problem";
import { newKey } from "../conversation/key";
import { keys } from "../session/keys";
import { useActionDeeds } from "./useActions";
import { useAlly } from "./useAlly";

/**
 * Runs an app. `begun` hears of the action as soon as the server has it; from
 * then on it is in the answers that are kept. What failed before is the
 * problem; the same inputs again are then the same action. `run` gives the
 * action as it was told last.
 */
export function useRun(app: AppId, conversationId: string, begun?: (action: Action) => void) {
  const { runtime } = useAlly();
  const { keep } = useActionDeeds();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const tried = useRef({ inputs: "", key: "" });
  const run = useCallback(
    async (inputs: Record<string, unknown>): Promise<Action | undefined> => {
      const asked = JSON.stringify([conversationId, inputs]);
      if (tried.current.inputs !== asked) tried.current = { inputs: asked, key: newKey() };
      setBusy(true);
      setProblem(undefined);
      let action: Action | undefined;
      try {
        for await (const event of runtime.client.runApp(app, { conversationId, clientActionId: tried.current.key, inputs }, new AbortController().signal)) {
          if (event.kind === "progress") {
            if (action !== undefined) runtime.queries.setQueryData<Action>(keys.action(action.id), (now) => (now === undefined || now.status !== "processing" ? now : { ...now, progress: { done: event.done, total: event.total } }));
            continue;
          }
          const isFirst = action === undefined;
          action = event.action;
          keep(action);
          if (isFirst) begun?.(action);
        }
        tried.current = { inputs: "", key: "" };
        return action;
      } catch (thrown) {
        // What the server has taken goes on there, and is looked at from time to time.
        if (action === undefined) setProblem(asProblem(thrown));
        return action;
      } finally {
        setBusy(false);
      }
    },
    [runtime, app, conversationId, keep, begun],
  );
  return { isBusy, problem, run };
}
