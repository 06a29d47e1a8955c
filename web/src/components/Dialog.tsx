import { X } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTexts } from "../hooks/useAlly";
import { useModal } from "../hooks/useModal";
import { IconButton } from "./IconButton";

/** A modal dialog: the browser keeps the focus inside, Escape closes it, and the focus goes back where it was. */
export function Dialog({ title, onClose, children, width = 480 }: { title: string; onClose(): void; children: ReactNode; width?: number }) {
  const { t } = useTexts();
  const modal = useModal(onClose);
  const titleId = useId();
  return (
    <dialog
      {...modal}
      aria-labelledby={titleId}
      className="al:m-auto al:w-[calc(100vw-32px)] al:overflow-visible"
      style={{ maxWidth: width }}
    >
      <div className="ally-rise al:flex al:max-h-[85vh] al:flex-col al:overflow-hidden al:rounded-xl al:border al:border-line al:bg-surface al:text-base al:text-ink al:shadow-high">
        <div className="al:flex al:items-center al:justify-between al:gap-3 al:border-b al:border-line al:py-3 al:pr-3 al:pl-5">
          <h2 id={titleId} className="al:font-semibold">
            {title}
          </h2>
          <IconButton icon={X} label={t("close")} onClick={onClose} />
        </div>
        <div className="ally-scroll al:p-5">{children}</div>
      </div>
    </dialog>
  );
}
