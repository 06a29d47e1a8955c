import { assertFails, assertSucceeds, initializeTestEnvironment, type RulesTestEnvironment } from "@firebase/rules-unit-testing";
import { collection, deleteDoc, doc, type Firestore, getDoc, getDocs, limit, onSnapshot, orderBy, query, serverTimestamp, setDoc, setLogLevel, Timestamp, updateDoc, where } from "firebase/firestore";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, inject, it } from "vitest";

/** Who may read what, and that nobody writes, by the rules as they are deployed. */

let rules: RulesTestEnvironment;

const SOON = Math.floor(Date.now() / 1000) + 900;
const SALFA = { ally: true, allyUntil: SOON, organizationId: "salfa-corp", domain: "salfagestion.cl" };

/** People by what they are to the conversations; all are of the owner's organization unless it says otherwise. */
const PEOPLE: Record<string, [id: string, claims: Record<string, unknown>] | undefined> = {
  owner: ["owner", SALFA],
  "owner without an organization": ["owner", { ...SALFA, organizationId: "" }],
  collaborator: ["collaborator", SALFA],
  viewer: ["viewer", SALFA],
  colleague: ["colleague", SALFA],
  "colleague of another domain": ["elsewhere", { ...SALFA, domain: "maqsa.cl" }],
  "collaborator who is of another organization now": ["collaborator", { ...SALFA, organizationId: "getai", domain: "getaifactory.com" }],
  "person of another organization": ["foreigner", { ...SALFA, organizationId: "getai", domain: "getaifactory.com" }],
  "person without an organization": ["loner", { ...SALFA, organizationId: "" }],
  "owner without claims": ["owner", {}],
  "owner whose time is over": ["owner", { ...SALFA, allyUntil: SOON - 1000 }],
  "owner whom Ally is off for": ["owner", { ...SALFA, ally: false }],
  "owner with odd claims": ["owner", { ally: "true", allyUntil: "tomorrow", organizationId: ["salfa-corp"] }],
  nobody: undefined,
};

const OWNERS = ["owner", "owner without an organization"];
const NAMED = [...OWNERS, "collaborator", "viewer"];

/** Whose messages may be read by whom. */
const MESSAGES: Record<string, string[]> = {
  private: NAMED,
  domain: [...NAMED, "colleague"],
  organization: [...NAMED, "colleague", "colleague of another domain"],
  deleted: [],
  orphan: [],
  homeless: OWNERS,
};

const everybody = Object.keys(PEOPLE);
const other = (name: string) => everybody.filter((one) => !MESSAGES[name]!.includes(one));

function as(who: string): Firestore {
  const person = PEOPLE[who];
  const context = person === undefined ? rules.unauthenticatedContext() : rules.authenticatedContext(...person);
  return context.firestore() as unknown as Firestore;
}

const newest = (db: Firestore, conversation: string) =>
  query(collection(db, "ally_messages"), where("conversationId", "==", conversation), orderBy("timestamp", "desc"), limit(6));

/** What a listener is told first: it is refused as a read is, or not. */
function heard(db: Firestore, conversation: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const stop = onSnapshot(newest(db, conversation), (snapshot) => !snapshot.metadata.fromCache && (stop(), resolve(snapshot)), reject);
  });
}

beforeAll(async () => {
  setLogLevel("silent");
  rules = await initializeTestEnvironment({
    projectId: `demo-rules-${Date.now()}`,
    firestore: { ...inject("emulator"), rules: readFileSync(resolve(import.meta.dirname, "../../../firestore.rules"), "utf8") },
  });
  await rules.withSecurityRulesDisabled(async (context) => {
    const db = context.firestore() as unknown as Firestore;
    const conversation = { userId: "owner", organizationId: "salfa-corp", domain: "salfagestion.cl", collaboratorIds: ["collaborator", "viewer"], effectivePrompt: "what the owner tells Ally" };
    const shared = (visibility: string) => ({ ...conversation, sharing: { visibility } });
    const all: Record<string, object> = {
      private: shared("private"),
      domain: shared("domain"),
      organization: shared("organization"),
      deleted: { ...shared("organization"), deletedAt: Timestamp.now() },
      homeless: { ...shared("organization"), organizationId: "" },
    };
    for (const [id, data] of Object.entries(all)) await setDoc(doc(db, "ally_conversations", id), data);
    for (const id of [...Object.keys(all), "orphan"]) await setDoc(doc(db, "ally_messages", `of-${id}`), { conversationId: id, content: "a secret", userId: "owner", timestamp: Timestamp.now() });
    for (const closed of CLOSED) await setDoc(doc(db, closed), { userId: "owner", conversationId: "organization" });
  });
});

afterAll(() => rules.cleanup());

const CLOSED = ["ally_actions/1", "ally_versions/1", "ally_ratings/1", "ally_ledger/1", "ally_usage/1", "ally_digests/1", "ally_memory/owner", "ally_erasures/owner", "ally_surroundings/owner", "super_prompts/default", "users/owner", "conversations/1", "messages/1", "ally_messages/of-private/parts/1"];

describe.each(Object.keys(MESSAGES))("the messages of a conversation: %s", (name) => {
  it.each(MESSAGES[name]!.length > 0 ? MESSAGES[name]! : [])("are read and listened to by the %s", async (who) => {
    await assertSucceeds(getDoc(doc(as(who), "ally_messages", `of-${name}`)));
    await assertSucceeds(getDocs(newest(as(who), name)));
    await assertSucceeds(heard(as(who), name));
  });
  it.each(other(name))("are closed to: %s", async (who) => {
    await assertFails(getDoc(doc(as(who), "ally_messages", `of-${name}`)));
    await assertFails(getDocs(newest(as(who), name)));
    await assertFails(heard(as(who), name));
  });
});

describe("the conversations", () => {
  it.each(everybody)("are not listed for the %s", async (who) => {
    await assertFails(getDocs(query(collection(as(who), "ally_conversations"), where("userId", "==", "owner"))));
    await assertFails(getDocs(query(collection(as(who), "ally_conversations"), where("collaboratorIds", "array-contains", "collaborator"))));
  });
  it.each(OWNERS)("are read by their %s", async (who) => {
    for (const name of ["private", "domain", "organization", "homeless"]) await assertSucceeds(getDoc(doc(as(who), "ally_conversations", name)));
    await assertFails(getDoc(doc(as(who), "ally_conversations", "deleted")));
  });
  it.each(everybody.filter((one) => !OWNERS.includes(one)))("are closed to: %s", async (who) => {
    for (const name of Object.keys(MESSAGES)) await assertFails(getDoc(doc(as(who), "ally_conversations", name)));
  });
});

describe.each(everybody)("the %s", (who) => {
  it("reads no messages without naming the conversation", async () => {
    await assertFails(getDocs(collection(as(who), "ally_messages")));
    await assertFails(getDocs(query(collection(as(who), "ally_messages"), where("userId", "==", "owner"))));
    await assertFails(getDocs(query(collection(as(who), "ally_messages"), where("conversationId", "in", ["private", "deleted"]))));
  });
  it("writes nothing", async () => {
    const db = as(who);
    for (const path of ["ally_conversations/private", "ally_messages/of-private"]) {
      await assertFails(setDoc(doc(db, path), { userId: "owner", conversationId: "private" }));
      await assertFails(updateDoc(doc(db, path), { updatedAt: serverTimestamp() }));
      await assertFails(deleteDoc(doc(db, path)));
    }
    await assertFails(setDoc(doc(db, "ally_messages/new"), { userId: "owner", conversationId: "private", content: "" }));
    await assertFails(setDoc(doc(db, "ally_conversations/new"), { userId: "owner" }));
  });
  it("finds everything else closed", async () => {
    const db = as(who);
    for (const path of CLOSED) {
      await assertFails(getDoc(doc(db, path)));
      await assertFails(setDoc(doc(db, path), { userId: "owner" }));
    }
  });
});
