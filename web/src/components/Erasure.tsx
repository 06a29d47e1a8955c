import { CircleCheck } from "lucide-react";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { asProblem, type Problem } from "../api/problem";
import { useAlly, useTexts } from "../hooks/useAlly";
import { problemWords } from "../hooks/useProblemWords";
import { Blank } from "./Blank";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

/** Erases all that Ally holds on a person, who reads what goes and types their address first. */
export function Erasure({ email, onBack, onClose }: { email: string; onBack(): void; onClose(): void }) {
  const { runtime, language } = useAlly();
  const { t } = useTexts();
  const [typed, type] = useState("");
  const [isWrong, setWrong] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [ended, end] = useState<{ done: boolean }>();
  const field = useRef<HTMLInputElement>(null);
  const anew = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  useEffect(() => anew.current?.focus(), [ended]);
  const erase = async (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim().toLowerCase() !== email.toLowerCase()) {
      setWrong(true);
      field.current?.focus();
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      end(await runtime.client.erase(typed.trim()));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  // What is on the screen is no longer anywhere else.
  const leave = () => {
    onClose();
    runtime.beginAnew();
  };
  if (ended !== undefined)
    return (
      <Dialog title={t("privacy.eraseTitle")} onClose={leave} width={520}>
        <Blank
          small
          icon={CircleCheck}
          role="status"
          title={t(ended.done ? "privacy.erased" : "privacy.erasingOn")}
          action={
            <Button ref={anew} tone="strong" onClick={leave}>
              {t("privacy.anew")}
            </Button>
          }
        >
          {t(ended.done ? "privacy.erasedWhat" : "privacy.erasingOnWhat")}
        </Blank>
      </Dialog>
    );
  return (
    <Dialog title={t("privacy.eraseTitle")} onClose={isBusy ? () => undefined : onBack} width={520}>
      <form className="al:flex al:flex-col al:gap-4 al:text-sm" onSubmit={(event) => void erase(event)}>
        <div>
          <p className="al:font-medium">{t("privacy.goes")}</p>
          <ul className="al:mt-1 al:list-disc al:pl-5">
            <li>{t("privacy.goes1")}</li>
            <li>{t("privacy.goes2")}</li>
          </ul>
        </div>
        <p className="al:text-muted">{t("privacy.stays")}</p>
        <label className="al:flex al:flex-col al:gap-1.5">
          <span className="al:wrap-anywhere">{t("privacy.confirm", { email })}</span>
          <input
            ref={field}
            type="text"
            inputMode="email"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
              type(event.target.value);
              setWrong(false);
            }}
            aria-invalid={isWrong || undefined}
            aria-describedby={isWrong ? `${id}-wrong` : undefined}
            className="al:h-10 al:rounded-md al:border al:border-edge al:bg-surface al:px-3 al:focus:border-accent"
          />
        </label>
        {isWrong && (
          <p id={`${id}-wrong`} role="alert" className="al:text-danger">
            {t("privacy.confirmWrong")}
          </p>
        )}
        {problem !== undefined && (
          <p role="alert" className="al:text-danger">
            {problemWords(problem, language)}
          </p>
        )}
        <div className="al:flex al:flex-wrap al:justify-end al:gap-2">
          <Button disabled={isBusy} onClick={onBack}>
            {t("cancel")}
          </Button>
          <Button type="submit" tone="danger" disabled={isBusy || typed.trim() === ""}>
            {t(isBusy ? "privacy.erasing" : "privacy.eraseNow")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
