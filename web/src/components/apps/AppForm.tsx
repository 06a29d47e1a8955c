import { CircleAlert } from "lucide-react";
import { useId, useRef, useState } from "react";
import type { AppField } from "../../api/contract";
import type { Problem } from "../../api/problem";
import { initialValues, inputsOf, shownFields, type Values, type Wrong, wrongIn } from "../../apps/form";
import { useLanguage } from "../../hooks/useAlly";
import { type AppTexts, useAppTexts } from "../../hooks/useAppTexts";
import { problemWords } from "../../hooks/useProblemWords";
import { Button } from "../Button";
import { Spinner } from "../Spinner";
import { FormField } from "./FormField";

export interface AppFormProps {
  fields: readonly AppField[];
  /** What it begins with. What is not a field's is sent along as it is. */
  given?: Values | undefined;
  conversationId: string;
  /** What the button says, and while it works. */
  submit: string;
  busy: string;
  isBusy: boolean;
  /** Why the server refused it. */
  problem: Problem | undefined;
  onSubmit(inputs: Record<string, unknown>): void;
}

/** A form as an app describes it. What is missing or wrong is said at its field, by this form or by the server. */
export function AppForm({ fields, given = {}, conversationId, submit, busy, isBusy, problem, onSubmit }: AppFormProps) {
  const language = useLanguage();
  const texts = useAppTexts();
  const [values, setValues] = useState(() => initialValues(fields, given, conversationId));
  const [wrong, setWrong] = useState<Map<string, Wrong>>(new Map());
  // What the server said of a field holds until the field is changed.
  const [changed, setChanged] = useState<{ since: Problem | undefined; names: ReadonlySet<string> }>({ since: undefined, names: new Set() });
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const shown = shownFields(fields, values);
  const said = new Map((problem?.fields ?? []).map((one) => [one.field.replace(/^inputs\./, "").replace(/[.[].*$/, ""), one.problem]));
  const unplaced = problem !== undefined && ![...said.keys()].some((name) => shown.some((field) => field.name === name));
  const errorOf = (name: string): string | undefined => {
    const own = wrong.get(name);
    if (own !== undefined) return wrongWords(own, texts);
    return changed.since === problem && changed.names.has(name) ? undefined : said.get(name);
  };
  const set = (name: string, value: unknown) => {
    setValues((now) => ({ ...now, [name]: value }));
    setWrong((now) => new Map([...now].filter(([one]) => one !== name)));
    setChanged((now) => ({ since: problem, names: new Set([...(now.since === problem ? now.names : []), name]) }));
  };
  const focusWrong = () => requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  return (
    <form
      ref={form}
      noValidate
      className="al:flex al:flex-col al:gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isBusy) return;
        const found = wrongIn(fields, values);
        setWrong(found);
        setChanged({ since: problem, names: new Set() });
        if (found.size > 0) return focusWrong();
        onSubmit(inputsOf(fields, values));
      }}
    >
      {shown.map((field) => (
        <FormField key={field.name} id={`${id}-${field.name}`} field={field} value={values[field.name]} error={errorOf(field.name)} disabled={isBusy} conversationId={conversationId} language={language} onChange={(value) => set(field.name, value)} />
      ))}
      {unplaced && (
        <p role="alert" className="al:flex al:items-start al:gap-2 al:rounded-lg al:bg-danger-soft al:px-3 al:py-2.5 al:text-sm al:text-danger">
          <CircleAlert aria-hidden size={16} className="al:mt-0.5" />
          {problemWords(problem, language)}
        </p>
      )}
      {!unplaced && problem !== undefined && (
        <p role="alert" className="al:sr-only">
          {texts.t("form.check")}
        </p>
      )}
      <div>
        <Button type="submit" tone="strong" className="al:min-h-9 al:px-4" aria-disabled={isBusy}>
          {isBusy && <Spinner size={14} />}
          {isBusy ? busy : submit}
        </Button>
      </div>
    </form>
  );
}

function wrongWords(wrong: Wrong, { t, number }: AppTexts): string {
  switch (wrong.kind) {
    case "tooLong":
    case "tooMany":
      return t(`form.${wrong.kind}`, { most: number(wrong.most) });
    case "number":
      return wrong.least !== undefined && wrong.most !== undefined ? t("form.between", { least: number(wrong.least), most: number(wrong.most) }) : wrong.least !== undefined ? t("form.atLeast", { least: number(wrong.least) }) : wrong.most !== undefined ? t("form.atMost", { most: number(wrong.most) }) : t("form.number");
    default:
      return t(`form.${wrong.kind}`);
  }
}
