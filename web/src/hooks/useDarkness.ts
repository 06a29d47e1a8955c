import { useSyncExternalStore } from "react";
import { usePreferences } from "./useAlly";

const query = "(prefers-color-scheme: dark)";

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** Whether dark is shown: what the person chose here, else what their system says. */
export function useDarkness(): boolean {
  const { theme } = usePreferences();
  const system = useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
  return theme === "system" ? system : theme === "dark";
}
