import { type ReactNode, useId } from "react";

/** Something that is on or off, with words on what that means. */
export function Switch({ label, on, disabled = false, onChange, children }: { label: string; on: boolean; disabled?: boolean; onChange(on: boolean): void; children?: ReactNode }) {
  const id = useId();
  return (
    <div className="al:flex al:items-start al:gap-4">
      <div className="al:min-w-0 al:grow">
        <p id={`${id}-label`} className="al:text-sm al:font-medium">
          {label}
        </p>
        <p id={`${id}-what`} className="al:text-xs al:text-muted">
          {children}
        </p>
      </div>
      <button
        type="button"
        role="switch"
        aria-checked={on}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-what`}
        disabled={disabled}
        onClick={() => onChange(!on)}
        className="al:flex al:h-8 al:w-12 al:shrink-0 al:items-center al:justify-center al:rounded-full al:disabled:opacity-50 al:touch:h-11"
      >
        <span aria-hidden className={`al:flex al:h-5.5 al:w-10 al:items-center al:rounded-full al:border al:p-0.5 al:transition-colors ${on ? "al:border-accent al:bg-accent" : "al:border-edge al:bg-sunken"}`}>
          <span className={`al:block al:size-4 al:rounded-full al:transition-transform ${on ? "al:translate-x-4.5 al:bg-on-accent" : "al:bg-edge"}`} />
        </span>
      </button>
    </div>
  );
}
