import { Paperclip } from "lucide-react";
import type { ReactNode } from "react";
import type { Draft } from "../../api/results";
import { useAppTexts } from "../../hooks/useAppTexts";
import { MarkdownText } from "../MarkdownText";
import { BOX } from "./look";

/** An email as it will be sent. */
export function EmailPreview({ draft, children }: { draft: Draft; children?: ReactNode }) {
  const { t } = useAppTexts();
  const line = (label: string, value: string) => (
    <div className="al:flex al:gap-2">
      <dt className="al:w-16 al:shrink-0 al:text-muted">{label}</dt>
      <dd className="al:min-w-0 al:wrap-anywhere">{value}</dd>
    </div>
  );
  return (
    <section aria-label={t("email.preview")} className={BOX}>
      <div className="al:flex al:items-start al:justify-between al:gap-3">
        <dl className="al:flex al:min-w-0 al:grow al:flex-col al:gap-1 al:text-sm">
          {line(t("email.to"), draft.to.join(", ") || t("email.nobody"))}
          {draft.cc.length > 0 && line(t("email.cc"), draft.cc.join(", "))}
          <div className="al:flex al:gap-2">
            <dt className="al:w-16 al:shrink-0 al:text-muted">{t("email.subject")}</dt>
            <dd className="al:min-w-0 al:font-semibold al:wrap-anywhere">{draft.subject || t("email.noSubject")}</dd>
          </div>
        </dl>
        {children}
      </div>
      <div className="al:mt-3 al:border-t al:border-line al:pt-3 al:text-base">
        <MarkdownText text={draft.body} />
      </div>
      {draft.attachment !== undefined && (
        <p className="al:mt-3 al:flex al:w-fit al:max-w-full al:items-center al:gap-2 al:rounded-md al:bg-sunken al:px-2.5 al:py-1.5 al:text-sm">
          <Paperclip aria-hidden size={14} className="al:text-muted" />
          <span className="al:truncate">{t("email.attached", { name: draft.attachment.name })}</span>
        </p>
      )}
    </section>
  );
}
