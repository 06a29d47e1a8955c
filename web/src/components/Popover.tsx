import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

export interface PopoverProps {
  /** The button's words, and what is read where they are not enough. */
  label: string;
  button: ReactNode;
  buttonClass: string;
  /** As wide as what it stands in. */
  fill?: boolean;
  id?: string;
  disabled?: boolean;
  "aria-invalid"?: true | undefined;
  "aria-describedby"?: string | undefined;
  children(close: () => void): ReactNode;
}

/** A button with a small panel below it, for choices that need more than a menu. Escape and a press elsewhere close it. */
export function Popover({ label, button, buttonClass, fill = false, children, ...given }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const [shift, setShift] = useState(0);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    const box = panel.current?.getBoundingClientRect();
    if (box !== undefined) setShift(Math.min(0, window.innerWidth - 12 - box.right));
    (panel.current?.querySelector<HTMLElement>("[aria-checked=true], input:checked") ?? panel.current?.querySelector<HTMLElement>("input, button"))?.focus();
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      setShift(0);
    };
  }, [open]);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    // The dialog around stays open.
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return (
    <div ref={root} className={`al:relative ${fill ? "al:w-full" : "al:shrink-0"}`} onKeyDown={onKeyDown} onBlur={(event) => event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <button ref={opener} type="button" {...given} aria-label={label} aria-expanded={open} aria-controls={open ? id : undefined} aria-haspopup="dialog" onClick={() => setOpen(!open)} className={buttonClass}>
        {button}
      </button>
      {open && (
        <div
          ref={panel}
          id={id}
          role="dialog"
          aria-label={label}
          // A press beside its controls leaves the focus in it.
          tabIndex={-1}
          className={`ally-rise al:absolute al:top-full al:left-0 al:z-30 al:mt-1 ${fill ? "al:w-full al:max-w-[400px]" : "al:w-[248px]"} al:rounded-lg al:border al:border-line al:bg-surface al:p-2 al:text-sm al:text-ink al:shadow-high al:outline-none`}
          style={{ marginLeft: shift }}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}
