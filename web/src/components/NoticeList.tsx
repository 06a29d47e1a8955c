import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useAlly, useReading, useTexts } from "../hooks/useAlly";
import { IconButton } from "./IconButton";

/** The short words at the lower edge: what was done, with a way to undo it, and what went wrong. */
export function NoticeList() {
  const { notices } = useAlly().runtime;
  const { t } = useTexts();
  const list = useReading(notices, () => notices.all);
  const [place] = useState(() => ({}));
  const isHere = useReading(notices, () => notices.isShownAt(place));
  useEffect(() => notices.place(place), [notices, place]);
  if (!isHere) return null;
  return (
    <section aria-label={t("notices")} className="al:pointer-events-none al:absolute al:inset-x-0 al:bottom-28 al:z-40 al:flex al:flex-col al:items-center al:gap-2 al:px-4">
      {list.map((notice) => (
        <div
          key={notice.id}
          className={`ally-rise al:pointer-events-auto al:flex al:max-w-[480px] al:items-center al:gap-2 al:rounded-lg al:border al:border-line al:bg-surface al:py-1.5 al:pr-1.5 al:pl-4 al:text-sm al:shadow-high ${notice.tone === "problem" ? "al:text-danger" : ""}`}
        >
          <span className="al:min-w-0 al:py-1">{notice.text}</span>
          {notice.action && (
            <button
              type="button"
              className="al:rounded-md al:px-3 al:py-1.5 al:font-semibold al:text-accent-text al:hover:bg-hover"
              onClick={() => {
                notice.action?.run();
                notices.dismiss(notice.id);
              }}
            >
              {notice.action.label}
            </button>
          )}
          <IconButton icon={X} label={t("close")} onClick={() => notices.dismiss(notice.id)} />
        </div>
      ))}
    </section>
  );
}
