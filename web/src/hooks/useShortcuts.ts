import { type RefObject, useEffect, useRef } from "react";
import { isApple } from "../session/device";
import { useAlly } from "./useAlly";

export interface Deeds {
  write(): void;
  search(): void;
  newConversation(): void;
  conversations(): void;
  inputs(): void;
  actions(): void;
  help(): void;
}

/** The shortcuts of the workspace. They hold while the focus is in it, or nowhere; a host's own fields are left alone. */
export function useShortcuts(root: RefObject<HTMLElement | null>, deeds: Deeds): void {
  const { runtime } = useAlly();
  const latest = useRef(deeds);
  latest.current = deeds;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const scope = root.current?.closest(".ally");
      if (event.defaultPrevented || !(scope?.contains(target) || target === document.body) || target.closest("dialog, [role=menu]")) return;
      const inText = target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
      const deed = deedOf(event, inText);
      if (deed === undefined) return;
      event.preventDefault();
      if (deed === "before" || deed === "after") moveAmongMessages(root.current, deed);
      else if (deed === "stop") root.current?.querySelector<HTMLElement>("form [data-stop]")?.click();
      else latest.current[deed]();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [root, runtime]);
}

function deedOf(event: KeyboardEvent, inText: boolean): keyof Deeds | "before" | "after" | "stop" | undefined {
  if (event.ctrlKey || event.metaKey) {
    const isSearch = event.key.toLowerCase() === "k" && (isApple() ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey;
    return isSearch ? "search" : undefined;
  }
  if (event.key === "Escape") return "stop";
  if (event.altKey) {
    // By place and not by character: with Alt some keyboards write other signs.
    switch (event.code) {
      case "KeyN":
        return "newConversation";
      case "KeyC":
        return "conversations";
      case "KeyI":
        return "inputs";
      case "KeyA":
        return "actions";
      case "ArrowUp":
        return "before";
      case "ArrowDown":
        return "after";
      default:
        return undefined;
    }
  }
  if (inText) return undefined;
  if (event.key === "?") return "help";
  return event.key === "/" ? "write" : undefined;
}

function moveAmongMessages(root: HTMLElement | null, way: "before" | "after"): void {
  const all = [...(root?.querySelectorAll<HTMLElement>("[role=feed] article") ?? [])].sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index));
  const at = all.findIndex((article) => article.contains(document.activeElement));
  const to = at < 0 ? all.at(-1) : all[at + (way === "before" ? -1 : 1)];
  if (to === undefined) {
    if (way === "after") root?.querySelector<HTMLElement>("form textarea")?.focus();
    return;
  }
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
}
