import { Power } from "lucide-react";
import { useState } from "react";
import type { Flip, Switches } from "../../api/config";
import { useConfigTexts } from "../../hooks/useConfig";
import { useOrganizations } from "../../hooks/useOrganizations";
import { LINE } from "../apps/look";
import { Button } from "../Button";
import { Box } from "./Box";
import { WhyDialog } from "./WhyDialog";

interface Asked {
  flip: Flip;
  /** Whose it is; undefined for everybody. */
  name: string | undefined;
  isOff: boolean;
}

/** Stops Ally in seconds, for everybody, an organization or a person, and starts it again as easily. */
export function KillSwitches({ switches, onFlip }: { switches: Switches; onFlip(flip: Flip, why: string): Promise<void> }) {
  const { t } = useConfigTexts();
  const { rows, nameOf } = useOrganizations();
  const [asked, ask] = useState<Asked>();
  const [chosen, choose] = useState("");
  const row = (id: string, name: string, flip: Flip) => (
    <li key={id} className="al:flex al:items-center al:justify-between al:gap-3 al:text-sm">
      <span className="al:min-w-0 al:truncate">{name}</span>
      <Button aria-label={t("switches.onOne", { name })} onClick={() => ask({ flip, name, isOff: false })}>
        {t("switches.on")}
      </Button>
    </li>
  );
  return (
    <Box title={t("switches")} what={t("switches.what")}>
      <div role="status" className={`al:flex al:flex-wrap al:items-center al:justify-between al:gap-3 al:rounded-md al:p-3 ${switches.off ? "al:bg-danger-soft al:text-danger" : "al:bg-good-soft al:text-good"}`}>
        <p className="al:flex al:items-center al:gap-2 al:text-sm al:font-semibold">
          <Power aria-hidden size={16} />
          {t(switches.off ? "switches.isOff" : "switches.isOn")}
        </p>
        {switches.off ? (
          <Button onClick={() => ask({ flip: { off: false }, name: undefined, isOff: false })}>{t("switches.onAll")}</Button>
        ) : (
          <Button tone="danger" onClick={() => ask({ flip: { off: true }, name: undefined, isOff: true })}>
            {t("switches.offAll")}
          </Button>
        )}
      </div>
      <div className="al:flex al:flex-col al:gap-2">
        <h3 className="al:text-sm al:font-medium">{t("switches.organizations")}</h3>
        {switches.organizations.length === 0 ? <p className="al:text-xs al:text-muted">{t("switches.none")}</p> : <ul className="al:flex al:flex-col al:gap-1.5">{switches.organizations.map((id) => row(id, nameOf(id), { organizations: { [id]: false } }))}</ul>}
        <div className="al:flex al:gap-2">
          <select aria-label={t("switches.offOrganization")} value={chosen} onChange={(event) => choose(event.target.value)} className={LINE}>
            <option value="">{t("shares.choose")}</option>
            {rows
              .filter((one) => !switches.organizations.includes(one.id))
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
          </select>
          <Button tone="danger" disabled={chosen === ""} onClick={() => ask({ flip: { organizations: { [chosen]: true } }, name: nameOf(chosen), isOff: true })}>
            {t("switches.off")}
          </Button>
        </div>
      </div>
      <div className="al:flex al:flex-col al:gap-2">
        <h3 className="al:text-sm al:font-medium">{t("switches.people")}</h3>
        {switches.people.length === 0 ? <p className="al:text-xs al:text-muted">{t("switches.none")}</p> : <ul className="al:flex al:flex-col al:gap-1.5">{switches.people.map((id) => row(id, id, { people: { [id]: false } }))}</ul>}
        <p className="al:text-xs al:text-muted">{t("switches.peopleWhere")}</p>
      </div>
      {asked !== undefined && (
        <WhyDialog
          title={asked.isOff ? (asked.name === undefined ? t("switches.offAll") : t("switches.offOne", { name: asked.name })) : asked.name === undefined ? t("switches.onAll") : t("switches.onOne", { name: asked.name })}
          yes={t(asked.isOff ? "switches.off" : "switches.on")}
          danger={asked.isOff}
          longest={500}
          onClose={() => ask(undefined)}
          onYes={async (why) => {
            await onFlip(asked.flip, why);
            choose("");
            ask(undefined);
          }}
        >
          <p className="al:text-sm">{t(asked.isOff ? "switches.offWhat" : "switches.onWhat")}</p>
        </WhyDialog>
      )}
    </Box>
  );
}
