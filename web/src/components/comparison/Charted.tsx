import { type ReactNode, useRef, useState } from "react";
import { useComparisonTexts } from "../../hooks/useComparison";
import { usePixels } from "../../hooks/useWidth";
import { Button } from "../Button";

/** The sides of every chart: Ally is drawn full, the classic chat hollow and dashed. */
export const SIDES = ["classic", "ally"] as const;
export type Side = (typeof SIDES)[number];
export const COLORS: Record<Side, string> = { classic: "var(--ally-series-3)", ally: "var(--ally-series-1)" };
export const HEIGHT = 220;
export const MARGIN = { top: 12, right: 14, bottom: 28, left: 58 };
/** How words in a chart are written. */
export const LABEL = { fontSize: 11, fill: "var(--ally-muted)" };

export interface ChartedProps {
  title: string;
  /** What the drawing is, for whoever does not see it. */
  words: string;
  note?: ReactNode;
  keys: Record<Side, ReactNode>;
  draw(width: number): ReactNode;
  head: readonly string[];
  /** The first cell of each is its name. */
  rows: readonly (readonly string[])[];
}

/** A drawing of both sides with its key, and the table of what it shows. */
export function Charted({ title, words, note, keys, draw, head, rows }: ChartedProps) {
  const { t } = useComparisonTexts();
  const [asTable, show] = useState(false);
  const place = useRef<HTMLElement>(null);
  const width = Math.max(220, Math.floor(usePixels(place, 480)));
  return (
    <figure ref={place} className="al:min-w-0">
      <div className="al:mb-2 al:flex al:items-start al:justify-between al:gap-2">
        <h2 className="al:text-sm al:font-semibold">{title}</h2>
        <Button tone="quiet" className="al:-my-1 al:shrink-0" aria-pressed={asTable} aria-label={`${t(asTable ? "comparison.asChart" : "comparison.asTable")}: ${title}`} onClick={() => show(!asTable)}>
          {t(asTable ? "comparison.asChart" : "comparison.asTable")}
        </Button>
      </div>
      {asTable ? (
        <div className="ally-table al:text-sm" role="group" aria-label={title} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {head.map((name, i) => (
                  <th key={name} scope="col" style={{ textAlign: i === 0 ? "start" : "end" }}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, ...cells]) => (
                <tr key={name}>
                  <td>{name}</td>
                  {cells.map((cell, i) => (
                    <td key={i} style={{ textAlign: "end" }}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <svg role="img" aria-label={words} width={width} height={HEIGHT} className="al:max-w-full">
          {draw(width)}
        </svg>
      )}
      <figcaption className="al:mt-2 al:flex al:flex-col al:gap-1 al:text-xs al:text-muted">
        {!asTable && (
          <ul className="al:flex al:flex-wrap al:gap-x-4 al:gap-y-1">
            {SIDES.map((side) => (
              <li key={side} className="al:flex al:items-center al:gap-1.5">
                {keys[side]}
                {t(`comparison.${side}`)}
              </li>
            ))}
          </ul>
        )}
        {note}
      </figcaption>
    </figure>
  );
}
