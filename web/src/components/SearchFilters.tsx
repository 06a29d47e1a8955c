import { useQuery } from "@tanstack/react-query";
import { ChevronDown, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { SearchPage } from "../api/contract";
import { useAlly, useTexts } from "../hooks/useAlly";
import { useDelayed } from "../hooks/useDelayed";
import type { Texts } from "../language/texts";
import { type FilterName, type Filters, type Span, withFilter } from "../search/filters";
import { keys } from "../session/keys";
import { Button } from "./Button";
import { ChoiceList } from "./ChoiceList";
import { Popover } from "./Popover";

export interface SearchFiltersProps {
  filters: Filters;
  onChange(filters: Filters): void;
  /** Of what was found. */
  topics: SearchPage["topics"];
  /** Those who share what was found. */
  people: readonly string[];
}

/** The filters of a search, each a chip that says what it is set to. */
export function SearchFilters({ filters, onChange, topics, people }: SearchFiltersProps) {
  const texts = useTexts();
  const { t } = texts;
  const set = <N extends FilterName>(name: N, value: Filters[N] | undefined) => onChange(withFilter(filters, name, value));
  const chip = (name: FilterName, shown: string | undefined, panel: (close: () => void) => ReactNode) => (
    <Chip name={t(`filter.${name}`)} shown={shown} onRemove={() => set(name, undefined)}>
      {panel}
    </Chip>
  );
  return (
    <div role="group" aria-label={t("filters")} className="al:flex al:flex-wrap al:gap-1.5">
      {chip("span", spanWords(filters.span, texts), (close) => (
        <SpanPanel span={filters.span} onChange={(span) => set("span", span)} close={close} />
      ))}
      {chip("type", filters.type && t(`type.${filters.type}`), (close) => (
        <ChoiceList
          label={t("filter.type")}
          value={filters.type ?? ""}
          choices={[
            { value: "", text: t("filter.any") },
            { value: "conversation", text: t("type.conversation") },
            { value: "action", text: t("type.action") },
          ]}
          onChoose={(type) => set("type", type === "" ? undefined : type)}
          onPressed={close}
        />
      ))}
      {chip("topic", filters.topic, (close) => (
        <TopicPanel topic={filters.topic} topics={topics} onChange={(topic) => set("topic", topic)} close={close} />
      ))}
      {chip("agent", filters.agent?.name, (close) => (
        <AgentPanel agent={filters.agent} onChange={(agent) => set("agent", agent)} close={close} />
      ))}
      {chip("person", filters.person, (close) => (
        <PersonPanel person={filters.person} people={people} onChange={(person) => set("person", person)} close={close} />
      ))}
    </div>
  );
}

function Chip({ name, shown, onRemove, children }: { name: string; shown: string | undefined; onRemove(): void; children(close: () => void): ReactNode }) {
  const { t } = useTexts();
  const isSet = shown !== undefined;
  return (
    <div className={`al:flex al:max-w-full al:items-stretch al:rounded-full al:border al:text-xs ${isSet ? "al:border-accent al:bg-accent-soft al:text-accent-text" : "al:border-line al:text-muted al:hover:text-ink"}`}>
      <Popover
        label={isSet ? `${name}: ${shown}` : name}
        buttonClass={`al:flex al:h-7 al:items-center al:gap-1 al:rounded-full al:pl-3 al:touch:h-9 ${isSet ? "al:pr-1.5" : "al:pr-2.5 al:hover:bg-hover"}`}
        button={
          <>
            <span className="al:max-w-[180px] al:truncate">{isSet ? shown : name}</span>
            {!isSet && <ChevronDown aria-hidden size={13} />}
          </>
        }
      >
        {children}
      </Popover>
      {isSet && (
        <button type="button" aria-label={t("filter.remove", { name })} title={t("filter.remove", { name })} onClick={onRemove} className="al:flex al:w-7 al:items-center al:justify-center al:rounded-full al:hover:bg-hover al:touch:w-9">
          <X aria-hidden size={13} />
        </button>
      )}
    </div>
  );
}

const SPANS = ["week", "month", "year"] as const;

function SpanPanel({ span, onChange, close }: { span: Span | undefined; onChange(span: Span | undefined): void; close(): void }) {
  const { t } = useTexts();
  const own = typeof span === "object" ? span : {};
  const [from, setFrom] = useState(own.from ?? "");
  const [to, setTo] = useState(own.to ?? "");
  const date = (label: string, value: string, set: (value: string) => void) => (
    <label className="al:flex al:items-center al:justify-between al:gap-2">
      <span className="al:text-xs al:text-muted">{label}</span>
      <input type="date" value={value} max="9999-12-31" onChange={(event) => set(event.target.value)} className="al:h-8 al:rounded-md al:border al:border-edge al:bg-surface al:px-2 al:text-sm al:touch:h-11" />
    </label>
  );
  return (
    <>
      <ChoiceList
        label={t("filter.span")}
        value={typeof span === "string" ? span : span === undefined ? "" : ("own" as never)}
        choices={[{ value: "", text: t("filter.any") }, ...SPANS.map((value) => ({ value, text: t(`span.${value}`) }))]}
        onChoose={(value) => onChange(value === "" ? undefined : value)}
        onPressed={close}
      />
      <form
        aria-label={t("span.own")}
        className="al:mt-1 al:flex al:flex-col al:gap-1.5 al:border-t al:border-line al:px-2 al:pt-2"
        onSubmit={(event) => {
          event.preventDefault();
          onChange({ ...(from ? { from } : {}), ...(to ? { to } : {}) });
          close();
        }}
      >
        {date(t("span.from"), from, setFrom)}
        {date(t("span.to"), to, setTo)}
        <Button type="submit" disabled={from === "" && to === ""} className="al:mt-0.5">
          {t("filter.apply")}
        </Button>
      </form>
    </>
  );
}

function TopicPanel({ topic, topics, onChange, close }: { topic: string | undefined; topics: SearchPage["topics"]; onChange(topic: string | undefined): void; close(): void }) {
  const { t, number } = useTexts();
  const known = topic === undefined || topics.some((one) => one.topic === topic) ? topics : [{ topic, count: 0 }, ...topics];
  if (known.length === 0) return <p className="al:p-2 al:text-xs al:text-muted">{t("filter.noTopics")}</p>;
  return (
    <ChoiceList
      label={t("filter.topic")}
      value={topic ?? ""}
      choices={[{ value: "", text: t("filter.any") }, ...known.map((one) => ({ value: one.topic, text: one.topic, ...(one.count > 0 ? { note: number(one.count) } : {}) }))]}
      onChoose={(value) => onChange(value === "" ? undefined : value)}
      onPressed={close}
    />
  );
}

function AgentPanel({ agent, onChange, close }: { agent: Filters["agent"]; onChange(agent: Filters["agent"]): void; close(): void }) {
  const { runtime } = useAlly();
  const { t } = useTexts();
  const [typed, type] = useState("");
  const q = useDelayed(typed.trim(), 250);
  const section = useQuery({
    queryKey: keys.section("", "agent", q),
    queryFn: async ({ signal }) => (await runtime.client.inputs({ kind: "agent", limit: 30, ...(q === "" ? {} : { q }) }, signal)).sections[0],
    staleTime: 60_000,
  });
  const items = section.data?.items ?? [];
  const known = agent === undefined || items.some((item) => item.id === agent.id) ? items : [agent, ...items];
  return (
    <>
      <input
        type="search"
        value={typed}
        onChange={(event) => type(event.target.value)}
        aria-label={t("filter.findAgent")}
        placeholder={t("filter.findAgent")}
        className="al:mb-1 al:h-8 al:w-full al:rounded-md al:border al:border-edge al:bg-surface al:px-2.5 al:text-sm al:touch:h-11"
      />
      {section.isError ? (
        <Button tone="quiet" className="al:w-full" onClick={() => void section.refetch()}>
          {t("again")}
        </Button>
      ) : section.isSuccess && known.length === 0 ? (
        <p role="status" className="al:p-2 al:text-xs al:text-muted">
          {t("filter.noAgents")}
        </p>
      ) : (
        <ChoiceList
          label={t("filter.agent")}
          value={agent?.id ?? ""}
          choices={[...(q === "" ? [{ value: "" as const, text: t("filter.any") }] : []), ...known.map((item) => ({ value: item.id, text: item.name }))]}
          onChoose={(id) => {
            const found = known.find((item) => item.id === id);
            onChange(found && { id: found.id, name: found.name });
          }}
          onPressed={close}
        />
      )}
    </>
  );
}

function PersonPanel({ person, people, onChange, close }: { person: string | undefined; people: readonly string[]; onChange(person: string | undefined): void; close(): void }) {
  const { t } = useTexts();
  const [typed, type] = useState(person ?? "");
  return (
    <form
      className="al:flex al:flex-col al:gap-1.5 al:p-1"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(typed.trim() || undefined);
        close();
      }}
    >
      <label className="al:flex al:flex-col al:gap-1">
        <span className="al:text-xs al:font-medium">{t("filter.personField")}</span>
        <input type="text" inputMode="email" autoComplete="off" maxLength={320} value={typed} onChange={(event) => type(event.target.value)} className="al:h-8 al:w-full al:rounded-md al:border al:border-edge al:bg-surface al:px-2.5 al:text-sm al:touch:h-11" />
      </label>
      <p className="al:text-xs al:text-muted">{t("filter.personWhy")}</p>
      {people.length > 0 && (
        <ul className="al:flex al:flex-col">
          {people.slice(0, 5).map((one) => (
            <li key={one}>
              <button
                type="button"
                className="al:flex al:min-h-8 al:w-full al:items-center al:truncate al:rounded-md al:px-2 al:hover:bg-hover al:touch:min-h-11"
                onClick={() => {
                  onChange(one);
                  close();
                }}
              >
                {one}
              </button>
            </li>
          ))}
        </ul>
      )}
      <Button type="submit" disabled={typed.trim() === "" && person === undefined}>
        {t("filter.apply")}
      </Button>
    </form>
  );
}

function spanWords(span: Span | undefined, { t, date }: Texts): string | undefined {
  if (span === undefined) return undefined;
  if (typeof span === "string") return t(`span.${span}`);
  const [from, to] = [span.from && date(span.from), span.to && date(span.to)];
  return from && to ? `${from} – ${to}` : from ? t("span.since", { from }) : t("span.until", { to: to ?? "" });
}
