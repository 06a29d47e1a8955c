import { useEffect, useRef, useState } from "react";
import { MOST_STRIDES, reachOf, STRIDE, type Target } from "../conversation/place";
import { useAlly, useTexts } from "./useAlly";
import type { useMessages } from "./useMessages";

/**
 * Reads back to a message that is wanted. `isSeeking` while it is not known where
 * it stands; then `target` is the one that was found, or undefined where the
 * conversation shows its end instead, which is said.
 */
export function useReach(talked: ReturnType<typeof useMessages>, target: Target | undefined): { isSeeking: boolean; found: Target | undefined } {
  const { runtime, announce } = useAlly();
  const { t } = useTexts();
  const [ended, end] = useState<{ wish: number; found: boolean }>();
  const strides = useRef({ wish: 0, count: 0 });
  const { history, isReading, isLoadingOlder, olderProblem, problem, loadOlder } = talked;
  const isOpen = target !== undefined && ended?.wish !== target.wish;

  useEffect(() => {
    if (!isOpen || history === undefined) return;
    if (strides.current.wish !== target.wish) strides.current = { wish: target.wish, count: 0 };
    const reach = reachOf(history, target, strides.current.count);
    if (reach === "there") return end({ wish: target.wish, found: true });
    // What came last may be on its way still.
    if (isReading || isLoadingOlder) return;
    const failed = olderProblem !== undefined && strides.current.count > 0;
    if (reach === "earlier" && !failed) {
      strides.current.count++;
      return void loadOlder(STRIDE);
    }
    end({ wish: target.wish, found: false });
    const text = t(failed ? "place.failed" : reach === "far" ? "place.far" : "place.gone", { most: MOST_STRIDES * STRIDE });
    runtime.notices.say({ tone: "plain", text });
    announce(text);
  }, [isOpen, target, history, isReading, isLoadingOlder, olderProblem, loadOlder, runtime, announce, t]);

  return { isSeeking: isOpen && problem === undefined, found: target !== undefined && ended?.wish === target.wish && ended.found ? target : undefined };
}
