import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Condition, Flip, Rollout, RolloutChange, Switches } from "../api/config";
import { configKeys } from "../config/office";
import { useConfigTexts, useOffice, useSay } from "./useConfig";

export interface RolloutAnswer {
  rollout: Rollout;
  switches: Switches;
  next: Condition[];
}

/** How far Ally is rolled out, and what is switched off. A deed that fails throws a Problem. */
export function useRollout() {
  const { calls } = useOffice();
  const { t, n } = useConfigTexts();
  const queries = useQueryClient();
  const say = useSay();
  const query = useQuery<RolloutAnswer>({ queryKey: configKeys.rollout, queryFn: calls.rollout, refetchInterval: 20_000, staleTime: 5000 });
  const deeds = useMemo(() => {
    const readAgain = () => Promise.all([queries.invalidateQueries({ queryKey: configKeys.rollout }), queries.invalidateQueries({ queryKey: configKeys.schedule }), queries.invalidateQueries({ queryKey: configKeys.allAudit })]);
    return {
      readAgain,
      change: async (revision: number, change: RolloutChange, why: string, override: boolean) => {
        await calls.changeRollout(revision, change, why, override);
        await readAgain();
        say(t("rollout.changed"));
      },
      plan: async (change: RolloutChange, at: string, why: string) => {
        await calls.plan(change, at, why);
        await readAgain();
        say(t("schedule.planned"));
      },
      unplan: async (id: string, why: string) => {
        try {
          await calls.unplan(id, why);
          say(t("schedule.cancelled"));
        } finally {
          await readAgain();
        }
      },
      /** Grants Ally to all of them, or to none; says who has it, and how many see it no sooner for another reason. */
      grantAll: async (emails: string[], why: string) => {
        const people = await calls.grantAll(emails, why);
        void readAgain();
        const off = people.filter((one) => !one.on).length;
        say([n("beta.done", people.length), ...(off > 0 ? [n("beta.still", off)] : [])].join(". "));
      },
      flip: async (flip: Flip, why: string) => {
        const switches = await calls.flip(flip, why);
        queries.setQueryData<RolloutAnswer>(configKeys.rollout, (known) => (known === undefined ? known : { ...known, switches }));
        void readAgain();
        say(t("switches.changed"));
      },
    };
    // What is said at the end follows the language of the time.
  }, [calls, queries, t, n]);
  return { query, deeds };
}

export type RolloutDeeds = ReturnType<typeof useRollout>["deeds"];
