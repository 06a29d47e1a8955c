import { type QueryClient, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Action, ActionFormat } from "../api/contract";
import { asProblem } from "../api/problem";
import { emailOf } from "../api/results";
import { keys } from "../session/keys";
import { save } from "../session/save";
import { useAlly, useTexts } from "./useAlly";

/** Milliseconds between two looks at an action that runs. */
const LOOK = 1500;

/** The apps that the person may use, as the organization has switched them on. */
export function useApps() {
  const { runtime } = useAlly();
  return useQuery({ queryKey: keys.apps(), queryFn: () => runtime.client.apps(), staleTime: 300_000 });
}

/** An action, looked at again while it runs. */
export function useAction(id: string, enabled = true) {
  const { runtime } = useAlly();
  return useQuery({
    queryKey: keys.action(id),
    queryFn: () => runtime.client.action(id),
    enabled,
    refetchInterval: ({ state }) => lookAgain(state.data),
  });
}

/** Milliseconds until an action may have got further; false once it is at its end. */
function lookAgain(action: Action | undefined): number | false {
  if (action === undefined) return false;
  if (action.status === "processing") return LOOK;
  const delivery = emailOf(action)?.delivery.state;
  return delivery === "queued" ? 2 * LOOK : delivery === "scheduled" ? 20 * LOOK : false;
}

/** The latest actions of an app in a conversation. */
export function useActionsOf(conversationId: string, appId: string) {
  const { runtime } = useAlly();
  return useQuery({ queryKey: keys.actionsOf(conversationId, appId), queryFn: async () => (await runtime.client.actions({ conversationId, appId, limit: 10 })).actions });
}

/** Reads what can be chosen again: the catalogue before its sections, which begin with its pages. */
async function readInputs(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({ queryKey: keys.allInputs(), predicate: ({ queryKey }) => queryKey.length === 2 });
  await queries.invalidateQueries({ queryKey: keys.allInputs(), predicate: ({ queryKey }) => queryKey.length > 2 });
}

/** What a person can do with actions. What fails is said. */
export function useActionDeeds() {
  const { runtime, announce } = useAlly();
  const { t } = useTexts();
  const { client, queries, notices, desk } = runtime;

  /** Shows what has become of an action, wherever it is shown. */
  const keep = useCallback(
    (action: Action) => {
      queries.setQueryData(keys.action(action.id), action);
      void queries.invalidateQueries({ queryKey: keys.actions() });
      void readInputs(queries);
    },
    [queries],
  );
  const trying = useCallback(
    async <T,>(deed: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await deed();
      } catch (thrown) {
        runtime.onProblem(asProblem(thrown));
        return undefined;
      }
    },
    [runtime],
  );

  const read = useCallback((id: string) => trying(() => queries.fetchQuery({ queryKey: keys.action(id), queryFn: () => client.action(id) })), [trying, queries, client]);
  const cancel = useCallback((id: string) => trying(async () => keep(await client.cancelAction(id))), [trying, keep, client]);
  const download = useCallback(
    (id: string, format: ActionFormat) =>
      trying(async () => {
        const { file, name } = await client.exportAction(id, format);
        save(file, name);
      }),
    [trying, client],
  );
  const report = useCallback(
    (id: string) =>
      trying(async () => {
        const action = await client.reportAction(id);
        keep(action);
        notices.say({ tone: "plain", text: t("action.reported"), action: { label: t("action.openReport"), run: () => desk.open({ appId: action.appId, actionId: action.id }) } });
        announce(t("action.reported"));
      }),
    [trying, client, keep, notices, desk, announce, t],
  );

  const restore = useCallback(
    (id: string) =>
      trying(async () => {
        keep(await client.restoreAction(id));
        announce(t("action.restored"));
      }),
    [trying, client, keep, announce, t],
  );
  const remove = useCallback(
    (action: { id: string; title: string }) =>
      trying(async () => {
        const { undoUntil } = await client.removeAction(action.id);
        if (desk.opened?.actionId === action.id) desk.open({ appId: desk.opened.appId });
        queries.removeQueries({ queryKey: keys.action(action.id) });
        void queries.invalidateQueries({ queryKey: keys.actions() });
        void readInputs(queries);
        const text = t("action.removed", { title: action.title });
        notices.say({ tone: "plain", text, action: { label: t("undo"), run: () => void restore(action.id) }, until: Math.min(Date.parse(undoUntil), Date.now() + 20_000) });
        announce(text);
      }),
    [trying, client, queries, notices, desk, restore, announce, t],
  );

  return { keep, read, cancel, download, report, remove };
}
