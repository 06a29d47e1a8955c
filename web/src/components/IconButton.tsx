import type { LucideIcon } from "lucide-react";
import { type ButtonHTMLAttributes, forwardRef } from "react";

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: LucideIcon;
  /** What it does, for screen readers and as a tip. */
  label: string;
  size?: "small" | "normal";
  strong?: boolean;
}

/** A button that shows only a sign; at least 44 pixels where fingers press. */
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton({ icon: Icon, label, size = "normal", strong = false, className = "", ...rest }, ref) {
  const box = size === "small" ? "al:size-7 al:touch:size-10" : "al:size-8 al:touch:size-11";
  const tone = strong
    ? "al:bg-accent al:text-on-accent al:hover:brightness-110 al:disabled:bg-hover al:disabled:text-muted"
    : "al:text-muted al:hover:bg-hover al:hover:text-ink al:aria-pressed:text-accent-text al:disabled:opacity-40 al:disabled:hover:bg-transparent";
  return (
    <button ref={ref} type="button" aria-label={label} title={label} className={`al:inline-flex al:shrink-0 al:items-center al:justify-center al:rounded-md al:transition-colors ${box} ${tone} ${className}`} {...rest}>
      <Icon aria-hidden size={size === "small" ? 15 : 17} />
    </button>
  );
});
