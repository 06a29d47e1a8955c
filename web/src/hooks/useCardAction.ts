import type { ActionFormat, CardAction } from "../api/contract";
import { choose } from "../conversation/selection";
import { useActionDeeds } from "./useActions";
import { useAlly, useReading, useTexts } from "./useAlly";
import { useSelection } from "./useInputs";

/** What a card's button does here. */
export interface Deed {
  /** It holds already. */
  done: boolean;
  run(): void;
}

/**
 * Says what an action of a card does, or undefined where nobody knows it: the
 * host page is asked first; connecting an agent chooses it for the conversation,
 * and what is done with an action is done here as far as there is room for it.
 */
export function useCardAction(conversationId: string): (action: CardAction) => Deed | undefined {
  const { onCardAction, announce, runtime } = useAlly();
  const { t } = useTexts();
  const { desk } = runtime;
  const isThere = useReading(desk, () => desk.isThere);
  const deeds = useActionDeeds();
  const { inputs, mayChange, change } = useSelection(conversationId);
  const ofAction = (name: string, id: string, data: Record<string, unknown>): (() => void) | undefined => {
    switch (name) {
      case "email_action":
        return () => desk.open({ appId: "email", inputs: { attachment: id } });
      case "share_action":
        return () => void deeds.read(id).then((found) => found && desk.share({ kind: "action", id, title: found.title }));
      case "report_action":
        return () => void deeds.report(id);
      case "export_action":
        return isFormat(data.format) ? ((format) => () => void deeds.download(id, format))(data.format) : undefined;
      case "send_email":
      case "schedule_email":
      case "save_draft":
        return () => desk.open({ appId: "email", actionId: id });
      default:
        return undefined;
    }
  };
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
    if (isThere && typeof data.actionId === "string") {
      const of = ofAction(action.action, data.actionId, data);
      if (of !== undefined) return { done: false, run: () => void (onCardAction?.(action.action, data) || of()) };
    }
    return onCardAction === undefined ? undefined : { done: false, run: () => void onCardAction(action.action, data) };
  };
}

function isFormat(format: unknown): format is ActionFormat {
  return format === "md" || format === "pdf" || format === "docx";
}
