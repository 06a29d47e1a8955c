import { UserRound } from "lucide-react";
import { development, type People } from "../api/development";
import { useTexts } from "../hooks/useAlly";

/** Whom to be: only where the local tool serves it. */
export function PersonPicker({ people }: { people: People }) {
  const { t } = useTexts();
  return (
    <label className="al:relative al:flex al:min-w-0 al:shrink-0 al:items-center" title={people.me?.email}>
      <span className="al:sr-only">{t("person")}</span>
      <UserRound aria-hidden size={15} className="al:pointer-events-none al:absolute al:left-2.5 al:text-muted" />
      <select
        value={people.me?.id ?? ""}
        onChange={(event) => void development.become(event.target.value).then((answer) => answer !== undefined && location.reload())}
        className="al:h-8 al:w-9 al:max-w-[240px] al:text-transparent al:touch:w-11 al:@min-[640px]:w-full al:@min-[640px]:text-ink al:min-w-0 al:truncate al:rounded-md al:border al:border-line al:bg-surface al:pr-2 al:pl-8 al:text-sm al:touch:h-11 al:[&>option]:text-ink"
      >
        {people.me === null && <option value="">{t("person.nobody")}</option>}
        {people.people.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name} · {person.email}
            {person.access ? "" : ` (${t("person.noAccess")})`}
          </option>
        ))}
      </select>
    </label>
  );
}
