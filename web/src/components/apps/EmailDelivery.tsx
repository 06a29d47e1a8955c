import { CalendarClock, CircleAlert, CircleCheck, CircleSlash, Clock, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Delivery, Recipient } from "../../api/results";
import { useLanguage } from "../../hooks/useAlly";
import { type AppTexts, useAppTexts } from "../../hooks/useAppTexts";
import { inZone } from "../../language/zones";
import type { Language } from "../../session/preferences";

const LOOKS: Record<Exclude<Delivery["state"], "draft">, [LucideIcon, string]> = {
  scheduled: [CalendarClock, "al:bg-accent-soft al:text-accent-text"],
  queued: [Clock, "al:bg-accent-soft al:text-accent-text"],
  sent: [CircleCheck, "al:bg-good-soft al:text-good"],
  partly: [TriangleAlert, "al:bg-warn-soft al:text-warn"],
  failed: [CircleAlert, "al:bg-danger-soft al:text-danger"],
  cancelled: [CircleSlash, "al:bg-sunken al:text-muted"],
};

/** How far an email has got, and for each of its recipients. A draft has got nowhere yet, and nothing is shown. */
export function EmailDelivery({ delivery, children }: { delivery: Delivery; children: ReactNode }) {
  const language = useLanguage();
  const texts = useAppTexts();
  const { t } = texts;
  const { state, recipients, problem } = delivery;
  if (state === "draft") return null;
  const [Icon, look] = LOOKS[state] ?? LOOKS.queued;
  const showsEach = state === "sent" || state === "partly" || state === "failed" || state === "queued";
  return (
    <section aria-label={t("email.delivery")} className="al:flex al:flex-col al:gap-2">
      <div role="status" className={`al:flex al:flex-wrap al:items-center al:gap-x-3 al:gap-y-2 al:rounded-lg al:px-4 al:py-3 al:text-sm ${look}`}>
        <Icon aria-hidden size={17} />
        <span className="al:min-w-0 al:grow al:basis-[200px]">
          {stateWords(delivery, texts, language)}
          {problem !== undefined && <span className="al:block">{problem}</span>}
        </span>
        {children}
      </div>
      {showsEach && recipients.length > 0 && (
        <ul aria-label={t("email.recipients")} className="al:flex al:flex-col al:gap-1 al:px-1">
          {recipients.map((one) => (
            <RecipientRow key={one.address} recipient={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function RecipientRow({ recipient: { address, state, reason } }: { recipient: Recipient }) {
  const { t } = useAppTexts();
  const Icon = state === "sent" ? CircleCheck : state === "failed" ? CircleAlert : Clock;
  return (
    <li className="al:flex al:items-start al:gap-2 al:text-sm">
      <Icon aria-hidden size={15} className={`al:mt-0.5 ${state === "sent" ? "al:text-good" : state === "failed" ? "al:text-danger" : "al:text-muted"}`} />
      <span className="al:min-w-0 al:wrap-anywhere">
        {address} <span className="al:text-xs al:text-muted">{[t(`recipient.${state}`), reason].filter(Boolean).join(" · ")}</span>
      </span>
    </li>
  );
}

function stateWords({ state, at, sentAt, timeZone }: Delivery, { t, dateAndTime }: AppTexts, language: Language): string {
  switch (state) {
    case "scheduled":
      return t("delivery.scheduled", { at: at === undefined ? "" : inZone(at, timeZone, language) });
    case "sent":
      return sentAt === undefined ? t("delivery.sent") : t("delivery.sentAt", { at: dateAndTime(sentAt) });
    case "draft":
      return "";
    default:
      return t(`delivery.${state}`);
  }
}
