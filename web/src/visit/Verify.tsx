import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { asProblem } from "../api/problem";
import { isAddress } from "../apps/form";
import { LINE } from "../components/apps/look";
import { Button } from "../components/Button";
import { wordsOf } from "./Failed";
import { useVisitTexts } from "./texts";

export interface VerifyProps {
  onSend(email: string): Promise<void>;
  onVerify(email: string, code: string): Promise<void>;
}

/** A guest shows that the invited address is theirs: by a code that is sent to it. */
export function Verify({ onSend, onVerify }: VerifyProps) {
  const { t } = useVisitTexts();
  const [email, setEmail] = useState("");
  const [code, setCode] = useState("");
  const [isSent, setSent] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    if (isSent) field.current?.focus();
  }, [isSent]);
  const doing = async (deed: () => Promise<void>) => {
    setBusy(true);
    setWrong(undefined);
    try {
      await deed();
    } catch (thrown) {
      const failed = asProblem(thrown);
      setWrong(failed.fields[0]?.problem ?? wordsOf(failed, t));
      field.current?.focus();
    } finally {
      setBusy(false);
    }
  };
  const send = () => doing(async () => (await onSend(email.trim()), setSent(true)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    if (!isSent) return isAddress(email.trim()) ? void send() : setWrong(t("invitation.emailWrong"));
    const typed = code.replace(/\s/g, "");
    if (typed === "") return setWrong(t("invitation.codeWrong"));
    void doing(() => onVerify(email.trim(), typed));
  };
  const given = { id, ref: field, "aria-invalid": wrong === undefined ? undefined : (true as const), "aria-describedby": wrong === undefined ? `${id}-why` : `${id}-wrong`, className: LINE };
  return (
    <form noValidate aria-labelledby={`${id}-title`} onSubmit={submit} className="al:flex al:flex-col al:gap-3 al:rounded-lg al:bg-canvas al:p-4 al:text-sm">
      <h2 id={`${id}-title`} className="al:font-semibold">
        {t("invitation.verify")}
      </h2>
      <p id={`${id}-why`} role={isSent ? "status" : undefined} className="al:text-muted al:wrap-anywhere">
        {isSent ? t("invitation.codeSent", { email: email.trim() }) : t("invitation.verifyWhy")}
      </p>
      <label htmlFor={id} className="al:text-xs al:font-medium">
        {t(isSent ? "invitation.code" : "invitation.email")}
      </label>
      {isSent ? (
        <input key="code" {...given} type="text" inputMode="numeric" autoComplete="one-time-code" maxLength={12} value={code} onChange={(event) => (setCode(event.target.value), setWrong(undefined))} className={`${LINE} al:max-w-[200px] al:tracking-widest`} />
      ) : (
        <input key="email" {...given} type="email" autoComplete="email" value={email} onChange={(event) => (setEmail(event.target.value), setWrong(undefined))} />
      )}
      {wrong !== undefined && (
        <p id={`${id}-wrong`} role="alert" className="al:text-xs al:text-danger">
          {wrong}
        </p>
      )}
      <div className="al:flex al:flex-wrap al:gap-2">
        <Button type="submit" tone="strong" className="al:min-h-9 al:px-4" disabled={isBusy}>
          {t(isSent ? "invitation.enter" : "invitation.sendCode")}
        </Button>
        {isSent && (
          <>
            <Button tone="quiet" disabled={isBusy} onClick={() => void send()}>
              {t("invitation.again")}
            </Button>
            <Button tone="quiet" disabled={isBusy} onClick={() => (setSent(false), setWrong(undefined))}>
              {t("invitation.otherEmail")}
            </Button>
          </>
        )}
      </div>
    </form>
  );
}
