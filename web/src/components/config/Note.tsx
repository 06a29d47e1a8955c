import { CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const LOOKS = { plain: "al:bg-sunken", good: "al:bg-good-soft al:text-good", warn: "al:bg-warn-soft al:text-warn", danger: "al:bg-danger-soft al:text-danger" };
const ICONS: Record<keyof typeof LOOKS, LucideIcon> = { plain: Info, good: CircleCheck, warn: TriangleAlert, danger: TriangleAlert };

/** Some words that are to be seen, with what can be done about them. */
export function Note({ tone = "plain", role, action, children }: { tone?: keyof typeof LOOKS; role?: "alert" | "status"; action?: ReactNode; children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <div role={role} className={`al:flex al:flex-wrap al:items-center al:gap-x-3 al:gap-y-2 al:rounded-md al:px-3 al:py-2 al:text-sm ${LOOKS[tone]}`}>
      <Icon aria-hidden size={16} />
      <div className="al:min-w-0 al:grow al:basis-[180px]">{children}</div>
      {action}
    </div>
  );
}
