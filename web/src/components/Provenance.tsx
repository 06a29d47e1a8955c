import { ChevronRight, Layers, TriangleAlert } from "lucide-react";
import { useId, useState } from "react";
import type { ContextUsed, InputSource, Message } from "../api/contract";
import { promptLevel } from "../conversation/prompts";
import { useTexts } from "../hooks/useAlly";
import { KIND_ICONS, kindKey } from "./kinds";

/** "Made from" under a reply; opened, everything that went into it and what did not. */
export function Provenance({ made }: { made: Pick<Message, "contextUsed" | "model" | "durationMs"> }) {
  const { t, n, number } = useTexts();
  const [open, setOpen] = useState(false);
  const id = useId();
  const { inputSources, leftOut = [], tokensUsed, promptComponents } = made.contextUsed;
  if (inputSources.length === 0 && promptComponents.length === 0 && tokensUsed.total === 0) return null;
  // What was found says more than what is always there.
  const found = (source: InputSource) => (source.type === "organization" || source.type === "domain" ? 0 : 1 + source.passages);
  const names = [...new Set([...inputSources].sort((a, b) => found(b) - found(a)).map((source) => source.name))];
  const summary = names.length === 0 ? t("made.none") : names.length <= 2 ? names.join(" · ") : `${names.slice(0, 2).join(" · ")} ${n("made.more", names.length - 2)}`;
  return (
    <div className="al:text-sm">
      <button type="button" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)} className="al:-ml-2 al:flex al:max-w-full al:items-center al:gap-1.5 al:rounded-md al:px-2 al:py-1 al:text-left al:text-xs al:text-muted al:hover:bg-hover al:hover:text-ink al:touch:min-h-11">
        <Layers aria-hidden size={14} />
        <span className="al:min-w-0 al:truncate">
          {t("made")} {summary}
        </span>
        <ChevronRight aria-hidden size={14} className={`al:transition-transform ${open ? "al:rotate-90" : ""}`} />
      </button>
      {open && (
        <section id={id} aria-label={t("made")} className="ally-rise al:mt-2 al:flex al:flex-col al:gap-4 al:rounded-lg al:border al:border-line al:bg-canvas al:p-4">
          {inputSources.length > 0 && (
            <Part title={t("made.sources")}>
              <ul className="al:flex al:flex-col al:gap-3">
                {inputSources.map((source) => (
                  <Source key={`${source.type} ${source.id}`} source={source} />
                ))}
              </ul>
            </Part>
          )}
          {leftOut.length > 0 && (
            <Part title={t("made.leftOut")}>
              <ul className="al:flex al:flex-col al:gap-1 al:text-muted">
                {leftOut.map((source) => (
                  <li key={`${source.type} ${source.id}`}>
                    {source.name}
                  </li>
                ))}
              </ul>
            </Part>
          )}
          {promptComponents.length > 0 && (
            <Part title={t("made.prompts")}>
              <ul className="al:flex al:flex-wrap al:gap-1.5">
                {promptComponents.map((component) => {
                  const { level, of, version } = promptLevel(component);
                  return (
                    <li key={component} title={component} className="al:rounded-full al:border al:border-line al:bg-surface al:px-2.5 al:py-0.5 al:text-xs">
                      {level === undefined ? component : [t(`level.${level}`), level === "super" ? "" : of, version && t("made.version", { version })].filter(Boolean).join(" · ")}
                    </li>
                  );
                })}
              </ul>
            </Part>
          )}
          <dl className="al:flex al:flex-wrap al:gap-x-6 al:gap-y-1 al:text-xs al:text-muted">
            <Fact name={t("made.tokens")} value={t("made.tokenSplit", { input: number(tokensUsed.input), context: number(tokensUsed.context), output: number(tokensUsed.output) })} />
            {made.model && <Fact name={t("made.model")} value={made.model} />}
            {made.durationMs !== undefined && <Fact name={t("made.time")} value={t("made.seconds", { seconds: number(Math.round(made.durationMs / 100) / 10) })} />}
          </dl>
        </section>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <p className="al:mb-2 al:text-xs al:font-semibold al:text-muted">{title}</p>
      {children}
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="al:flex al:gap-1.5">
      <dt>{name}</dt>
      <dd className="al:text-ink">{value}</dd>
    </div>
  );
}

function Source({ source }: { source: InputSource }) {
  const { t, n, number } = useTexts();
  const Icon = KIND_ICONS[source.type];
  const facts = [t(kindKey(source.type)), source.passages ? n("made.passages", source.passages) : "", source.tokens ? t("tokens", { tokens: number(source.tokens) }) : ""].filter((fact) => fact !== "");
  return (
    <li className="al:flex al:gap-2.5">
      <Icon aria-hidden size={16} className="al:mt-0.5 al:text-accent-text" />
      <div className="al:min-w-0">
        <p>{source.name}</p>
        <p className="al:text-xs al:text-muted">{facts.join(" · ")}</p>
        {source.documents !== undefined && source.documents.length > 0 && (
          <ul className="al:mt-1 al:border-l-2 al:border-line al:pl-3 al:text-xs al:text-muted">
            {source.documents.map((document) => (
              <li key={document.id}>
                {document.name} · {n("made.passages", document.passages)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

/** What was chosen and may not be used any more: said openly, because the answer lacks it. */
export function DroppedNotice({ context }: { context: ContextUsed }) {
  const { t } = useTexts();
  const dropped = context.dropped ?? [];
  if (dropped.length === 0) return null;
  return (
    <p className="al:flex al:items-start al:gap-2 al:rounded-lg al:bg-warn-soft al:px-4 al:py-2.5 al:text-sm al:text-warn">
      <TriangleAlert aria-hidden size={15} className="al:mt-0.5" />
      <span>
        {t("made.dropped")} {dropped.map((source) => source.name).join(", ")}
      </span>
    </p>
  );
}
