import { useEffect, useState } from "react";
import { development, type People } from "../api/development";
import { domainOf } from "../hooks/useFeatureFlags";
import type { Language } from "../session/preferences";
import type { Person } from "../session/runtime";

export interface Known {
  person: Person | undefined;
  name: string;
  language: Language | undefined;
  /** Whom one can be; only while developing. */
  people: People | undefined;
}

/**
 * Who looks at the page: while developing, whom one chose to be; else whom the
 * server wrote into the page's `ally-user`. Undefined while it is being asked.
 */
export function useIdentity(): Known | undefined {
  const [known, setKnown] = useState<Known>();
  useEffect(() => {
    let left = false;
    void development.people().then((people) => !left && setKnown(people === undefined ? fromPage() : fromPeople(people)));
    return () => {
      left = true;
    };
  }, []);
  return known;
}

function fromPeople(people: People): Known {
  const { me } = people;
  if (me === null) return { person: undefined, name: "", language: undefined, people };
  const person = { userId: me.id, userEmail: me.email, userDomain: me.domain, userRole: me.role, ...(me.organizationId ? { organizationId: me.organizationId } : {}) };
  return { person, name: me.name, language: me.language === "en" ? "en" : "es", people };
}

function fromPage(): Known {
  const nobody: Known = { person: undefined, name: "", language: undefined, people: undefined };
  try {
    const given = JSON.parse(document.querySelector<HTMLMetaElement>("meta[name=ally-user]")?.content ?? "null") as Record<string, unknown> | null;
    if (given === null || typeof given.userId !== "string" || typeof given.userEmail !== "string") return nobody;
    const text = (value: unknown) => (typeof value === "string" ? value : "");
    return {
      ...nobody,
      person: {
        userId: given.userId,
        userEmail: given.userEmail,
        userDomain: text(given.userDomain) || domainOf(given.userEmail),
        userRole: text(given.userRole),
        ...(text(given.organizationId) ? { organizationId: text(given.organizationId) } : {}),
      },
      name: text(given.name),
      language: given.language === "en" ? "en" : given.language === "es" ? "es" : undefined,
    };
  } catch {
    return nobody;
  }
}
