/** Ally's sign. */
export function AllyMark({ size = 28 }: { size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 32 32" className="al:shrink-0">
      <rect width="32" height="32" rx="9" style={{ fill: "var(--ally-accent)" }} />
      <path d="M9.5 22.5 16 8.5l6.5 14" style={{ fill: "none", stroke: "var(--ally-on-accent)", strokeWidth: 2.8, strokeLinecap: "round", strokeLinejoin: "round" }} />
      <circle cx="16" cy="19.2" r="2.1" style={{ fill: "var(--ally-on-accent)" }} />
    </svg>
  );
}
