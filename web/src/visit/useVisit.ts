import { useCallback, useEffect, useState } from "react";
import { asProblem, type Problem } from "../api/problem";

/** Something that is read once; `again` reads it anew. */
export function useVisit<T>(read: () => Promise<T>): { data: T | undefined; problem: Problem | undefined; again(): void } {
  const [state, setState] = useState<{ data?: T; problem?: Problem }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let gone = false;
    read().then(
      (data) => gone || setState({ data }),
      (thrown) => gone || setState({ problem: asProblem(thrown) }),
    );
    return () => void (gone = true);
  }, [read, turn]);
  const again = useCallback(() => {
    setState({});
    setTurn((now) => now + 1);
  }, []);
  return { data: state.data, problem: state.problem, again };
}
