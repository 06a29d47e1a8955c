import { useCallback } from "react";
import type { Message, Rating } from "../api/contract";
import { asProblem } from "../api/problem";
import { type History, withMessages } from "../conversation/history";
import { keys } from "../session/keys";
import { useAlly } from "./useAlly";

/** What a person gives: 1 to 5 stars, and a word on them. */
type Given = Pick<Rating, "stars"> & Partial<Rating>;

/** Rates a reply, or takes the rating back; shown at once. */
export function useRating(message: Message) {
  const { runtime } = useAlly();
  const { client, queries } = runtime;
  return useCallback(
    async (rating: Given | undefined) => {
      const write = (value: Given | undefined) =>
        queries.setQueryData<History>(keys.messages(message.conversationId), (history) => {
          const now = history?.messages.find((one) => one.id === message.id);
          if (history === undefined || now === undefined) return history;
          const { rating: _, ...rest } = now;
          return withMessages(history, [value === undefined ? rest : { ...rest, rating: { comment: "", updatedAt: new Date().toISOString(), ...value } }]);
        });
      write(rating);
      try {
        if (rating === undefined) await client.takeRatingBack(message.id);
        else write(await client.rate(message.id, { stars: rating.stars, ...(rating.comment ? { comment: rating.comment } : {}) }));
      } catch (thrown) {
        write(message.rating);
        runtime.onProblem(asProblem(thrown));
      }
    },
    [client, queries, runtime, message],
  );
}
