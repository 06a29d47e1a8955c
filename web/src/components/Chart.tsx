import { scaleBand, scaleLinear, scalePoint } from "d3-scale";
import { arc, line, pie } from "d3-shape";
import { useRef, useState } from "react";
import type { ChartContent } from "../api/cards";
import { usePixels } from "../hooks/useWidth";
import { useTexts } from "../hooks/useAlly";
import { Button } from "./Button";

const HEIGHT = 260;
/** How words in a chart are written. */
const label = { fontSize: 11, fill: "var(--ally-muted)" };
const MARGIN = { top: 12, right: 12, bottom: 30, left: 52 };

/** A chart card: bars, lines or a pie, with a key, and its numbers as a table for whoever wants them. */
export default function Chart({ chart, title }: { chart: ChartContent; title: string }) {
  const { t } = useTexts();
  const [asTable, setAsTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const width = Math.max(220, usePixels(figure, 640));
  const keys = chart.kind === "pie" ? chart.labels : chart.series.map((series) => series.name);
  return (
    <figure ref={figure}>
      {asTable ? (
        <Numbers chart={chart} title={title} />
      ) : (
        <svg role="img" aria-label={t("card.chartOf", { title })} width={width} height={HEIGHT} className="al:max-w-full">
          {chart.kind === "pie" ? <Pie chart={chart} width={width} /> : <Plot chart={chart} width={width} />}
        </svg>
      )}
      <figcaption className="al:mt-2 al:flex al:flex-wrap al:items-center al:gap-x-4 al:gap-y-1 al:text-xs al:text-muted">
        {!asTable && (keys.length > 1 || keys[0] !== "") && (
          <ul className="al:flex al:grow al:flex-wrap al:gap-x-4 al:gap-y-1">
            {keys.map((name, i) => (
              <li key={i} className="al:flex al:items-center al:gap-1.5">
                <span aria-hidden className="al:size-2.5 al:rounded-[3px]" style={{ background: color(i) }} />
                {name}
              </li>
            ))}
          </ul>
        )}
        <Button tone="quiet" className="al:ml-auto" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? t("card.asChart") : t("card.asTable")}
        </Button>
      </figcaption>
    </figure>
  );
}

function Plot({ chart, width }: { chart: ChartContent; width: number }) {
  const { number } = useTexts();
  const values = chart.series.flatMap((series) => series.values);
  const y = scaleLinear([Math.min(0, ...values), Math.max(0, ...values) || 1], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(5);
  const range: [number, number] = [MARGIN.left, width - MARGIN.right];
  const indexes = chart.labels.map((_, i) => String(i));
  const band = scaleBand(indexes, range).padding(0.25);
  const point = scalePoint(indexes, range).padding(0.4);
  const center = (i: number) => (chart.kind === "bar" ? (band(String(i)) ?? 0) + band.bandwidth() / 2 : (point(String(i)) ?? 0));
  // As many labels as there is room for, at some 60 pixels each.
  const every = Math.ceil((chart.labels.length * 60) / (width - MARGIN.left));
  const thickness = band.bandwidth() / chart.series.length;
  return (
    <>
      {y.ticks(5).map((tick) => (
        <g key={tick}>
          <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} style={{ stroke: "var(--ally-line)", strokeWidth: 1 }} />
          <text x={MARGIN.left - 8} y={y(tick)} dy="0.32em" style={{ ...label, textAnchor: "end" }}>
            {number(tick)}
          </text>
        </g>
      ))}
      {chart.series.map((series, s) =>
        chart.kind === "bar" ? (
          series.values.map((value, i) => (
            <rect key={`${s} ${i}`} x={(band(String(i)) ?? 0) + s * thickness} width={Math.max(1, thickness - 1)} y={Math.min(y(value), y(0))} height={Math.abs(y(value) - y(0))} rx="2" style={{ fill: color(s) }}>
              <title>{`${chart.labels[i]}${series.name && ` · ${series.name}`}: ${number(value)}`}</title>
            </rect>
          ))
        ) : (
          <g key={s}>
            <path
              d={
                line<number>()
                  .x((_, i) => center(i))
                  .y((value) => y(value))(series.values) ?? ""
              }
              style={{ fill: "none", stroke: color(s), strokeWidth: 2.2, strokeLinejoin: "round", strokeLinecap: "round" }}
            />
            {series.values.map((value, i) => (
              <circle key={i} cx={center(i)} cy={y(value)} r="3.2" style={{ fill: color(s) }}>
                <title>{`${chart.labels[i]}${series.name && ` · ${series.name}`}: ${number(value)}`}</title>
              </circle>
            ))}
          </g>
        ),
      )}
      {chart.labels.map((name, i) =>
        i % every === 0 ? (
          <text key={i} x={center(i)} y={HEIGHT - 10} style={{ ...label, textAnchor: "middle" }}>
            {short(name)}
          </text>
        ) : null,
      )}
    </>
  );
}

function Pie({ chart, width }: { chart: ChartContent; width: number }) {
  const { number } = useTexts();
  const values = (chart.series[0]?.values ?? []).map((value) => Math.max(0, value));
  const total = values.reduce((sum, value) => sum + value, 0) || 1;
  const shape = arc<{ startAngle: number; endAngle: number; padAngle: number }>().innerRadius(62).outerRadius(112).cornerRadius(3);
  return (
    <g style={{ transform: `translate(${width / 2}px, ${HEIGHT / 2}px)` }}>
      {pie<number>().sort(null).padAngle(0.012)(values).map((slice, i) => (
        <path key={i} d={shape(slice) ?? ""} style={{ fill: color(i) }}>
          <title>{`${chart.labels[i]}: ${number(slice.value)} (${number(Math.round((slice.value / total) * 1000) / 10)} %)`}</title>
        </path>
      ))}
    </g>
  );
}

function Numbers({ chart, title }: { chart: ChartContent; title: string }) {
  const { number } = useTexts();
  return (
    <div className="ally-table al:text-sm" role="group" aria-label={title} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <td />
            {chart.series.map((series, i) => (
              <th key={i} scope="col" style={{ textAlign: "end" }}>
                {series.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chart.labels.map((label, i) => (
            <tr key={i}>
              <th scope="row">{label}</th>
              {chart.series.map((series, s) => (
                <td key={s} style={{ textAlign: "end" }}>
                  {number(series.values[i] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function color(i: number): string {
  return `var(--ally-series-${(i % 6) + 1})`;
}

function short(label: string): string {
  return label.length > 12 ? `${label.slice(0, 11)}…` : label;
}
