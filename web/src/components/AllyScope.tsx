import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { Scope } from "../hooks/useAlly";
import { ScopeContext, usePreferences } from "../hooks/useAlly";
import { useDarkness } from "../hooks/useDarkness";
import { useProblemWords } from "../hooks/useProblemWords";
import type { LiveSource } from "../conversation/live";
import type { Language } from "../session/preferences";
import { type Person, runtimeOf } from "../session/runtime";
import { textsOf } from "../language/texts";
import { NoticeList } from "./NoticeList";
import { SharePlace } from "./SharePlace";

export interface AllyScopeProps {
  person: Person;
  /** Where the API is; the page's own origin where it is left out. */
  baseUrl?: string | undefined;
  /** Where the person has not chosen another here. Spanish where it is left out. */
  language?: Language | undefined;
  /** Hears of what others write; without it the workspace polls. */
  live?: LiveSource | undefined;
  /** The host has a menu for language and theme of its own. */
  hasPreferences?: boolean | undefined;
  /** Ally is the page, and not a part of another. */
  isPage?: boolean | undefined;
  onCardAction?: Scope["onCardAction"];
  /** Whether it fills the element it is put into, is as high as what is in it, or stands in a line of the host's. */
  layout?: "fill" | "fit" | "inline" | undefined;
  children: ReactNode;
}

/** The element that all of Ally stands in: its styles end here, and what the parts share begins here. */
export function AllyScope(props: AllyScopeProps) {
  return useContext(ScopeContext) === undefined ? <Root {...props} /> : <>{props.children}</>;
}

function Root({ person, baseUrl, language: given, live, hasPreferences = false, isPage = false, onCardAction, layout = "fill", children }: AllyScopeProps) {
  const { userId, userEmail, userDomain, organizationId, userRole } = person;
  const runtime = useMemo(
    () =>
      runtimeOf(
        { userId, userEmail, userDomain, userRole, ...(organizationId ? { organizationId } : {}) },
        { ...(baseUrl === undefined ? {} : { baseUrl }), ...(live === undefined ? {} : { live }) },
      ),
    [userId, userEmail, userDomain, organizationId, userRole, baseUrl, live],
  );
  const { language: chosen } = usePreferences();
  const language = chosen ?? given ?? "es";
  runtime.language = language;
  const dark = useDarkness();
  const [said, say] = useState("");
  const turn = useRef(false);
  // A zero-width space makes the same sentence news again.
  const announce = useCallback((text: string) => say(text + ((turn.current = !turn.current) ? "\u200B" : "")), []);
  const scope = useMemo<Scope>(() => ({ runtime, language, announce, isPage, hasPreferences, onCardAction }), [runtime, language, announce, isPage, hasPreferences, onCardAction]);

  const words = useProblemWords(language);
  useEffect(() => {
    runtime.onProblem = (problem) => {
      if (problem.code === "aborted" || problem.code === "unauthenticated" || problem.code === "no_access") return;
      runtime.notices.say({ tone: "problem", text: words(problem) });
      announce(words(problem));
    };
    runtime.onDropped = ({ dropped }) => {
      const text = textsOf(language).n("inputs.dropped", dropped.length);
      runtime.notices.say({ tone: "problem", text });
      announce(text);
    };
  }, [runtime, language, words, announce]);

  return (
    <ScopeContext.Provider value={scope}>
      <QueryClientProvider client={runtime.queries}>
        <div className="ally" data-theme={dark ? "dark" : "light"} lang={language} data-layout={layout}>
          {children}
          {layout === "fill" && <SharePlace />}
          {layout === "fill" && <NoticeList />}
          <div className="al:sr-only" role="status" aria-live="polite">
            {said}
          </div>
        </div>
      </QueryClientProvider>
    </ScopeContext.Provider>
  );
}
