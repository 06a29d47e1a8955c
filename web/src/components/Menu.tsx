import type { LucideIcon } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { IconButton } from "./IconButton";

export interface MenuItem {
  label: string;
  icon?: LucideIcon;
  danger?: boolean;
  /** Given for a choice: whether it is the one that holds. */
  checked?: boolean;
  run(): void;
}

export interface MenuGroup {
  title?: string;
  items: MenuItem[];
}

/** A button that opens a menu; arrows, Home, End, Escape and Tab do what they do in menus. */
export function Menu({ icon, label, groups, size = "normal", align = "end", className = "" }: { icon: LucideIcon; label: string; groups: MenuGroup[]; size?: "small" | "normal"; align?: "start" | "end"; className?: string }) {
  const [open, setOpen] = useState(false);
  const [above, setAbove] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    items(list.current)[0]?.focus();
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = items(list.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all[(to + all.length) % all.length]?.focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") {
      setOpen(false);
    }
  };

  return (
    <div ref={root} className={`al:relative ${className}`}>
      <IconButton
        ref={button}
        icon={icon}
        label={label}
        size={size}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => {
          const box = button.current?.getBoundingClientRect();
          setAbove(box !== undefined && box.bottom > window.innerHeight * 0.65);
          setOpen(!open);
        }}
      />
      {open && (
        <div
          ref={list}
          id={id}
          role="menu"
          aria-label={label}
          onKeyDown={onKeyDown}
          className={`ally-rise al:absolute al:z-30 al:min-w-[196px] al:rounded-lg al:border al:border-line al:bg-surface al:p-1 al:text-ink al:shadow-high ${above ? "al:bottom-full al:mb-1" : "al:top-full al:mt-1"} ${align === "end" ? "al:right-0" : "al:left-0"}`}
        >
          {groups.map((group, i) => (
            <Group key={group.title ?? i} group={group} first={i === 0} close={close} />
          ))}
        </div>
      )}
    </div>
  );
}

function Group({ group, first, close }: { group: MenuGroup; first: boolean; close(): void }): ReactNode {
  return (
    <div role="group" aria-label={group.title} className={first ? "" : "al:mt-1 al:border-t al:border-line al:pt-1"}>
      {group.title && (
        <div aria-hidden className="al:px-3 al:pt-1.5 al:pb-1 al:text-xs al:text-muted">
          {group.title}
        </div>
      )}
      {group.items.map(({ icon: Icon, ...item }) => (
        <button
          key={item.label}
          type="button"
          role={item.checked === undefined ? "menuitem" : "menuitemradio"}
          aria-checked={item.checked}
          tabIndex={-1}
          className={`al:flex al:min-h-8 al:w-full al:items-center al:gap-2.5 al:rounded-md al:px-3 al:text-sm al:whitespace-nowrap al:hover:bg-hover al:focus-visible:bg-hover al:touch:min-h-11 ${item.danger ? "al:text-danger" : ""}`}
          onClick={() => {
            close();
            item.run();
          }}
        >
          {Icon && <Icon aria-hidden size={15} />}
          <span className="al:grow">{item.label}</span>
          {item.checked && <span aria-hidden>✓</span>}
        </button>
      ))}
    </div>
  );
}

function items(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
}
