import { Languages } from "lucide-react";
import { lazy, type ReactNode, Suspense, useEffect, useMemo } from "react";
import { openVisit } from "../api/visit";
import { AllyMark } from "../components/AllyMark";
import { Button } from "../components/Button";
import { Crash } from "../components/Crash";
import { Skeleton } from "../components/Skeleton";
import { LanguageContext, usePreferences } from "../hooks/useAlly";
import { useDarkness } from "../hooks/useDarkness";
import { guestSession } from "./guest";
import { useVisitTexts } from "./texts";

const InvitationPage = lazy(() => import("./InvitationPage"));
const GuestPage = lazy(() => import("./GuestPage"));
const SharedPage = lazy(() => import("./SharedPage"));

/** The page of people who come by a link, without the workspace: an invitation, a guest's conversation, or something that was shared. */
export function VisitPage() {
  const { language: chosen } = usePreferences();
  const language = chosen ?? (navigator.language.toLowerCase().startsWith("en") ? "en" : "es");
  const dark = useDarkness();
  const visit = useMemo(() => openVisit({ language: () => language, session: () => guestSession.get()?.token }), [language]);
  const token = location.hash.slice(1);
  useEffect(() => {
    document.documentElement.lang = language;
    // Another link in the same tab is another visit.
    const changed = () => location.reload();
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, [language]);
  return (
    <LanguageContext.Provider value={language}>
      <div className="ally" data-theme={dark ? "dark" : "light"} lang={language} data-layout="fill">
        <Frame>
          <Crash>
            <Suspense fallback={<Skeleton widths={["60%", "92%", "78%"]} height={16} />}>
              {location.pathname === "/guest" ? <GuestPage visit={visit} /> : location.pathname === "/shared" ? <SharedPage visit={visit} token={token} /> : <InvitationPage visit={visit} token={token} />}
            </Suspense>
          </Crash>
        </Frame>
      </div>
    </LanguageContext.Provider>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const { t, language } = useVisitTexts();
  const { choose } = usePreferences();
  const other = language === "es" ? "en" : "es";
  return (
    <>
      <header className="al:flex al:h-13 al:shrink-0 al:items-center al:gap-2 al:border-b al:border-line al:bg-surface al:px-4">
        <AllyMark size={26} />
        <span className="al:grow al:font-semibold">Ally</span>
        <Button tone="quiet" icon={Languages} lang={other} onClick={() => choose({ language: other })}>
          {t("visit.language")}
        </Button>
      </header>
      <main className="ally-scroll al:min-h-0 al:grow" tabIndex={-1}>
        <div className="al:mx-auto al:flex al:min-h-full al:w-full al:max-w-[720px] al:flex-col al:px-4 al:py-6">{children}</div>
      </main>
    </>
  );
}
