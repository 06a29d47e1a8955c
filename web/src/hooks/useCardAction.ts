import type { CardAction } from "../api/contract";
import { choose } from "../conversation/selection";
import { useAlly, useTexts } from "./useAlly";
import { useSelection } from "./useInputs";

/** What a card's button does here. */
export interface Deed {
  /** It holds already. */
  done: boolean;
  run(): void;
}

/**
 * Says what an action of a card does, or undefined where nobody knows it: the
 * host page is asked first; connecting an agent chooses it for the conversation.
 */
export function useCardAction(conversationId: string): (action: CardAction) => Deed | undefined {
  const { onCardAction, announce, runtime } = useAlly();
  const { t } = useTexts();
  const { inputs, mayChange, change } = useSelection(conversationId);
  return (action) => {
    const data = action.data ?? {};
    if (action.action === "connect_agent" && typeof data.agentId === "string") {
      const agentId = data.agentId;
      if (inputs === undefined || (!mayChange && onCardAction === undefined)) return undefined;
      return {
        done: inputs.agentIds.includes(agentId),
        run: () => {
          if (onCardAction?.(action.action, data)) return;
          if (!mayChange) return;
          void change(choose("agent", [agentId], true));
          runtime.notices.say({ tone: "plain", text: t("card.connectedNotice") });
          announce(t("card.connectedNotice"));
        },
      };
    }
    return onCardAction === undefined ? undefined : { done: false, run: () => void onCardAction(action.action, data) };
  };
}
