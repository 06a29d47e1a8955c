import { assertFails, assertSucceeds, initializeTestEnvironment, type RulesTestEnvironment } from "@firebase/rules-unit-testing";
import { collection, deleteDoc, doc, type Firestore, getDoc, getDocs, limit, onSnapshot, orderBy, query, serverTimestamp, setDoc, setLogLevel, Timestamp, updateDoc, where } from "firebase/firestore";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Answers, type Node, allows, report } from "./coverage.js";

/**
 * Who may read what, and that nobody writes, by the rules as they are deployed. What
 * was asked and what the emulator saw of the rules is docs/rules.md; with
 * ALLY_RULES_REPORT, which `ally rules report` sets, it is written to that file.
 */

const PROJECT = `demo-rules-${Date.now()}`;
const SOURCE = readFileSync(resolve(import.meta.dirname, "../../../firestore.rules"), "utf8");
const REPORT = resolve(import.meta.dirname, "../../../docs/rules.md");

let rules: RulesTestEnvironment;

/** What was asked, by whom, and answered as expected. */
const answers: Answers = new Map();

/** Asks, expects to be allowed or not, and notes it. */
async function asks(who: string, what: string, allowed: boolean, request: Promise<unknown>): Promise<void> {
  const row = answers.get(what) ?? new Map<string, boolean>();
  answers.set(what, row); // in the order of asking
  await (allowed ? assertSucceeds(request) : assertFails(request));
  row.set(who, allowed);
}

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
  admin: ["admin", { ...SALFA, role: "admin", admin: true }],
  "superadmin of another organization": ["superadmin", { ...SALFA, organizationId: "getai", domain: "getaifactory.com", role: "superadmin", superadmin: true }],
  "guest with a verified address": ["guest", { ...SALFA, organizationId: "", domain: "gmail.com", email: "guest@gmail.com", email_verified: true }],
  "guest whose address is not verified": ["guest", { ...SALFA, organizationId: "", domain: "salfagestion.cl", email: "guest@salfagestion.cl", email_verified: false }],
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
  domain: [...NAMED, "colleague", "admin"],
  organization: [...NAMED, "colleague", "admin", "colleague of another domain"],
  deleted: [],
  orphan: [],
  homeless: OWNERS,
};

const everybody = Object.keys(PEOPLE);

/** Each person's connection; one for every request takes most of the time. */
const connections = new Map<string, Firestore>();

function as(who: string): Firestore {
  const person = PEOPLE[who];
  const context = () => (person === undefined ? rules.unauthenticatedContext() : rules.authenticatedContext(...person));
  const connection = connections.get(who) ?? (context().firestore() as unknown as Firestore);
  connections.set(who, connection);
  return connection;
}

const newest = (db: Firestore, conversation: string) =>
  query(collection(db, "ally_messages"), where("conversationId", "==", conversation), orderBy("timestamp", "desc"), limit(6));

/** What a listener is told first: it is refused as a read is, or not. */
function heard(db: Firestore, conversation: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    // The server's word on what is known already changes nothing but where it is from.
    const stop = onSnapshot(newest(db, conversation), { includeMetadataChanges: true }, (snapshot) => !snapshot.metadata.fromCache && (stop(), resolve(snapshot)), reject);
  });
}

beforeAll(async () => {
  setLogLevel("silent");
  rules = await initializeTestEnvironment({
    projectId: PROJECT,
    firestore: { ...inject("emulator"), rules: SOURCE },
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

const CLOSED = ["ally_actions/1", "ally_apps/1", "ally_audit/1", "ally_outbox/1", "ally_config/switches", "ally_versions/1", "ally_ratings/1", "ally_ledger/1", "ally_usage/1", "ally_digests/1", "ally_memory/owner", "ally_erasures/owner", "ally_invitations/1", "ally_presence/1", "ally_questions/1", "ally_shares/1", "ally_index/person:owner/ally_entries/1", "ally_vocabulary/person:owner:0", "ally_indexing/1", "ally_surroundings/owner", "super_prompts/default", "users/owner", "conversations/1", "messages/1", "ally_messages/of-private/parts/1"];

describe.each(Object.keys(MESSAGES))("the messages of a conversation: %s", (name) => {
  it.each(everybody)("are read and listened to by whom it is shown to only: %s", async (who) => {
    const allowed = MESSAGES[name]!.includes(who);
    await asks(who, `get a message of a conversation: ${name}`, allowed, getDoc(doc(as(who), "ally_messages", `of-${name}`)));
    await asks(who, `list the messages of a conversation: ${name}`, allowed, getDocs(newest(as(who), name)));
    await asks(who, `listen to the messages of a conversation: ${name}`, allowed, heard(as(who), name));
  });
});

describe("the conversations", () => {
  it.each(everybody)("are not listed for the %s", async (who) => {
    await asks(who, "list conversations by their owner", false, getDocs(query(collection(as(who), "ally_conversations"), where("userId", "==", "owner"))));
    await asks(who, "list conversations by a collaborator", false, getDocs(query(collection(as(who), "ally_conversations"), where("collaboratorIds", "array-contains", "collaborator"))));
  });
  it.each(everybody)("are read by nobody but their owners: %s", async (who) => {
    for (const name of Object.keys(MESSAGES)) {
      const allowed = OWNERS.includes(who) && name !== "deleted" && name !== "orphan";
      await asks(who, `get a conversation: ${name}`, allowed, getDoc(doc(as(who), "ally_conversations", name)));
    }
  });
});

describe.each(everybody)("the %s", (who) => {
  it("reads no messages without naming the conversation", async () => {
    await asks(who, "list all messages", false, getDocs(collection(as(who), "ally_messages")));
    await asks(who, "list messages by their author", false, getDocs(query(collection(as(who), "ally_messages"), where("userId", "==", "owner"))));
    await asks(who, "list the messages of several conversations", false, getDocs(query(collection(as(who), "ally_messages"), where("conversationId", "in", ["private", "deleted"]))));
  });
  it("writes nothing", async () => {
    const db = as(who);
    for (const path of ["ally_conversations/private", "ally_messages/of-private"]) {
      const kind = path.startsWith("ally_messages") ? "message" : "conversation";
      await asks(who, `replace a ${kind}`, false, setDoc(doc(db, path), { userId: "owner", conversationId: "private" }));
      await asks(who, `update a ${kind}`, false, updateDoc(doc(db, path), { updatedAt: serverTimestamp() }));
      await asks(who, `delete a ${kind}`, false, deleteDoc(doc(db, path)));
    }
    await asks(who, "create a message", false, setDoc(doc(db, "ally_messages/new"), { userId: "owner", conversationId: "private", content: "" }));
    await asks(who, "create a conversation", false, setDoc(doc(db, "ally_conversations/new"), { userId: "owner" }));
  });
  it("finds everything else closed", async () => {
    const db = as(who);
    for (const path of CLOSED) {
      await asks(who, `get ${path}`, false, getDoc(doc(db, path)));
      await asks(who, `list ${path.slice(0, path.lastIndexOf("/"))}`, false, getDocs(query(collection(db, path.slice(0, path.lastIndexOf("/"))), limit(1))));
      await asks(who, `replace ${path}`, false, setDoc(doc(db, path), { userId: "owner" }));
      await asks(who, `delete ${path}`, false, deleteDoc(doc(db, path)));
    }
  });
});

describe("the emulator", () => {
  it("saw every allow be true and false, and the report is what it saw", async () => {
    const { host, port } = inject("emulator");
    const answer = await fetch(`http://${host}:${port}/emulator/v1/projects/${PROJECT}:ruleCoverage`);
    const seen = allows(SOURCE, ((await answer.json()) as { report: Node[] }).report, answers);
    expect(seen.filter((one) => !one.no || (!one.yes && !one.never))).toEqual([]);
    const text = report(everybody, answers, seen);
    const file = process.env["ALLY_RULES_REPORT"];
    if (file !== undefined && file !== "") writeFileSync(file, text);
    else expect(text, "run `go run ./cmd/ally rules report --write`").toBe(readFileSync(REPORT, "utf8"));
  });
});
