import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "../api/problem";
import { configKeys } from "../config/office";
import { useConfigTexts, useEdit, useSay } from "./useConfig";

interface Versioned {
  revision: string;
}

export interface ChangingOptions<T> {
  /** Of what is changed and not saved. */
  name: string;
  /** Of the answer that it is read from. */
  queryKey: readonly unknown[];
  save(value: T, why: string): Promise<T>;
  /** Puts what was saved among the answers. */
  saved(value: T): void;
}

export type SettingOptions<T> = Omit<ChangingOptions<T>, "saved"> & { read(): Promise<T> };

/** Something that is set, with the answer that says how it is in force. */
export function useSetting<T extends Versioned>({ read, ...options }: SettingOptions<T>) {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: options.queryKey, queryFn: read });
  return { query, ...useChanging<T>({ ...options, saved: (value) => queries.setQueryData(options.queryKey, value) }) };
}

/**
 * Something that is set with a revision. What is changed is kept until it is saved,
 * as fields over what is in force: whoever was slower sees how it is now, with
 * their own fields over it.
 */
export function useChanging<T extends Versioned>({ name, queryKey, save, saved }: ChangingOptions<T>) {
  const { t } = useConfigTexts();
  const queries = useQueryClient();
  const say = useSay();
  const [edit, setEdit] = useEdit<Partial<T>>(name);
  const [isBehind, setBehind] = useState(false);
  return {
    edit,
    /** Somebody was faster, and what is shown is theirs under one's own. */
    isBehind,
    write: (inForce: T, change: Partial<T>) => {
      const next = { ...edit } as Partial<T>;
      for (const key of Object.keys(change) as (keyof T)[]) {
        if (JSON.stringify(change[key]) === JSON.stringify(inForce[key])) delete next[key];
        else next[key] = change[key] as T[keyof T];
      }
      setEdit(Object.keys(next).length === 0 ? undefined : next);
    },
    discard: () => (setEdit(undefined), setBehind(false)),
    /** Saves; what fails throws a Problem, and nothing that was written is lost. */
    save: async (inForce: T, why: string) => {
      try {
        const value = await save({ ...inForce, ...edit }, why);
        saved(value);
      } catch (thrown) {
        if (asProblem(thrown).code === "changed") {
          setBehind(true);
          await queries.invalidateQueries({ queryKey });
        }
        throw thrown;
      }
      setEdit(undefined);
      setBehind(false);
      void queries.invalidateQueries({ queryKey: configKeys.allAudit });
      say(t("setting.saved"));
    },
  };
}
