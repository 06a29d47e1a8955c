import { scaleLinear, scalePoint } from "d3-scale";
import { line } from "d3-shape";
import type { ReactNode } from "react";
import type { Metric, Week } from "../../api/comparison";
import { axisOf, figure } from "../../comparison/figures";
import { useComparisonTexts } from "../../hooks/useComparison";
import { Axis } from "./Axis";
import { Charted, COLORS, HEIGHT, LABEL, MARGIN, type Side, SIDES } from "./Charted";

/** A metric by week on both sides. A week of which nothing is known leaves a gap. */
export function TrendChart({ metric, weeks }: { metric: Metric; weeks: readonly Week[] }) {
  const texts = useComparisonTexts();
  const { t, number, date, language } = texts;
  const name = metric.name[language];
  const write = (value: number | undefined) => (value === undefined ? t("comparison.none") : figure(texts, value, metric.unit));
  const valueOf = (week: Week, side: Side) => week[side].values[metric.key];
  const values = weeks.flatMap((week) => SIDES.flatMap((side) => valueOf(week, side) ?? []));
  if (values.length === 0)
    return (
      <figure>
        <h2 className="al:text-sm al:font-semibold">{name}</h2>
        <p className="al:text-sm al:text-muted">{t("trends.noneOf")}</p>
      </figure>
    );
  const draw = (width: number) => {
    const axis = axisOf(texts, Math.max(...values), metric.unit);
    const y = scaleLinear([Math.min(0, ...values) / axis.by, (Math.max(0, ...values) || 1) / axis.by], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
    const high = (value: number) => y(value / axis.by);
    const point = scalePoint(weeks.map(({ week }) => week), [MARGIN.left, width - MARGIN.right]).padding(0.3);
    const x = (week: Week) => point(week.week) ?? 0;
    const every = Math.ceil((weeks.length * 58) / (width - MARGIN.left));
    return (
      <>
        <Axis ticks={y.ticks(4)} y={y} width={width} write={axis.write} />
        {weeks.map((week, i) =>
          i % every === 0 ? (
            <text key={week.week} x={x(week)} y={HEIGHT - 8} style={{ ...LABEL, textAnchor: "middle" }}>
              {date(week.week)}
            </text>
          ) : null,
        )}
        {SIDES.map((side) => (
          <g key={side}>
            <path
              d={
                line<Week>()
                  .defined((week) => valueOf(week, side) !== undefined)
                  .x(x)
                  .y((week) => high(valueOf(week, side) ?? 0))(weeks as Week[]) ?? ""
              }
              style={{ ...strokeOf(side), fill: "none" }}
            />
            {weeks.map((week) => {
              const value = valueOf(week, side);
              return value === undefined ? null : (
                <Marker key={week.week} side={side} x={x(week)} y={high(value)}>
                  <title>{`${date(week.week)} · ${t(`comparison.${side}`)}: ${write(value)}`}</title>
                </Marker>
              );
            })}
          </g>
        ))}
      </>
    );
  };
  return (
    <Charted
      title={name}
      words={t("trends.chart", { name })}
      keys={{ classic: <Sign side="classic" />, ally: <Sign side="ally" /> }}
      draw={draw}
      head={[t("trends.week"), t("comparison.classic"), t("comparison.ally"), t("trends.peopleClassic"), t("trends.peopleAlly")]}
      rows={weeks.map((week) => [date(week.week), write(valueOf(week, "classic")), write(valueOf(week, "ally")), number(week.classic.people), number(week.ally.people)])}
    />
  );
}

function strokeOf(side: Side) {
  return { stroke: COLORS[side], strokeWidth: 2.2, strokeLinejoin: "round", strokeLinecap: "round", ...(side === "classic" ? { strokeDasharray: "5 5" } : {}) } as const;
}

/** A hollow square for the classic chat, a full circle for Ally. */
function Marker({ side, x, y, children }: { side: Side; x: number; y: number; children?: ReactNode }) {
  return side === "ally" ? (
    <circle cx={x} cy={y} r="3.8" style={{ fill: COLORS.ally }}>
      {children}
    </circle>
  ) : (
    <rect x={x - 3.8} y={y - 3.8} width="7.6" height="7.6" style={{ fill: "var(--ally-surface)", stroke: COLORS.classic, strokeWidth: 2 }}>
      {children}
    </rect>
  );
}

function Sign({ side }: { side: Side }) {
  return (
    <svg aria-hidden width="30" height="12">
      <path d="M1 6H29" style={strokeOf(side)} />
      <Marker side={side} x={15} y={6} />
    </svg>
  );
}
