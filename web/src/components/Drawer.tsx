import { type ReactNode, useEffect, useRef } from "react";

/** A column that comes over the others where there is no room beside them. */
export function Drawer({ side, label, onClose, children }: { side: "start" | "end"; label: string; onClose(): void; children: ReactNode }) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    const before = document.activeElement;
    if (!dialog.open) dialog.showModal?.();
    return () => {
      dialog.close?.();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={element}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === element.current && onClose()}
      className={`al:fixed al:inset-y-0 al:h-full al:w-[min(320px,88vw)] al:overflow-hidden al:bg-canvas al:shadow-high ${side === "start" ? "ally-slide-start al:mr-auto" : "ally-slide-end al:ml-auto"}`}
    >
      {children}
    </dialog>
  );
}
