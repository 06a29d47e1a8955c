import { lazy, Suspense } from "react";
import { AllyScope, type AllyScopeProps } from "./AllyScope";
import type { ComparisonViewProps } from "./comparison/ComparisonView";
import { Starting } from "./Standings";

const ComparisonView = lazy(() => import("./comparison/ComparisonView"));

export interface AllyComparisonDashboardProps extends Partial<Pick<AllyScopeProps, "baseUrl" | "language">>, ComparisonViewProps {
  userId: string;
  userEmail?: string;
}

/** The classic chat and Ally compared, for superadmins. The backend decides who may see it; it fills the element it is put into. */
export function AllyComparisonDashboard({ userId, userEmail = "", place, onPlace, ...scope }: AllyComparisonDashboardProps) {
  return (
    <AllyScope person={{ userId, userEmail, userDomain: "unknown", userRole: "" }} {...scope}>
      <Suspense fallback={<Starting />}>
        <ComparisonView place={place} onPlace={onPlace} />
      </Suspense>
    </AllyScope>
  );
}
