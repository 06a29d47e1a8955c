import { lazy, Suspense } from "react";
import { AllyScope, type AllyScopeProps } from "./AllyScope";
import type { ConfigTab } from "./config/ConfigView";
import { Starting } from "./Standings";

const ConfigView = lazy(() => import("./config/ConfigView"));

export type { ConfigTab };

export interface AllyConfigPanelProps extends Partial<Pick<AllyScopeProps, "baseUrl" | "language">> {
  userId: string;
  userEmail: string;
  /** Where the host keeps which tab is open; without it the panel does. */
  tab?: ConfigTab | undefined;
  onTab?: ((tab: ConfigTab) => void) | undefined;
}

/** The superadmin's desk, under "Gestión de agentes". The backend decides who may use it; it fills the element it is put into. */
export function AllyConfigPanel({ userId, userEmail, tab, onTab, ...scope }: AllyConfigPanelProps) {
  return (
    <AllyScope person={{ userId, userEmail, userDomain: "unknown", userRole: "" }} {...scope}>
      <Suspense fallback={<Starting />}>
        <ConfigView tab={tab} onTab={onTab} />
      </Suspense>
    </AllyScope>
  );
}
