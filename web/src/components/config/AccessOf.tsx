import { useMutation } from "@tanstack/react-query";
import { Check, Minus, Search, X } from "lucide-react";
import { useState } from "react";
import type { Explanation, Step, Switches } from "../../api/config";
import { asProblem } from "../../api/problem";
import { useAlly } from "../../hooks/useAlly";
import { useConfigTexts, useOffice, useSay, worded } from "../../hooks/useConfig";
import { problemWords } from "../../hooks/useProblemWords";
import type { RolloutDeeds } from "../../hooks/useRollout";
import { LINE } from "../apps/look";
import { Button } from "../Button";
import { Spinner } from "../Spinner";
import { Box } from "./Box";
import { Field } from "./Field";
import { Note } from "./Note";
import { WhyDialog } from "./WhyDialog";

type Deed = { kind: "grant"; enabled: boolean | null } | { kind: "switch"; off: boolean };

/** Why somebody has Ally or not: every rule, in the order in which they are asked; and how to give it or take it. */
export function AccessOf({ switches, deeds }: { switches: Switches; deeds: RolloutDeeds }) {
  const texts = useConfigTexts();
  const { t } = texts;
  const { language } = useAlly();
  const { calls } = useOffice();
  const say = useSay();
  const [email, type] = useState("");
  const [deed, ask] = useState<Deed>();
  const explaining = useMutation({ mutationFn: (of: string) => calls.explain(of) });
  const [answer, show] = useState<Explanation>();
  const look = (of: string) => explaining.mutateAsync(of).then(show, () => show(undefined));
  const isSwitchedOff = answer !== undefined && switches.people.includes(answer.person.userId);
  const name = answer === undefined ? "" : answer.person.name || answer.person.email;
  return (
    <Box title={t("access")} what={t("access.what")}>
      <form
        className="al:flex al:flex-wrap al:items-end al:gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (email.trim() !== "") void look(email.trim());
        }}
      >
        <Field label={t("access.email")} className="al:grow al:basis-[180px]">
          {(aria) => <input {...aria} type="email" autoComplete="off" value={email} onChange={(event) => type(event.target.value)} className={LINE} />}
        </Field>
        <Button type="submit" icon={Search} className="al:min-h-9" disabled={email.trim() === "" || explaining.isPending}>
          {t("access.why")}
          {explaining.isPending && <Spinner size={14} />}
        </Button>
      </form>
      {explaining.isError && (
        <Note tone="danger" role="alert">
          {problemWords(asProblem(explaining.error), language)}
        </Note>
      )}
      {answer !== undefined && (
        <>
          <Note tone={answer.person.on ? "good" : "warn"} role="status">
            <strong className="al:font-semibold">{t(answer.person.on ? "access.on" : "access.off", { name })}</strong> {worded(texts, "reason", answer.person.reason)}.
          </Note>
          <ol aria-label={t("access.steps")} className="al:flex al:flex-col al:gap-0.5 al:text-sm">
            {answer.steps.map((step) => (
              <StepView key={step.reason} step={step} />
            ))}
          </ol>
          <p className="al:text-xs al:text-muted">{t("access.bucket", { count: answer.bucket })}</p>
          <div className="al:flex al:flex-wrap al:gap-2">
            <Button onClick={() => ask({ kind: "grant", enabled: true })}>{t("grant.yes")}</Button>
            <Button onClick={() => ask({ kind: "grant", enabled: false })}>{t("grant.no")}</Button>
            <Button onClick={() => ask({ kind: "grant", enabled: null })}>{t("grant.leave")}</Button>
            <Button tone={isSwitchedOff ? "plain" : "danger"} onClick={() => ask({ kind: "switch", off: !isSwitchedOff })}>
              {t(isSwitchedOff ? "switches.onPerson" : "switches.offPerson")}
            </Button>
          </div>
        </>
      )}
      {deed !== undefined && answer !== undefined && (
        <WhyDialog
          title={titleOf(deed, name, texts)}
          yes={t("review.yes")}
          danger={deed.kind === "switch" && deed.off}
          longest={500}
          onClose={() => ask(undefined)}
          onYes={async (why) => {
            if (deed.kind === "grant") {
              show(await calls.grant(answer.person.email, deed.enabled, why));
              say(t("grant.done"));
            } else {
              await deeds.flip({ people: { [answer.person.userId]: deed.off } }, why);
              await look(answer.person.email);
            }
            ask(undefined);
          }}
        >
          <p className="al:text-sm">{deed.kind === "switch" ? t(deed.off ? "switches.offWhat" : "switches.onWhat") : t(deed.enabled === null ? "grant.leaveWhat" : deed.enabled ? "grant.yesWhat" : "grant.noWhat")}</p>
        </WhyDialog>
      )}
    </Box>
  );
}

function titleOf(deed: Deed, name: string, { t }: ReturnType<typeof useConfigTexts>): string {
  if (deed.kind === "switch") return t(deed.off ? "switches.offOne" : "switches.onOne", { name });
  return t(deed.enabled === null ? "grant.leaveTo" : deed.enabled ? "grant.yesTo" : "grant.noTo", { name });
}

function StepView({ step }: { step: Step }) {
  const texts = useConfigTexts();
  const { t } = texts;
  const Icon = !step.holds ? Minus : step.off ? X : Check;
  const tone = !step.holds ? "al:text-muted" : step.off ? "al:text-danger" : "al:text-good";
  return (
    <li aria-current={step.decides ? "true" : undefined} className={`al:flex al:items-start al:gap-2 al:rounded-md al:px-2 al:py-1 ${step.decides ? "al:bg-accent-soft al:font-medium" : ""}`}>
      <Icon aria-hidden size={15} className={`al:mt-0.5 ${tone}`} />
      <span className={`al:min-w-0 al:grow ${step.holds ? "" : "al:text-muted"}`}>{worded(texts, "reason", step.reason)}</span>
      <span className={`al:shrink-0 al:text-xs ${tone}`}>{step.decides ? t(step.off ? "step.decidesOff" : "step.decidesOn") : t(step.holds ? "step.holds" : "step.not")}</span>
    </li>
  );
}
