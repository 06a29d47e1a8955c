import { Bot, ChartNoAxesCombined, type LucideIcon, MessageSquare, Sparkles, TriangleAlert } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { AllyMark } from "../components/AllyMark";
import { AllyScope } from "../components/AllyScope";
import { Blank } from "../components/Blank";
import { Button } from "../components/Button";
import { PreferencesMenu } from "../components/PreferencesMenu";
import { NoAccess, SignedOut, Starting } from "../components/Standings";
import { Workspace } from "../components/Workspace";
import { useAdministers } from "../hooks/useAdministers";
import { useFeatureFlags } from "../hooks/useFeatureFlags";
import { useAlly, useTexts } from "../hooks/useAlly";
import { problemWords } from "../hooks/useProblemWords";
import type { Person } from "../session/runtime";
import { type Known, useIdentity } from "./identity";
import { PersonPicker } from "./PersonPicker";

const ClassicChat = lazy(() => import("./ClassicChat"));
const Agents = lazy(() => import("./Agents"));
const Comparing = lazy(() => import("./Comparing"));

type Tab = "classic" | "ally" | "comparison" | "agents";

const NOBODY: Person = { userId: "", userEmail: "", userDomain: "unknown", userRole: "" };

/** The page of its own: the classic chat, Ally and their comparison, for those who have access. */
export function Page() {
  const known = useIdentity();
  const person = known?.person ?? NOBODY;
  return (
    <AllyScope key={person.userId} person={person} language={known?.language} isPage hasPreferences>
      {known === undefined ? <Starting /> : <Shell known={known} />}
    </AllyScope>
  );
}

/** Why Ally is off where somebody can switch it on again. */
const SWITCHES: ReadonlySet<string> = new Set(["kill_switch", "organization_switch", "person_switch"]);

function Shell({ known }: { known: Known }) {
  const { runtime } = useAlly();
  const { t } = useTexts();
  const flags = useFeatureFlags(runtime.person.userId, runtime.person.userEmail);
  const [wanted, setWanted] = useTab();
  const classicThere = known.people !== undefined;
  // A switch that is off does not keep out who can switch it on again. Who steers by their address, whatever their role, only the backend knows.
  const isSuperadmin = known.person?.userRole === "superadmin" && flags.reason !== "environment_off";
  const administers = useAdministers(known.person !== undefined && !isSuperadmin && (flags.allyBetaAccess || SWITCHES.has(flags.reason ?? "")));
  const steers = isSuperadmin || administers === "all";
  const tabs: Tab[] = [
    ...(flags.allyBetaAccess ? [...(classicThere ? ["classic" as const] : []), "ally" as const] : []),
    ...(steers ? ["comparison" as const] : []),
    ...(steers || administers === "own" ? ["agents" as const] : []),
  ];
  const tab: Tab = tabs.includes(wanted) ? wanted : flags.allyBetaAccess ? "ally" : "classic";
  useEffect(() => {
    document.title = tabs.length > 0 ? `${t(`tab.${tab}`)} · Ally` : "Ally";
  });
  return (
    <>
      <header className="al:flex al:h-13 al:shrink-0 al:items-center al:gap-2 al:border-b al:border-line al:bg-surface al:px-3 al:touch:h-14">
        <span className="al:flex al:items-center al:gap-2 al:pr-2">
          <span className="al:hidden al:@min-[360px]:block">
            <AllyMark size={26} />
          </span>
          <span className="al:hidden al:font-semibold al:@min-[900px]:inline">Ally</span>
        </span>
        {tabs.length > 0 && (
          <nav aria-label={t("tabs")} className="al:flex al:min-w-0 al:gap-1">
            {tabs.map((one) => (
              <TabButton key={one} tab={one} current={one === tab} isOneOfMany={tabs.length > 2} onClick={() => setWanted(one)} />
            ))}
          </nav>
        )}
        <span className="al:grow" />
        {known.people !== undefined && <PersonPicker people={known.people} />}
        <PreferencesMenu />
      </header>
      <div className="al:flex al:min-h-0 al:grow al:flex-col">
        <Suspense fallback={<Starting />}>
          {flags.loading ? (
            <Starting />
          ) : flags.problem !== undefined ? (
            flags.problem.code === "unauthenticated" ? (
              <SignedOut again={flags.again} />
            ) : (
              <FlagsFailed flags={flags} />
            )
          ) : tab === "agents" ? (
            <Agents />
          ) : tab === "comparison" ? (
            <Comparing />
          ) : !flags.allyBetaAccess && !classicThere ? (
            <NoAccess again={flags.again} reason={flags.reason} />
          ) : known.person === undefined ? (
            <SignedOut again={() => location.reload()} />
          ) : tab === "ally" ? (
            <Workspace />
          ) : (
            <ClassicChat />
          )}
        </Suspense>
      </div>
    </>
  );
}

const ICONS: Record<Tab, LucideIcon> = { classic: MessageSquare, ally: Sparkles, comparison: ChartNoAxesCombined, agents: Bot };

/** Of many tabs, narrow pages show the signs, and the words of the one that is open where they fit. */
function TabButton({ tab, current, isOneOfMany, onClick }: { tab: Tab; current: boolean; isOneOfMany: boolean; onClick(): void }) {
  const { t } = useTexts();
  const Icon = ICONS[tab];
  return (
    <button
      type="button"
      aria-current={current ? "page" : undefined}
      title={isOneOfMany ? t(`tab.${tab}`) : undefined}
      onClick={onClick}
      className={`al:flex al:h-9 al:min-w-0 al:items-center al:gap-2 al:rounded-md al:px-2.5 al:text-sm al:transition-colors al:touch:h-11 ${current ? "al:bg-accent-soft al:font-semibold al:text-accent-text" : "al:text-muted al:hover:bg-hover al:hover:text-ink"}`}
    >
      <Icon aria-hidden size={16} className={isOneOfMany ? "al:shrink-0" : "al:hidden al:@min-[480px]:block"} />
      <span className={`al:truncate ${isOneOfMany && !current ? "al:sr-only al:@min-[720px]:not-sr-only" : ""}`}>{t(`tab.${tab}`)}</span>
    </button>
  );
}

function FlagsFailed({ flags }: { flags: ReturnType<typeof useFeatureFlags> }) {
  const { language } = useAlly();
  const { t } = useTexts();
  return (
    <Blank
      icon={TriangleAlert}
      title={t("start.failed")}
      role="alert"
      action={
        <Button tone="strong" onClick={flags.again}>
          {t("again")}
        </Button>
      }
    >
      {flags.problem && problemWords(flags.problem, language)}
    </Blank>
  );
}

/** The tab is part of the address, so that it can be kept and sent. */
function useTab(): [Tab, (tab: Tab) => void] {
  const read = (): Tab => {
    const name = location.hash.slice(1).split("/")[0];
    return name === "classic" || name === "comparison" || name === "agents" ? name : "ally";
  };
  const [tab, setTab] = useState<Tab>(read);
  useEffect(() => {
    const changed = () => setTab(read());
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, []);
  return [tab, (next) => (location.hash = next)];
}
