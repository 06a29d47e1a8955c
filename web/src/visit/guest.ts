/** A guest's session, kept for as long as the tab is there. */
export interface GuestSession {
  token: string;
  expiresAt: string;
}

const KEY = "ally:guest";

export const guestSession = {
  get(): GuestSession | undefined {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Partial<GuestSession> | null;
      if (typeof kept?.token !== "string" || typeof kept.expiresAt !== "string" || Date.parse(kept.expiresAt) <= Date.now()) return undefined;
      return { token: kept.token, expiresAt: kept.expiresAt };
    } catch {
      return undefined;
    }
  },
  keep(session: GuestSession): void {
    sessionStorage.setItem(KEY, JSON.stringify(session));
  },
  end(): void {
    sessionStorage.removeItem(KEY);
  },
};
