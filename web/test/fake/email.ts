import type { Action, EmailLimits } from "../../src/api/contract";
import type { Delivery, Draft } from "../../src/api/results";
import type { FakeActions } from "./apps";
import { type Asked, missing, Refusal } from "./refusal";

/** Drafts and sends, by the rules of the contract: nothing goes out without a call to send. */
export class FakeEmail {
  limits: EmailLimits = { perDay: 50, left: 48, organizationLeft: 400 };
  /** Addresses that can't be reached, and how often. */
  unreachable = new Map<string, number>();
  /** What was sent: to whom, and what. */
  readonly sent: { to: string; subject: string; body: string }[] = [];

  constructor(private readonly actions: FakeActions) {}

  answer({ method, path: [id = "", deed = ""], body }: Asked): unknown {
    if (id === "") return { action: this.draft(body) };
    if (id === "limits") return this.limits;
    const action = this.actions.get(id);
    const delivery = held(action).delivery;
    switch (`${method} ${deed}`) {
      case "PATCH ":
        this.check(action, body.revision);
        return { action: this.change(action, { to: body.to as string[], cc: body.cc as string[], subject: String(body.subject), body: String(body.body), ...this.attached((body.attachment as { actionId?: string } | undefined)?.actionId) }, { ...delivery, state: "draft" }) };
      case "POST send": {
        this.check(action, body.revision);
        if ((this.limits.left ?? 1) <= 0) throw new Refusal(429, "limit_emails", "Llegaste al límite de correos de hoy.");
        if (typeof body.at === "string") return { action: this.change(action, {}, { ...delivery, state: "scheduled", at: body.at, timeZone: String(body.timeZone) }) };
        return { action: this.deliver(action) };
      }
      case "POST cancel":
        if (delivery.state !== "scheduled" && delivery.state !== "queued") throw new Refusal(409, "already_sent", "Ya se envió y no se puede cancelar.");
        return { action: this.change(action, {}, { ...delivery, state: "cancelled" }) };
      case "POST resend":
        return { action: this.deliver(action) };
    }
    throw missing();
  }

  /** Somebody else changes the draft. */
  changeElsewhere(id: string, draft: Partial<Draft>): void {
    const action = this.actions.get(id);
    this.change(action, draft, held(action).delivery);
  }

  private draft(body: Record<string, unknown>): Action {
    const inputs = (body.inputs ?? {}) as Record<string, unknown>;
    this.actions.check("email", inputs);
    return this.actions.once(String(body.conversationId), body.clientActionId, () => {
      const draft: Draft = {
        to: (inputs.to as string[]) ?? [],
        cc: (inputs.cc as string[]) ?? [],
        subject: String(inputs.subject ?? "Avance del permiso de edificación"),
        body: String(inputs.body ?? `Hola:\n\n${String(inputs.instructions ?? "")}\n\n- La DOM tiene **30 días** para pronunciarse.\n- Con revisor independiente, 15.\n\nSaludos,\nAlec`),
        ...this.attached(inputs.attachment),
      };
      const action = this.actions.put({ appId: "email", appName: "Correo", actionType: "email", title: `Correo: ${draft.subject}`, conversationId: String(body.conversationId), inputs, cards: [{ id: "preview", type: "markdown", title: draft.subject, content: draft.body }] });
      return this.change(action, draft, { state: "draft", recipients: [], attempts: 0 });
    });
  }

  private attached(id: unknown): Pick<Draft, "attachment"> {
    return typeof id === "string" ? { attachment: { actionId: id, name: `${this.actions.get(id).title}.pdf` } } : {};
  }

  private check(action: Action, revision: unknown): void {
    if (revision !== action.revision) throw new Refusal(409, "changed", "El borrador cambió entretanto.");
  }

  private change(action: Action, draft: Partial<Draft>, delivery: Delivery): Action {
    const before = held(action).draft;
    return this.actions.change(action.id, { result: { draft: { ...before, ...draft }, delivery } });
  }

  private deliver(action: Action): Action {
    const draft = held(action).draft;
    const before = held(action).delivery;
    const recipients = [...draft.to, ...draft.cc].map((address): Delivery["recipients"][number] => {
      const known = before.recipients.find((one) => one.address === address);
      if (known?.state === "sent") return known;
      const left = this.unreachable.get(address) ?? 0;
      if (left > 0) {
        this.unreachable.set(address, left - 1);
        return { address, state: "failed", reason: "La casilla no existe." };
      }
      this.sent.push({ to: address, subject: draft.subject, body: draft.body });
      return { address, state: "sent" };
    });
    this.limits = { ...this.limits, left: (this.limits.left ?? Infinity) - recipients.length };
    const failed = recipients.filter((one) => one.state === "failed").length;
    return this.change(action, {}, { ...before, recipients, attempts: before.attempts + 1, sentAt: new Date().toISOString(), state: failed === 0 ? "sent" : failed === recipients.length ? "failed" : "partly" });
  }
}

/** What the app keeps of an action of its own; nothing yet in a new one. */
function held(action: Action): { draft: Draft; delivery: Delivery } {
  return (action.result ?? {}) as { draft: Draft; delivery: Delivery };
}
