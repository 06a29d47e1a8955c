import { type ReactNode, useId } from "react";

export interface FieldAria {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

export interface FieldProps {
  label: string;
  help?: ReactNode;
  error?: string | undefined;
  className?: string;
  children(aria: FieldAria): ReactNode;
}

/** A field with its words, and what is wrong with it. */
export function Field({ label, help, error, className = "", children }: FieldProps) {
  const id = useId();
  const words = error ?? help;
  return (
    <div className={`al:flex al:min-w-0 al:flex-col al:gap-1.5 ${className}`}>
      <label htmlFor={id} className="al:text-sm al:font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": words === undefined ? undefined : `${id}-words`, "aria-invalid": error === undefined ? undefined : true })}
      {words !== undefined && (
        <div id={`${id}-words`} className={`al:text-xs ${error === undefined ? "al:text-muted" : "al:text-danger"}`}>
          {words}
        </div>
      )}
    </div>
  );
}
