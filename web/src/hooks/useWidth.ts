import { type RefObject, useLayoutEffect, useState } from "react";

/** How wide the workspace is: drawers, one panel beside the conversation, both, or a list of conversations too. */
export type Width = "narrow" | "medium" | "wide" | "vast";

export function widthOf(pixels: number): Width {
  if (pixels < 760) return "narrow";
  if (pixels < 1080) return "medium";
  return pixels < 1600 ? "wide" : "vast";
}

/** The width of the workspace itself and not of the window: a host may give it less. */
export function useWidth(element: RefObject<HTMLElement | null>): Width {
  const [width, setWidth] = useState<Width>(() => widthOf(typeof window === "undefined" ? 1280 : window.innerWidth));
  useLayoutEffect(() => {
    const node = element.current;
    if (node === null || typeof ResizeObserver === "undefined") return;
    setWidth(widthOf(node.getBoundingClientRect().width));
    const observer = new ResizeObserver(([entry]) => entry && setWidth(widthOf(entry.contentRect.width)));
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
