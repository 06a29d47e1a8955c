import { type ReactNode } from "react";
import { useModal } from "../hooks/useModal";

/** A column that comes over the others where there is no room beside them. */
export function Drawer({ side, label, wide = false, onClose, children }: { side: "start" | "end"; label: string; wide?: boolean; onClose(): void; children: ReactNode }) {
  const modal = useModal(onClose);
  return (
    <dialog
      {...modal}
      aria-label={label}
      className={`al:fixed al:inset-y-0 al:h-full ${wide ? "al:w-[min(600px,100vw)]" : "al:w-[min(320px,88vw)]"} al:overflow-hidden al:bg-canvas al:shadow-high ${side === "start" ? "ally-slide-start al:mr-auto" : "ally-slide-end al:ml-auto"}`}
    >
      {children}
    </dialog>
  );
}
