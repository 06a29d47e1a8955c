import { AllyScope, type AllyScopeProps } from "./AllyScope";
import { ActionsView } from "./ActionsView";

export interface AllyActionsPanelProps extends Partial<Pick<AllyScopeProps, "baseUrl" | "language">> {
  conversationId: string;
  userId: string;
}

/** The right column alone: the apps that are registered. */
export function AllyActionsPanel({ conversationId, userId, ...scope }: AllyActionsPanelProps) {
  return (
    <AllyScope person={{ userId, userEmail: "", userDomain: "unknown", userRole: "" }} {...scope}>
      <ActionsView conversationId={conversationId} />
    </AllyScope>
  );
}
