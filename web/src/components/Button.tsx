import type { LucideIcon } from "lucide-react";
import { type ButtonHTMLAttributes, forwardRef } from "react";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon?: LucideIcon;
  tone?: "strong" | "plain" | "quiet" | "danger";
}

const TONES = {
  strong: "al:bg-accent al:text-on-accent al:hover:brightness-110",
  plain: "al:border al:border-line al:bg-surface al:hover:bg-hover",
  quiet: "al:text-muted al:hover:bg-hover al:hover:text-ink",
  danger: "al:border al:border-line al:bg-surface al:text-danger al:hover:bg-danger-soft",
};

/** A button with words. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button({ icon: Icon, tone = "plain", className = "", children, ...rest }, ref) {
  return (
    <button
      ref={ref}
      type="button"
      className={`al:inline-flex al:min-h-8 al:items-center al:justify-center al:gap-2 al:rounded-md al:px-3 al:py-1 al:text-sm al:font-medium al:transition-colors al:disabled:opacity-50 al:touch:min-h-11 ${TONES[tone]} ${className}`}
      {...rest}
    >
      {Icon && <Icon aria-hidden size={15} />}
      {children}
    </button>
  );
});
