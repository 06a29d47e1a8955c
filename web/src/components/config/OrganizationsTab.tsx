import { Building2 } from "lucide-react";
import { useState } from "react";
import { useReading } from "../../hooks/useAlly";
import { useConfigTexts, useOffice } from "../../hooks/useConfig";
import { useOrganizations } from "../../hooks/useOrganizations";
import { BOX, LINE } from "../apps/look";
import { Blank } from "../Blank";
import { Button } from "../Button";
import { DomainForm } from "./DomainForm";
import { Loaded } from "./Loaded";
import { OrganizationForm } from "./OrganizationForm";

/** The organizations: what each of them, and each of their domains, is set to. */
export function OrganizationsTab() {
  const { t, n } = useConfigTexts();
  const { edits } = useOffice();
  const unsaved = useReading(edits, () => edits.unsaved);
  const { query, rows } = useOrganizations();
  const [wanted, want] = useState<string>();
  const [typed, type] = useState("");
  return (
    <Loaded query={query}>
      {() => {
        if (rows.length === 0) return <Blank small icon={Building2} title={t("organizations.none")} />;
        const shown = rows.filter((row) => `${row.name} ${row.domains.join(" ")}`.toLowerCase().includes(typed.trim().toLowerCase()));
        const row = rows.find((one) => one.id === wanted) ?? rows[0]!;
        return (
          <div className="al:grid al:grid-cols-1 al:items-start al:gap-5 al:@min-[860px]:grid-cols-[280px_minmax(0,1fr)]">
            <nav aria-label={t("config.tab.organizations")} className={`${BOX} al:flex al:min-w-0 al:flex-col al:gap-2 al:p-2`}>
              <input type="search" aria-label={t("organizations.find")} placeholder={t("organizations.find")} value={typed} onChange={(event) => type(event.target.value)} className={LINE} />
              <ul className="ally-scroll al:flex al:max-h-[200px] al:flex-col al:gap-0.5 al:@min-[860px]:max-h-[60vh]">
                {shown.map((one) => (
                  <li key={one.id}>
                    <button
                      type="button"
                      aria-current={one.id === row.id ? "true" : undefined}
                      onClick={() => want(one.id)}
                      className={`al:flex al:min-h-10 al:w-full al:items-center al:gap-2 al:rounded-md al:px-2.5 al:py-1 al:text-sm al:focus-visible:-outline-offset-2 al:touch:min-h-11 ${one.id === row.id ? "al:bg-accent-soft al:font-semibold al:text-accent-text" : "al:hover:bg-hover"}`}
                    >
                      <span className="al:min-w-0 al:grow">
                        <span className="al:block al:truncate">{one.name}</span>
                        <span className={`al:block al:truncate al:text-xs al:font-normal ${one.id === row.id ? "" : "al:text-muted"}`}>{one.active ? n("organizations.domains", one.domains.length) : t("organizations.inactive")}</span>
                      </span>
                      {unsaved.includes(`organizations/${one.id}`) && (
                        <>
                          <span aria-hidden className="al:size-2 al:rounded-full al:bg-warn" />
                          <span className="al:sr-only">({t("config.unsaved")})</span>
                        </>
                      )}
                    </button>
                  </li>
                ))}
              </ul>
              {shown.length === 0 && <p className="al:px-2.5 al:text-xs al:text-muted">{t("search.none", { q: typed.trim() })}</p>}
              {query.hasNextPage && (
                <Button tone="quiet" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t("conversations.more")}
                </Button>
              )}
            </nav>
            <div className="al:flex al:min-w-0 al:flex-col al:gap-5">
              <OrganizationForm key={row.id} id={row.id} />
              {row.domains.map((domain) => (
                <DomainForm key={domain} id={domain} />
              ))}
            </div>
          </div>
        );
      }}
    </Loaded>
  );
}
