import type { Action, Collaboration, Collaborator, GuestMessage, Invitation, InvitationView, Level, Share, Snapshot } from "../../src/api/contract";
import type { FakeActions } from "./apps";
import { type Asked, missing, Refusal } from "./refusal";
import { MAIN, ME, OTHER, type World } from "./world";

interface Kept extends Invitation {
  token: string;
  conversationId: string;
}

/** People, invitations, guests and links, by the rules of the contract. */
export class FakeCollaboration {
  people = new Map<string, Collaborator[]>();
  invitations: Kept[] = [];
  shares: (Share & { token: string; target: string; snapshot: Snapshot })[] = [];
  commentsToAlly = false;
  policy: Collaboration["policy"] = { external: true, domains: ["example.com"], maximum: 10, verification: true, used: 1 };
  /** The code that a guest is sent. */
  code = "482913";
  /** Codes that were sent, by address. */
  readonly codes: string[] = [];
  readonly seen: string[] = [];
  private guest: { token: string; invitation: Kept; email: string } | undefined;
  private ids = 0;

  constructor(
    private readonly world: World,
    private readonly actions: FakeActions,
  ) {
    const now = Date.now();
    const last = world.messages.get(MAIN)?.at(-1)?.id;
    this.people.set(MAIN, [
      { userId: OTHER, name: "María Soto", email: "maria@salfagestion.cl", level: "edit", external: false, guest: false, joinedAt: new Date(now - 86_400_000).toISOString(), lastSeenAt: new Date(now - 60_000).toISOString(), ...(last === undefined ? {} : { readUpTo: last }), online: true },
      { userId: "guest-1", name: "", email: "revisor@example.com", level: "comment", external: true, guest: true, joinedAt: new Date(now - 3600_000).toISOString(), online: false },
    ]);
    this.invite(MAIN, { email: "legal@example.com", method: "email", level: "view" });
    this.invite(MAIN, { email: "antigua@example.com", method: "email", level: "edit", status: "expired" });
  }

  private invite(conversationId: string, given: Partial<Kept> & Pick<Kept, "method" | "level">): Kept {
    const id = `i${++this.ids}`;
    const kept: Kept = { id, token: `token-${id}`, conversationId, status: "pending", createdAt: new Date().toISOString(), expiresAt: new Date(Date.now() + 7 * 86_400_000).toISOString(), ...given };
    this.invitations.push(kept);
    return kept;
  }

  /** The link of the invitation that was made last. */
  get latest(): Kept {
    return this.invitations.at(-1)!;
  }

  apps({ method, path: [area = "", id = "", deed = ""], query, body }: Asked, origin: string): unknown {
    if (area === "") return { action: this.begin(body, origin) };
    if (area === "people") {
      const conversationId = String(query.get("conversationId") ?? body.conversationId);
      const list = this.people.get(conversationId) ?? [];
      if (method === "PATCH") this.people.set(conversationId, list.map((one) => (one.userId === id ? { ...one, level: body.level as Level } : one)));
      if (method === "DELETE") this.people.set(conversationId, list.filter((one) => one.userId !== id));
      return this.view(conversationId);
    }
    if (area === "settings") {
      this.commentsToAlly = body.commentsToAlly === true;
      return this.view(String(body.conversationId));
    }
    if (area === "seen") {
      this.seen.push(`${String(body.conversationId)} ${String(body.messageId)}`);
      return {};
    }
    if (area === "leave") {
      this.world.conversations.delete(String(body.conversationId));
      return {};
    }
    const invitation = this.invitations.find((one) => one.id === id);
    if (area !== "invitations" || invitation === undefined) throw missing();
    if (method === "DELETE") invitation.status = "revoked";
    else if (deed === "resend") Object.assign(invitation, { status: "pending", expiresAt: new Date(Date.now() + 7 * 86_400_000).toISOString() });
    else {
      invitation.token = `${invitation.token}x`;
      return { url: `${origin}/invitation#${invitation.token}` };
    }
    return { invitation: shown(invitation) };
  }

  private begin(body: Record<string, unknown>, origin: string): Action {
    const inputs = (body.inputs ?? {}) as Record<string, unknown>;
    const conversationId = String(body.conversationId);
    this.actions.check("collaborate", inputs);
    const outside = ((inputs.recipients as string[] | undefined) ?? []).find((one) => !/@(example\.com|salfagestion\.cl)$/.test(one));
    if (outside !== undefined) throw new Refusal(400, "invalid", "Revisa los campos marcados.", undefined, [{ field: "inputs.recipients", problem: `Tu organización no permite invitar a ${outside}.` }]);
    return this.actions.once(conversationId, body.clientActionId, () => {
      const method = inputs.method as Invitation["method"];
      const emails = method === "email" ? (inputs.recipients as string[]) : [undefined];
      const made = emails.map((email) => this.invite(conversationId, { method, level: inputs.level as Level, ...(email === undefined ? {} : { email }), ...(inputs.message === undefined ? {} : { message: String(inputs.message) }) }));
      const invitations = made.map((one) => {
        const url = `${origin}/invitation#${one.token}`;
        return { ...shown(one), ...(method === "email" ? {} : { url }), ...(method === "whatsapp" ? { whatsappUrl: `https://wa.me/?text=${encodeURIComponent(url)}` } : {}) };
      });
      return this.actions.put({ appId: "collaborate", appName: "Colaborar", actionType: "invite", title: "Invitación", conversationId, inputs, result: { invitations } });
    });
  }

  private view(conversationId: string): Collaboration {
    const conversation = this.world.conversations.get(conversationId);
    if (conversation === undefined) throw missing();
    const mayManage = conversation.mine;
    const owner = mayManage ? { userId: ME, name: "Alec Dickinson", email: "alec@getaifactory.com" } : { userId: OTHER, name: "María Soto", email: "maria@salfagestion.cl" };
    const people = this.people.get(conversationId) ?? [];
    return {
      owner,
      people: mayManage ? people : people.map(({ lastSeenAt: _, readUpTo: __, online: ___, ...person }) => person),
      invitations: mayManage ? this.invitations.filter((one) => one.conversationId === conversationId).map(shown) : [],
      commentsToAlly: this.commentsToAlly,
      policy: this.policy,
      mayManage,
    };
  }

  links({ method, path: [id = ""], query, body }: Asked, origin: string): unknown {
    if (id === "view") return this.look(String(body.token));
    if (method === "GET") return { shares: this.shares.filter((one) => one.kind === query.get("kind") && one.target === query.get("id")).map(({ token: _, target: __, snapshot: ___, ...share }) => share) };
    if (method === "DELETE") {
      const share = this.shares.find((one) => one.id === id);
      if (share === undefined) throw missing();
      share.revoked = true;
      const { token: _, target: __, snapshot: ___, ...view } = share;
      return { share: view };
    }
    const target = String(body.id);
    const now = new Date();
    const expiresAt = new Date(now.getTime() + Number(body.days) * 86_400_000).toISOString();
    const made = { id: `s${++this.ids}`, kind: body.kind as Share["kind"], createdAt: now.toISOString(), expiresAt, views: 0, revoked: false };
    const of: Pick<Snapshot, "title" | "cards" | "messages"> =
      made.kind === "action"
        ? { title: this.actions.get(target).title, cards: this.actions.get(target).cards.filter((card) => card.type !== "cta") }
        : { title: this.world.conversations.get(target)?.title ?? "", messages: (this.world.messages.get(target) ?? []).flatMap(({ role, content, timestamp }) => (role === "system" ? [] : [{ role, content, timestamp, authorName: role === "user" ? "Alec Dickinson" : "Ally" }])) };
    const share = { ...made, title: of.title, token: `share-${made.id}`, target, snapshot: { ...of, kind: made.kind, sharedBy: "Alec Dickinson", sharedAt: made.createdAt, expiresAt } };
    this.shares.push(share);
    return { share: { ...made, title: of.title, url: `${origin}/shared#${share.token}` } };
  }

  private look(token: string): Snapshot {
    const share = this.shares.find((one) => one.token === token && !one.revoked && Date.parse(one.expiresAt) > Date.now());
    if (share === undefined) throw missing();
    share.views++;
    share.lastViewedAt = new Date().toISOString();
    return share.snapshot;
  }

  /** What somebody with the link of an invitation can do; `me` is who is signed in. */
  invitation({ path: [deed], body }: Asked, me: string | null): unknown {
    const invitation = this.invitations.find((one) => one.token === body.token);
    if (invitation === undefined || invitation.status !== "pending") {
      if (deed === "look" && invitation !== undefined) return { ...this.asked(invitation), state: "gone" };
      throw missing();
    }
    switch (deed) {
      case "look":
        return this.asked(invitation);
      case "accept":
        if (me === null) throw new Refusal(401, "unauthenticated", "Inicia sesión.");
        invitation.status = "accepted";
        return { conversationId: invitation.conversationId };
      case "decline":
        invitation.status = "declined";
        return {};
      case "code":
        this.codes.push(String(body.email));
        return { sent: true };
      case "verify":
        if (body.email !== invitation.email || body.code !== this.code) throw new Refusal(400, "invalid", "El código no es correcto o ya venció.", undefined, [{ field: "code", problem: "El código no es correcto o ya venció." }]);
        invitation.status = "accepted";
        this.guest = { token: "guest-session", invitation, email: String(body.email) };
        return { token: this.guest.token, conversationId: invitation.conversationId, expiresAt: new Date(Date.now() + 3600_000).toISOString() };
    }
    throw missing();
  }

  private asked({ email, level, message, expiresAt, conversationId }: Kept): InvitationView {
    return {
      state: "pending",
      invitedBy: "Alec Dickinson",
      organization: "Salfa Corp",
      conversationTitle: this.world.conversations.get(conversationId)?.title ?? "",
      level,
      expiresAt,
      member: email === undefined || email.endsWith("@salfagestion.cl"),
      ...(message === undefined ? {} : { message }),
      address: email === undefined ? "" : `${email[0]}•••@${email.split("@")[1]}`,
    };
  }

  guests({ path: [deed = ""], query, body }: Asked, authorization: string | undefined): unknown {
    const guest = this.guest;
    if (guest === undefined || authorization !== `Bearer ${guest.token}`) throw new Refusal(401, "unauthenticated", "Tu acceso terminó.");
    const { conversationId, level } = guest.invitation;
    const of = this.world.messages.get(conversationId) ?? [];
    const shownTo = (message: (typeof of)[number]): GuestMessage => ({ id: message.id, role: message.role, content: message.content, timestamp: message.timestamp, authorName: message.authorName ?? (message.role === "ally" ? "Ally" : "Alec Dickinson"), comment: message.comment, mine: false });
    if (deed === "") return { conversation: { id: conversationId, title: this.world.conversations.get(conversationId)?.title ?? "", level, owner: "Alec Dickinson" }, expiresAt: new Date(Date.now() + 3600_000).toISOString() };
    if (deed === "messages") {
      const end = query.has("before") ? Number(query.get("before")) : of.length;
      const start = Math.max(0, end - Number(query.get("limit") ?? 50));
      return { messages: of.slice(start, end).map(shownTo), nextCursor: start > 0 ? String(start) : null };
    }
    if (level === "view") throw new Refusal(403, "forbidden", "Solo puedes leer.");
    return { message: shownTo(this.world.say(conversationId, "user", String(body.message), Date.now(), { userId: "guest", comment: true, guest: true, authorName: guest.email, clientMessageId: String(body.clientMessageId) })) };
  }

  comment(body: Record<string, unknown>): unknown {
    const conversationId = String(body.conversationId);
    if (!this.world.conversations.has(conversationId)) throw missing();
    const key = String(body.clientMessageId);
    const known = this.world.messages.get(conversationId)?.find((message) => message.clientMessageId === key);
    return { message: known ?? this.world.say(conversationId, "user", String(body.message), Date.now(), { userId: this.world.me ?? ME, comment: true, authorName: "Alec Dickinson", clientMessageId: key }) };
  }
}

function shown({ token: _, conversationId: __, ...invitation }: Kept): Invitation {
  return invitation;
}
