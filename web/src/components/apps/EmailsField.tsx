import { X } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { addressesIn, isAddress } from "../../apps/form";
import { useAppTexts } from "../../hooks/useAppTexts";

export interface EmailsFieldProps {
  id: string;
  value: readonly string[];
  disabled?: boolean;
  "aria-invalid"?: true | undefined;
  "aria-required"?: true | undefined;
  "aria-describedby"?: string | undefined;
  onChange(value: string[]): void;
}

/**
 * Addresses of e-mail: each becomes a piece of its own at a comma, a blank or
 * Enter. One that is still being written counts already; nothing moves under a
 * press elsewhere because of it.
 */
export function EmailsField({ id, value, disabled, onChange, ...aria }: EmailsFieldProps) {
  const { t } = useAppTexts();
  const [typed, type] = useState("");
  const [pending, setPending] = useState<readonly string[]>([]);
  const field = useRef<HTMLInputElement>(null);
  const pieces = value.filter((one) => !pending.includes(one));
  const added = (text: string) => [...new Set(addressesIn(text))].filter((one) => !pieces.includes(one));
  const write = (text: string) => {
    const written = added(text);
    type(text);
    setPending(written);
    if (written.length > 0 || pending.length > 0) onChange([...pieces, ...written]);
  };
  const take = (text: string) => {
    onChange([...pieces, ...added(text)]);
    setPending([]);
    type("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === "Enter" || event.key === "," || event.key === ";" || event.key === " ") && !event.nativeEvent.isComposing && typed.trim() !== "") {
      event.preventDefault();
      take(typed);
    } else if (event.key === "Backspace" && typed === "" && pieces.length > 0) {
      event.preventDefault();
      onChange(pieces.slice(0, -1));
    }
  };
  return (
    <div
      onClick={(event) => event.target === event.currentTarget && field.current?.focus()}
      className={`al:flex al:min-h-9 al:flex-wrap al:items-center al:gap-1.5 al:rounded-md al:border al:bg-surface al:p-1.5 al:text-sm al:focus-within:border-accent al:touch:min-h-11 ${aria["aria-invalid"] ? "al:border-danger" : "al:border-edge"} ${disabled ? "al:opacity-60" : ""}`}
    >
      {pieces.map((address) => (
        <span key={address} className={`al:flex al:max-w-full al:items-center al:rounded-md al:pl-2 al:text-sm ${isAddress(address) ? "al:bg-accent-soft al:text-accent-text" : "al:bg-danger-soft al:text-danger"}`}>
          <span className="al:min-w-0 al:truncate">{address}</span>
          <button
            type="button"
            disabled={disabled}
            aria-label={t("form.removeAddress", { address })}
            className="al:flex al:size-6 al:shrink-0 al:items-center al:justify-center al:rounded-md al:hover:bg-hover al:touch:size-9"
            onClick={() => {
              onChange(value.filter((one) => one !== address));
              field.current?.focus();
            }}
          >
            <X aria-hidden size={12} />
          </button>
        </span>
      ))}
      <input
        {...aria}
        ref={field}
        id={id}
        type="text"
        inputMode="email"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        disabled={disabled}
        value={typed}
        onChange={(event) => (/[,;\n]|@\S+\s$/.test(event.target.value) ? take(event.target.value) : write(event.target.value))}
        onPaste={(event) => {
          const text = event.clipboardData.getData("text");
          if (!text.includes("@")) return;
          event.preventDefault();
          take(`${typed} ${text}`);
        }}
        onKeyDown={onKeyDown}
        placeholder={pieces.length === 0 ? t("form.address") : ""}
        className="al:min-w-[140px] al:grow al:bg-transparent al:px-1 al:outline-none"
      />
    </div>
  );
}
