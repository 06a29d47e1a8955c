import { useMemo } from "react";
import type { History } from "../../conversation/history";
import { useAlly } from "../../hooks/useAlly";
import { useAppTexts } from "../../hooks/useAppTexts";
import { keys } from "../../session/keys";
import { LINE } from "./look";

/** One of the documents that Ally has drawn on in the conversation. */
export function DocumentField({ id, value, conversationId, onChange, ...aria }: { id: string; value: string; conversationId: string; disabled?: boolean; "aria-invalid"?: true | undefined; "aria-required"?: true | undefined; "aria-describedby"?: string | undefined; onChange(value: string): void }) {
  const { runtime } = useAlly();
  const { t } = useAppTexts();
  const messages = runtime.queries.getQueryData<History>(keys.messages(conversationId))?.messages;
  const documents = useMemo(() => {
    const all = new Map<string, string>();
    for (const message of messages ?? []) for (const source of message.contextUsed.inputSources) for (const document of source.documents ?? []) all.set(document.id, document.name);
    return [...all];
  }, [messages]);
  return (
    <select {...aria} id={id} value={value} onChange={(event) => onChange(event.target.value)} className={LINE}>
      <option value="">{t(documents.length === 0 ? "form.noDocuments" : "form.pick.document")}</option>
      {value !== "" && !documents.some(([known]) => known === value) && <option value={value}>{value}</option>}
      {documents.map(([document, name]) => (
        <option key={document} value={document}>
          {name}
        </option>
      ))}
    </select>
  );
}
