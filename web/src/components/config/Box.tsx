import { type ReactNode, useId } from "react";
import { BOX } from "../apps/look";

/** A part of a screen with its title. */
export function Box({ title, what, children }: { title: string; what?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={`${BOX} al:flex al:min-w-0 al:flex-col al:gap-4`}>
      <div>
        <h2 id={id} className="al:font-semibold">
          {title}
        </h2>
        {what !== undefined && <p className="al:text-xs al:text-muted">{what}</p>}
      </div>
      {children}
    </section>
  );
}
