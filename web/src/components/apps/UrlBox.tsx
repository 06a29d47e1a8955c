import { MessageCircle } from "lucide-react";
import { useId } from "react";
import { safeLink } from "../../conversation/links";
import { useAppTexts } from "../../hooks/useAppTexts";
import { CopyButton } from "../CopyButton";
import { LINE } from "./look";

/** An address to be copied, and one that opens WhatsApp with the text ready. */
export function UrlBox({ label, url, whatsappUrl }: { label: string; url?: string; whatsappUrl?: string }) {
  const { t } = useAppTexts();
  const id = useId();
  const whatsapp = whatsappUrl === undefined ? "" : safeLink(whatsappUrl);
  return (
    <div className="al:flex al:flex-col al:gap-2">
      {url !== undefined && (
        <div className="al:flex al:items-center al:gap-1">
          <label htmlFor={id} className="al:sr-only">
            {label}
          </label>
          <input id={id} readOnly value={url} onFocus={(event) => event.target.select()} className={`${LINE} al:min-w-0 al:grow al:font-mono al:text-xs`} />
          <CopyButton text={url} />
        </div>
      )}
      {whatsapp !== "" && (
        <a href={whatsapp} target="_blank" rel="noopener noreferrer" className="al:flex al:w-fit al:items-center al:gap-2 al:text-sm al:font-medium">
          <MessageCircle aria-hidden size={15} />
          {t("invite.whatsapp")}
        </a>
      )}
    </div>
  );
}
