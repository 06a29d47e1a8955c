import { AllyScope, type AllyScopeProps } from "./AllyScope";
import { Workspace } from "./Workspace";

export interface AllyWorkspaceProps extends Partial<Pick<AllyScopeProps, "baseUrl" | "language" | "live" | "onCardAction" | "hasPreferences">> {
  userId: string;
  userEmail: string;
  userDomain: string;
  organizationId?: string;
  userRole: string;
}

/** Ally in three columns: what it may draw on, the conversation, the apps. It fills the element it is put into. */
export function AllyWorkspace({ userId, userEmail, userDomain, organizationId, userRole, ...scope }: AllyWorkspaceProps) {
  return (
    <AllyScope person={{ userId, userEmail, userDomain, userRole, ...(organizationId ? { organizationId } : {}) }} {...scope}>
      <Workspace />
    </AllyScope>
  );
}
