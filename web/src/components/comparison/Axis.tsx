import { LABEL, MARGIN } from "./Charted";

/** The lines of a chart that numbers stand at. */
export function Axis({ ticks, y, width, write }: { ticks: readonly number[]; y(value: number): number; width: number; write(value: number): string }) {
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} style={{ stroke: "var(--ally-line)", strokeWidth: 1 }} />
          <text x={MARGIN.left - 8} y={y(tick)} dy="0.32em" style={{ ...LABEL, textAnchor: "end" }}>
            {write(tick)}
          </text>
        </g>
      ))}
    </>
  );
}
