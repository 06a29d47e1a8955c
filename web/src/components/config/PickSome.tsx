import { useId } from "react";

export interface PickSomeProps {
  name: string;
  label: string;
  /** The words for all of them, and for those that are picked. */
  all: string;
  some: string;
  choices: readonly { id: string; name: string }[];
  /** Null for all of them. */
  picked: readonly string[] | null;
  onChange(picked: string[] | null): void;
}

/** All of some things, or those that are picked. */
export function PickSome({ name, label, all, some, choices, picked, onChange }: PickSomeProps) {
  const id = useId();
  const line = "al:flex al:min-h-8 al:items-center al:gap-2 al:text-sm al:touch:min-h-11";
  // What was picked and is no longer there stays until it is taken out.
  const shown = [...choices, ...(picked ?? []).filter((one) => !choices.some((choice) => choice.id === one)).map((one) => ({ id: one, name: one }))];
  return (
    <div role="group" aria-labelledby={id} className="al:flex al:flex-col">
      <span id={id} className="al:mb-1 al:text-sm al:font-medium">
        {label}
      </span>
      <label className={line}>
        <input type="radio" name={name} checked={picked === null} onChange={() => onChange(null)} className="al:size-4 al:accent-accent" />
        {all}
      </label>
      <label className={line}>
        <input type="radio" name={name} checked={picked !== null} onChange={() => onChange(choices.map((choice) => choice.id))} className="al:size-4 al:accent-accent" />
        {some}
      </label>
      {picked !== null && (
        <ul className="ally-scroll al:ml-6 al:max-h-[220px]">
          {shown.map((choice) => (
            <li key={choice.id}>
              <label className={line}>
                <input type="checkbox" checked={picked.includes(choice.id)} onChange={(event) => onChange(event.target.checked ? [...picked, choice.id] : picked.filter((one) => one !== choice.id))} className="al:size-4 al:accent-accent" />
                {choice.name}
              </label>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
