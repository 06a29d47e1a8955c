import { Ban, Link2, RefreshCw } from "lucide-react";
import { useId, useState } from "react";
import type { Invitation } from "../../api/contract";
import { useAppTexts } from "../../hooks/useAppTexts";
import type { CollaborationDeeds } from "../../hooks/useCollaboration";
import { Button } from "../Button";
import { Confirm } from "../Confirm";
import { UrlBox } from "./UrlBox";

const LOOKS: Record<Invitation["status"], string> = {
  pending: "al:bg-accent-soft al:text-accent-text",
  accepted: "al:bg-good-soft al:text-good",
  declined: "al:bg-danger-soft al:text-danger",
  expired: "al:bg-sunken al:text-muted",
  revoked: "al:bg-sunken al:text-muted",
};

/** The invitations and what has become of each. */
export function Invitations({ invitations, deeds }: { invitations: readonly Invitation[]; deeds: CollaborationDeeds }) {
  const { t } = useAppTexts();
  const [revoking, revoke] = useState<Invitation>();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="al:mb-1 al:text-sm al:font-semibold">
        {t("invitations")}
      </h3>
      {invitations.length === 0 ? (
        <p className="al:text-xs al:text-muted">{t("invitations.none")}</p>
      ) : (
        <ul className="al:flex al:flex-col al:divide-y al:divide-line">
          {invitations.map((invitation) => (
            <Row key={invitation.id} invitation={invitation} deeds={deeds} onRevoke={() => revoke(invitation)} />
          ))}
        </ul>
      )}
      {revoking && <Confirm title={t("invitations.revoke")} what={t("invitations.revokeWhat")} yes={t("invitations.revoke")} onYes={() => deeds.revoke(revoking.id)} onClose={() => revoke(undefined)} />}
    </section>
  );
}

function Row({ invitation, deeds, onRevoke }: { invitation: Invitation; deeds: CollaborationDeeds; onRevoke(): void }) {
  const { t, date } = useAppTexts();
  const [link, setLink] = useState<{ url: string; whatsappUrl?: string }>();
  const who = invitation.email ?? t(`method.${invitation.method}`);
  const isPending = invitation.status === "pending";
  const line = [t(`method.${invitation.method}`), t(`sharing.${invitation.level}`), isPending ? t("invitations.until", { date: date(invitation.expiresAt) }) : date(invitation.createdAt)].join(" · ");
  return (
    <li className="al:flex al:flex-col al:gap-2 al:py-2.5">
      <div className="al:flex al:items-start al:gap-3">
        <span className="al:min-w-0 al:grow">
          <span className="al:block al:truncate al:text-sm al:font-medium">{who}</span>
          <span className="al:block al:text-xs al:text-muted">{line}</span>
        </span>
        <span className={`al:shrink-0 al:rounded-full al:px-2 al:py-0.5 al:text-xs al:font-medium ${LOOKS[invitation.status]}`}>{t(`invitation.${invitation.status}`)}</span>
      </div>
      {(isPending || invitation.status === "expired") && (
        <div className="al:flex al:flex-wrap al:gap-1.5" role="group" aria-label={who}>
          {invitation.method === "email" && (
            <Button icon={RefreshCw} onClick={() => void deeds.resend(invitation.id)}>
              {t("invitations.resend")}
            </Button>
          )}
          {isPending && (
            <Button icon={Link2} onClick={() => void deeds.link(invitation.id).then((made) => made && setLink(made))}>
              {t("invitations.link")}
            </Button>
          )}
          {isPending && (
            <Button tone="danger" icon={Ban} onClick={onRevoke}>
              {t("invitations.revoke")}
            </Button>
          )}
        </div>
      )}
      {link !== undefined && isPending && (
        <>
          <UrlBox label={t("invite.link")} {...link} />
          <p role="status" className="al:text-xs al:text-muted">
            {t("invitations.linkWhy")}
          </p>
        </>
      )}
    </li>
  );
}
