import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import type { InputItem } from "../../api/contract";
import { useAction } from "../../hooks/useActions";
import { useAlly } from "../../hooks/useAlly";
import { useAppTexts } from "../../hooks/useAppTexts";
import { useDelayed } from "../../hooks/useDelayed";
import { useConversation } from "../../hooks/useConversations";
import { keys } from "../../session/keys";
import { Button } from "../Button";
import { ChoiceList } from "../ChoiceList";
import { Popover } from "../Popover";
import { LINE } from "./look";

type PickKind = "conversation" | "agent" | "action" | "document";

export interface PickFieldProps {
  id: string;
  kind: PickKind;
  label: string;
  value: string;
  conversationId: string;
  required: boolean;
  disabled?: boolean;
  "aria-invalid"?: true | undefined;
  "aria-required"?: true | undefined;
  "aria-describedby"?: string | undefined;
  onChange(value: string): void;
}

/** One of the person's conversations, agents, actions or documents, found by name. */
export function PickField({ id, kind, label, value, conversationId, required, onChange, "aria-required": _, ...aria }: PickFieldProps) {
  const { t } = useAppTexts();
  const here = useConversation(conversationId).data;
  const action = useAction(value, kind === "action" && value !== "").data;
  const [picked, pick] = useState<Pick<InputItem, "id" | "name">>();
  const thisOne = { id: conversationId, name: t("form.thisConversation", { title: here?.title || t("conversations.untitled") }) };
  const name = picked?.id === value ? picked.name : kind === "conversation" && value === conversationId ? thisOne.name : kind === "action" && value !== "" ? (action?.title ?? "…") : value;
  return (
    <Popover
      id={id}
      {...aria}
      label={name === "" ? t(`form.pick.${kind}`) : `${label}: ${name}`}
      fill
      buttonClass={`${LINE} al:flex al:items-center al:justify-between al:gap-2`}
      button={
        <>
          <span className={`al:min-w-0 al:truncate ${name === "" ? "al:text-muted" : ""}`}>{name === "" ? t(`form.pick.${kind}`) : name}</span>
          <ChevronDown aria-hidden size={15} className="al:text-muted" />
        </>
      }
    >
      {(close) => (
        <Picker
          kind={kind}
          label={label}
          value={value}
          first={kind === "conversation" ? thisOne : undefined}
          mayBeNone={!required}
          conversationId={conversationId}
          onPick={(item) => {
            pick(item);
            onChange(item?.id ?? "");
          }}
          close={close}
        />
      )}
    </Popover>
  );
}

interface PickerProps {
  kind: PickKind;
  label: string;
  value: string;
  first: { id: string; name: string } | undefined;
  mayBeNone: boolean;
  conversationId: string;
  onPick(item: { id: string; name: string } | undefined): void;
  close(): void;
}

function Picker({ kind, label, value, first, mayBeNone, conversationId, onPick, close }: PickerProps) {
  const { runtime } = useAlly();
  const { t } = useAppTexts();
  const [typed, type] = useState("");
  const q = useDelayed(typed.trim(), 250);
  const section = useQuery({
    queryKey: keys.section("", kind, q),
    queryFn: async ({ signal }) => (await runtime.client.inputs({ kind, conversationId, limit: 30, ...(q === "" ? {} : { q }) }, signal)).sections[0],
    staleTime: 60_000,
  });
  const items = [...(first !== undefined && q === "" ? [first] : []), ...(section.data?.items ?? []).filter((item) => item.id !== first?.id)];
  return (
    <>
      <input type="search" value={typed} onChange={(event) => type(event.target.value)} aria-label={t(`search.${kind}`)} placeholder={t(`search.${kind}`)} className={`${LINE} al:mb-1`} />
      {section.isError ? (
        <Button tone="quiet" className="al:w-full" onClick={() => void section.refetch()}>
          {t("again")}
        </Button>
      ) : section.isSuccess && items.length === 0 ? (
        <p role="status" className="al:p-2 al:text-xs al:text-muted">
          {q === "" ? t(`empty.${kind}`) : t("search.none", { q })}
        </p>
      ) : (
        <ChoiceList label={label} value={value} choices={[...(mayBeNone && q === "" ? [{ value: "" as const, text: t("form.none") }] : []), ...items.map((item) => ({ value: item.id, text: item.name }))]} onChoose={(id) => onPick(items.find((item) => item.id === id))} onPressed={close} />
      )}
    </>
  );
}
