import { scaleBand, scaleLinear } from "d3-scale";
import { ChartNoAxesColumn } from "lucide-react";
import type { Comparison, Distribution } from "../../api/comparison";
import { bucketsOf, quantileOf } from "../../comparison/buckets";
import { figure, percent } from "../../comparison/figures";
import { useComparisonTexts } from "../../hooks/useComparison";
import { BOX } from "../apps/look";
import { Blank } from "../Blank";
import { Axis } from "./Axis";
import { Charted, COLORS, HEIGHT, LABEL, MARGIN, type Side, SIDES } from "./Charted";

const MOST_BUCKETS = 20;

/** How long things took on both sides, not their middle alone. */
export function Distributions({ comparison: { distributions, metrics } }: { comparison: Comparison }) {
  const { t, language } = useComparisonTexts();
  const full = distributions.filter(({ classic, ally }) => [...classic, ...ally].some((count) => count > 0));
  if (full.length === 0) return <Blank icon={ChartNoAxesColumn} title={t("distribution.none")} />;
  return (
    <div className="al:flex al:flex-col al:gap-4">
      <p className="al:text-sm al:text-muted">{t("distribution.what")}</p>
      <div className="al:grid al:grid-cols-1 al:gap-4 al:@min-[900px]:grid-cols-2">
        {full.map((one) => (
          <div key={one.key} className={`${BOX} al:min-w-0`}>
            <Histogram distribution={one} name={metrics.find(({ key }) => key === one.key)?.name[language] ?? one.key} />
          </div>
        ))}
      </div>
    </div>
  );
}

function Histogram({ distribution, name }: { distribution: Distribution; name: string }) {
  const texts = useComparisonTexts();
  const { t } = texts;
  const buckets = bucketsOf(distribution, MOST_BUCKETS);
  const totals = { classic: 0, ally: 0 };
  for (const bucket of buckets) for (const side of SIDES) totals[side] += bucket[side];
  const share = (bucket: (typeof buckets)[number], side: Side) => (totals[side] === 0 ? 0 : bucket[side] / totals[side]);
  const write = (value: number) => figure(texts, value, distribution.unit);
  const draw = (width: number) => {
    const y = scaleLinear([0, Math.max(...buckets.flatMap((bucket) => SIDES.map((side) => share(bucket, side))))], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
    const band = scaleBand(buckets.map((_, i) => String(i)), [MARGIN.left, width - MARGIN.right]).padding(0.2);
    const half = band.bandwidth() / 2;
    const labels = buckets.map(({ to }) => `≤ ${write(to)}`);
    // As many labels as there is room for beside each other.
    const every = Math.ceil((buckets.length * (12 + 6 * Math.max(...labels.map(({ length }) => length)))) / (width - MARGIN.left));
    return (
      <>
        <Axis ticks={y.ticks(4)} y={y} width={width} write={(tick) => percent(texts, tick)} />
        {buckets.map((bucket, i) => (
          <g key={bucket.to}>
            {SIDES.map((side, s) => (
              <rect key={side} x={(band(String(i)) ?? 0) + s * half + 0.75} width={Math.max(1, half - 1.5)} y={y(share(bucket, side))} height={Math.max(0, y(0) - y(share(bucket, side)))} style={lookOf(side)}>
                <title>{`${write(bucket.from)} – ${write(bucket.to)} · ${t(`comparison.${side}`)}: ${percent(texts, share(bucket, side))}`}</title>
              </rect>
            ))}
            {i % every === 0 && (
              <text x={(band(String(i)) ?? 0) + half} y={HEIGHT - 8} style={{ ...LABEL, textAnchor: "middle" }}>
                {labels[i]}
              </text>
            )}
          </g>
        ))}
      </>
    );
  };
  return (
    <Charted
      title={name}
      words={t("distribution.chart", { name })}
      keys={{ classic: <Sign side="classic" />, ally: <Sign side="ally" /> }}
      draw={draw}
      note={SIDES.map((side) => {
        const [half, most] = [quantileOf(buckets, side, 0.5), quantileOf(buckets, side, 0.95)];
        return half === undefined || most === undefined ? null : <p key={side}>{t("distribution.quantiles", { side: t(`comparison.${side}`), half: write(half), most: write(most) })}</p>;
      })}
      head={[t("distribution.upTo"), t("comparison.classic"), t("comparison.ally")]}
      rows={buckets.map((bucket) => [write(bucket.to), ...SIDES.map((side) => (totals[side] === 0 ? t("comparison.none") : `${texts.number(bucket[side])} · ${percent(texts, share(bucket, side))}`))])}
    />
  );
}

function lookOf(side: Side) {
  return side === "ally" ? { fill: COLORS.ally } : { fill: "var(--ally-surface)", stroke: COLORS.classic, strokeWidth: 1.5 };
}

function Sign({ side }: { side: Side }) {
  return (
    <svg aria-hidden width="12" height="12">
      <rect x="1" y="1" width="10" height="10" style={lookOf(side)} />
    </svg>
  );
}
