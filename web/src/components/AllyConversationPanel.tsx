import { AllyScope, type AllyScopeProps } from "./AllyScope";
import { ConversationView } from "./ConversationView";

export interface AllyConversationPanelProps extends Partial<Pick<AllyScopeProps, "baseUrl" | "language" | "live" | "onCardAction">> {
  conversationId: string;
  userId: string;
}

/** The middle column alone: one conversation with Ally. */
export function AllyConversationPanel({ conversationId, userId, ...scope }: AllyConversationPanelProps) {
  return (
    <AllyScope person={{ userId, userEmail: "", userDomain: "unknown", userRole: "" }} {...scope}>
      <ConversationView conversationId={conversationId} />
    </AllyScope>
  );
}
