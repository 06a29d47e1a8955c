import { UserMinus } from "lucide-react";
import { useId, useState } from "react";
import type { Collaboration, Collaborator, Level } from "../../api/contract";
import type { History } from "../../conversation/history";
import { useAlly } from "../../hooks/useAlly";
import { useAppTexts } from "../../hooks/useAppTexts";
import type { CollaborationDeeds } from "../../hooks/useCollaboration";
import { keys } from "../../session/keys";
import { Confirm } from "../Confirm";
import { IconButton } from "../IconButton";
import { LEVELS } from "./levels";
import { LINE } from "./look";

/** Everybody who takes part, with what they may do; for the owner, also who is here and who has read how far. */
export function People({ view, conversationId, deeds }: { view: Collaboration; conversationId: string; deeds: CollaborationDeeds }) {
  const { t } = useAppTexts();
  const [removing, remove] = useState<Collaborator>();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="al:mb-1 al:text-sm al:font-semibold">
        {t("people")}
      </h3>
      <ul className="al:flex al:flex-col al:divide-y al:divide-line">
        <li className="al:flex al:min-h-12 al:items-center al:gap-3 al:py-2">
          <Initial name={view.owner.name || view.owner.email} />
          <span className="al:min-w-0 al:grow">
            <span className="al:block al:truncate al:text-sm al:font-medium">{view.owner.name || view.owner.email}</span>
            {view.owner.name !== "" && <span className="al:block al:truncate al:text-xs al:text-muted">{view.owner.email}</span>}
          </span>
          <span className="al:text-xs al:text-muted">{t("people.owner")}</span>
        </li>
        {view.people.map((person) => (
          <Row key={person.userId} person={person} conversationId={conversationId} mayManage={view.mayManage} onLevel={(level) => void deeds.changeLevel(person.userId, level)} onRemove={() => remove(person)} />
        ))}
      </ul>
      {view.people.length === 0 && <p className="al:text-xs al:text-muted">{t("people.none")}</p>}
      {removing && (
        <Confirm
          title={t("people.removeTitle")}
          what={t("people.removeWhat", { name: removing.name || removing.email })}
          yes={t("people.removeTitle")}
          onYes={() => deeds.remove(removing.userId)}
          onClose={() => remove(undefined)}
        />
      )}
    </section>
  );
}

function Row({ person, conversationId, mayManage, onLevel, onRemove }: { person: Collaborator; conversationId: string; mayManage: boolean; onLevel(level: Level): void; onRemove(): void }) {
  const { runtime } = useAlly();
  const texts = useAppTexts();
  const { t } = texts;
  const name = person.name || person.email;
  const messages = runtime.queries.getQueryData<History>(keys.messages(conversationId))?.messages ?? [];
  const presence = mayManage ? presenceWords(person, messages, texts) : "";
  const line = [person.name === "" ? "" : person.email, person.guest ? t("people.guest") : person.external ? t("people.external") : ""].filter(Boolean).join(" · ");
  return (
    <li className="al:flex al:min-h-12 al:flex-wrap al:items-center al:gap-x-3 al:gap-y-1 al:py-2">
      <Initial name={name} online={mayManage && person.online === true} />
      <span className="al:min-w-0 al:grow al:basis-[140px]">
        <span className="al:block al:truncate al:text-sm al:font-medium">{person.userId === runtime.person.userId ? `${name} (${t("you")})` : name}</span>
        {line !== "" && <span className="al:block al:truncate al:text-xs al:text-muted">{line}</span>}
        {presence !== "" && <span className="al:block al:text-xs al:text-muted">{presence}</span>}
      </span>
      {mayManage ? (
        <span className="al:flex al:items-center al:gap-1">
          <select aria-label={t("people.levelOf", { name })} value={person.level} onChange={(event) => onLevel(event.target.value as Level)} className={`${LINE} al:w-auto`}>
            {LEVELS.filter((level) => !(person.guest || person.external) || level !== "edit").map((level) => (
              <option key={level} value={level}>
                {t(`sharing.${level}`)}
              </option>
            ))}
          </select>
          <IconButton icon={UserMinus} label={t("people.remove", { name })} onClick={onRemove} />
        </span>
      ) : (
        <span className="al:text-xs al:text-muted">{t(`sharing.${person.level}`)}</span>
      )}
    </li>
  );
}

function Initial({ name, online = false }: { name: string; online?: boolean }) {
  return (
    <span aria-hidden className="al:relative al:flex al:size-8 al:shrink-0 al:items-center al:justify-center al:rounded-full al:bg-accent-soft al:text-sm al:font-semibold al:text-accent-text">
      {[...name][0]?.toUpperCase()}
      {online && <span className="al:absolute al:-right-0.5 al:-bottom-0.5 al:size-3 al:rounded-full al:border-2 al:border-canvas al:bg-good" />}
    </span>
  );
}

/** Whether somebody is here, when they were last, and how far they have read. */
function presenceWords({ online, lastSeenAt, readUpTo }: Collaborator, messages: readonly { id: string; timestamp: string }[], { t, dateAndTime }: ReturnType<typeof useAppTexts>): string {
  const seen = online === true ? t("people.online") : lastSeenAt === undefined ? t("people.never") : t("people.seen", { at: dateAndTime(lastSeenAt) });
  const last = messages.at(-1);
  const read = messages.find((message) => message.id === readUpTo);
  const upTo = readUpTo === undefined ? "" : readUpTo === last?.id ? t("people.readAll") : read === undefined ? "" : t("people.readUpTo", { at: dateAndTime(read.timestamp) });
  return [seen, upTo].filter(Boolean).join(" · ");
}
