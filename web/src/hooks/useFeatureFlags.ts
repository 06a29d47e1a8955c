import { useEffect, useState } from "react";
import type { Flags } from "../api/contract";
import { asProblem, type Problem } from "../api/problem";
import { runtimeOf } from "../session/runtime";

export interface FeatureFlags {
  /** False until the answer is there. */
  allyBetaAccess: boolean;
  loading: boolean;
  reason?: string;
  stage?: string;
  problem?: Problem;
  again(): void;
}

interface Answer {
  of: string;
  flags?: Flags;
  problem?: Problem;
}

/** Whether Ally is on for a person. It needs no workspace around it; unreachable means off. */
export function useFeatureFlags(userId: string, userEmail: string, options: { baseUrl?: string } = {}): FeatureFlags {
  const { baseUrl } = options;
  const [turn, setTurn] = useState(0);
  const wanted = `${userId} ${userEmail} ${baseUrl ?? ""} ${turn}`;
  const [answer, setAnswer] = useState<Answer>({ of: "" });
  useEffect(() => {
    let left = false;
    const person = { userId, userEmail, userDomain: domainOf(userEmail), userRole: "" };
    runtimeOf(person, baseUrl === undefined ? {} : { baseUrl })
      .client.flags(userId)
      .then((flags) => !left && setAnswer({ of: wanted, flags }))
      .catch((thrown: unknown) => !left && setAnswer({ of: wanted, problem: asProblem(thrown) }));
    return () => {
      left = true;
    };
  }, [userId, userEmail, baseUrl, wanted]);
  const again = () => setTurn((n) => n + 1);
  if (answer.of !== wanted) return { allyBetaAccess: false, loading: true, again };
  return {
    allyBetaAccess: answer.flags?.allyBetaAccess ?? false,
    loading: false,
    ...(answer.flags === undefined ? {} : { reason: answer.flags.reason, stage: answer.flags.stage }),
    ...(answer.problem === undefined ? {} : { problem: answer.problem }),
    again,
  };
}

export function domainOf(email: string): string {
  return email.split("@")[1]?.toLowerCase() || "unknown";
}
