import { type KeyboardEvent, type MouseEvent, type RefObject, type SyntheticEvent, useEffect, useRef } from "react";

interface ModalProps {
  ref: RefObject<HTMLDialogElement>;
  onKeyDown(event: KeyboardEvent): void;
  onCancel(event: SyntheticEvent): void;
  onClose(event: SyntheticEvent): void;
  onClick(event: MouseEvent): void;
}

/**
 * What a dialog needs to stand above everything while it is there: the focus stays
 * inside, and goes back where it was. Escape, a press beside it and a browser's own
 * way back close it, and only it: browsers may close several at one Escape.
 */
export function useModal(close: () => void): ModalProps {
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
  const isOwn = (event: SyntheticEvent) => event.target === element.current;
  return {
    ref: element,
    onKeyDown: (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      close();
    },
    onCancel: (event) => {
      if (!isOwn(event)) return;
      event.preventDefault();
      close();
    },
    onClose: (event) => isOwn(event) && close(),
    onClick: (event) => isOwn(event) && close(),
  };
}
