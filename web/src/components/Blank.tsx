import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** A place with nothing to show: why, and what to do next. */
export function Blank({ icon: Icon, title, children, action, small = false, role }: { icon: LucideIcon; title: string; children?: ReactNode; action?: ReactNode; small?: boolean; role?: "alert" | "status" }) {
  return (
    <div role={role} className={`al:flex al:flex-col al:items-center al:justify-center al:text-center ${small ? "al:gap-1.5 al:px-4 al:py-6" : "al:h-full al:gap-2 al:p-8"}`}>
      <span className={`al:flex al:items-center al:justify-center al:rounded-xl al:bg-accent-soft al:text-accent-text ${small ? "al:size-9" : "al:mb-2 al:size-14"}`}>
        <Icon aria-hidden size={small ? 18 : 26} />
      </span>
      <p className={small ? "al:text-sm al:font-medium" : "al:text-lg al:font-semibold"}>{title}</p>
      {children && <div className="al:max-w-[420px] al:text-sm al:text-muted">{children}</div>}
      {action && <div className="al:mt-3 al:flex al:flex-wrap al:justify-center al:gap-2">{action}</div>}
    </div>
  );
}
