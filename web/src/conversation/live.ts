/**
 * Says when others may have written into a conversation. What was written is
 * always read through the API, so that an implementation needs to know nothing
 * but that something changed: a Firestore listener calls `hint` on each snapshot.
 */
export interface LiveSource {
  /** Begins to watch; the answer ends it. */
  watch(conversationId: string, hint: () => void): () => void;
}

/** The pauses of polling in milliseconds: short after news, longer while nothing happens. */
const PAUSES = [2500, 2500, 2500, 2500, 4000, 4000, 6000, 6000, 10_000, 15_000];

/**
 * Polls while the page is visible and the network there. `hint` leads to a
 * reading of the newest messages; `isNews` says whether the last one brought any.
 */
export function polling(isNews: (conversationId: string) => number): LiveSource {
  return {
    watch(conversationId, hint) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let quiet = 0;
      let seen = isNews(conversationId);
      const next = () => {
        clearTimeout(timer);
        if (document.visibilityState === "hidden" || !navigator.onLine) return;
        timer = setTimeout(ask, PAUSES[Math.min(quiet, PAUSES.length - 1)]);
      };
      const ask = () => {
        const state = isNews(conversationId);
        quiet = state === seen ? quiet + 1 : 0;
        seen = state;
        hint();
        next();
      };
      const back = () => {
        quiet = 0;
        if (document.visibilityState === "visible" && navigator.onLine) hint();
        next();
      };
      document.addEventListener("visibilitychange", back);
      window.addEventListener("online", back);
      window.addEventListener("focus", back);
      next();
      return () => {
        clearTimeout(timer);
        document.removeEventListener("visibilitychange", back);
        window.removeEventListener("online", back);
        window.removeEventListener("focus", back);
      };
    },
  };
}
