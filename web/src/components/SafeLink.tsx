import type { ReactNode } from "react";
import { safeLink } from "../conversation/links";

/** A link of a model's: only https and mailto, in a new tab that knows nothing of this one; else just its words. */
export function SafeLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  const address = href === undefined ? "" : safeLink(href);
  if (address === "") return <span>{children}</span>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer" title={address}>
      {children}
    </a>
  );
}
