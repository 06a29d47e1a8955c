import type { ReactNode } from "react";
import type { AppField } from "../../api/contract";
import { useAppTexts } from "../../hooks/useAppTexts";
import type { Language } from "../../session/preferences";
import { Switch } from "../Switch";
import { EmailsField } from "./EmailsField";
import { LINE, FIELD } from "./look";
import { PickField } from "./PickField";

export interface FormFieldProps {
  id: string;
  field: AppField;
  value: unknown;
  error: string | undefined;
  disabled: boolean;
  conversationId: string;
  language: Language;
  onChange(value: unknown): void;
}

/** One field of a form, with its words, and what is wrong with it. */
export function FormField({ id, field, value, error, disabled, conversationId, language, onChange }: FormFieldProps) {
  const label = field.label[language];
  const help = field.help?.[language];
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const given = {
    id,
    disabled,
    "aria-invalid": error === undefined ? undefined : (true as const),
    "aria-required": field.required ? (true as const) : undefined,
    "aria-describedby": error !== undefined ? `${id}-error` : help !== undefined ? `${id}-help` : undefined,
  };
  const frame = (control: ReactNode, isGroup = false) => (
    <Labelled id={id} label={label} required={field.required} help={help} error={error} isGroup={isGroup}>
      {control}
    </Labelled>
  );
  switch (field.type) {
    case "switch":
      return (
        <Switch label={label} on={value === true} disabled={disabled} onChange={onChange}>
          {help ?? ""}
        </Switch>
      );
    case "longtext":
      return frame(<textarea {...given} rows={4} value={text} onChange={(event) => onChange(event.target.value)} className={`ally-scroll ${FIELD} al:resize-y al:py-2`} />);
    case "choice":
      return (field.options?.length ?? 0) <= 4 ? (
        frame(<Choices id={id} options={field.options ?? []} value={text} disabled={disabled} language={language} onChange={onChange} />, true)
      ) : (
        frame(
          <select {...given} value={text} onChange={(event) => onChange(event.target.value)} className={LINE}>
            {!field.required && <option value="" />}
            {(field.options ?? []).map((option) => (
              <option key={option.value} value={option.value}>
                {option.label[language]}
              </option>
            ))}
          </select>,
        )
      );
    case "emails":
      return frame(<EmailsField {...given} value={Array.isArray(value) ? (value as string[]) : []} onChange={onChange} />);
    case "conversation":
    case "agent":
    case "action":
    case "document":
      return frame(<PickField {...given} kind={field.type} label={label} value={text} conversationId={conversationId} required={field.required} onChange={onChange} />);
    default: {
      const type = { text: "text", date: "date", datetime: "datetime-local", number: "number" }[field.type];
      return frame(
        <input
          {...given}
          type={type}
          value={text}
          min={field.minimum ?? undefined}
          max={field.type === "number" ? (field.maximum ?? undefined) : "9999-12-31"}
          onChange={(event) => onChange(event.target.value)}
          className={field.type === "text" ? LINE : `${LINE} al:max-w-[240px]`}
        />,
      );
    }
  }
}

function Labelled({ id, label, required, help, error, isGroup, children }: { id: string; label: string; required: boolean; help: string | undefined; error: string | undefined; isGroup: boolean; children: ReactNode }) {
  const { t } = useAppTexts();
  const words = (
    <>
      {label}
      {!required && <span className="al:ml-1.5 al:font-normal al:text-muted">{t("form.optional")}</span>}
    </>
  );
  return (
    <div role={isGroup ? "group" : undefined} aria-labelledby={isGroup ? `${id}-label` : undefined} className="al:flex al:min-w-0 al:flex-col al:gap-1.5">
      {isGroup ? (
        <span id={`${id}-label`} className="al:text-sm al:font-medium">
          {words}
        </span>
      ) : (
        <label htmlFor={id} className="al:text-sm al:font-medium">
          {words}
        </label>
      )}
      {children}
      {help !== undefined && error === undefined && (
        <p id={`${id}-help`} className="al:text-xs al:text-muted">
          {help}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="al:text-xs al:text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

/** A few choices, side by side. */
function Choices({ id, options, value, disabled, language, onChange }: { id: string; options: NonNullable<AppField["options"]>; value: string; disabled: boolean; language: Language; onChange(value: string): void }) {
  return (
    <div className="al:flex al:flex-wrap al:gap-1.5">
      {options.map((option) => (
        <label
          key={option.value}
          className={`al:relative al:flex al:min-h-9 al:cursor-pointer al:items-center al:rounded-md al:border al:px-3 al:text-sm al:transition-colors al:has-focus-visible:outline-2 al:has-focus-visible:outline-offset-2 al:has-focus-visible:outline-accent-text al:touch:min-h-11 ${option.value === value ? "al:border-accent al:bg-accent-soft al:font-medium al:text-accent-text" : "al:border-line al:bg-surface al:hover:bg-hover"}`}
        >
          <input type="radio" name={id} value={option.value} checked={option.value === value} disabled={disabled} onChange={() => onChange(option.value)} className="al:sr-only" />
          {option.label[language]}
        </label>
      ))}
    </div>
  );
}
