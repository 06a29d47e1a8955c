import { type AllySide, AllyToggle, AllyWorkspace } from "@getaifactory/ally-workspace";
import "@getaifactory/ally-workspace/ally.css";
import { useState } from "react";
import { user } from "./user";

/** The classic chat with Ally beside it: all that a host has to write. */
export default function Chat() {
  const [side, setSide] = useState<AllySide>("ally");
  return (
    <div style={{ display: "flex", flexDirection: "column", height: "100%" }}>
      <div style={{ padding: 32 }}>
        <AllyToggle userId={user.id} userEmail={user.email} value={side} onChange={setSide} />
      </div>
      {side === "ally" ? (
        <div style={{ flexGrow: 1, minHeight: 0 }}>
          <AllyWorkspace userId={user.id} userEmail={user.email} userDomain={user.domain} organizationId={user.organizationId} userRole={user.role} />
        </div>
      ) : (
        <p className="card">El chat de siempre.</p>
      )}
    </div>
  );
}
