import { type RefObject, useLayoutEffect, useState } from "react";

/** How wide the workspace is: drawers, one panel beside the conversation, both, or a list of conversations too. */
export type Width = "narrow" | "medium" | "wide" | "vast";

export function widthOf(pixels: number): Width {
  if (pixels < 760) return "narrow";
  if (pixels < 1080) return "medium";
  return pixels < 1600 ? "wide" : "vast";
}

/** The width of an element in pixels, as it changes. */
export function usePixels(element: RefObject<HTMLElement | null>, first: number): number {
  const [pixels, setPixels] = useState(first);
  useLayoutEffect(() => {
    const node = element.current;
    if (node === null || typeof ResizeObserver === "undefined") return;
    setPixels(node.getBoundingClientRect().width || first);
    const observer = new ResizeObserver(([entry]) => entry && entry.contentRect.width > 0 && setPixels(entry.contentRect.width));
    observer.observe(node);
    return () => observer.disconnect();
  }, [element, first]);
  return pixels;
}

/** The width of the workspace itself and not of the window: a host may give it less. */
export function useWidth(element: RefObject<HTMLElement | null>): Width {
  return widthOf(usePixels(element, typeof window === "undefined" ? 1280 : window.innerWidth));
}
