/** How fields of forms look. */
export const FIELD = "al:w-full al:rounded-md al:border al:border-edge al:bg-surface al:px-2.5 al:text-sm al:focus:border-accent al:disabled:opacity-60 al:aria-invalid:border-danger";
/** A field of one line. */
export const LINE = `${FIELD} al:h-9 al:touch:h-11`;
/** A box around a part. */
export const BOX = "al:rounded-lg al:border al:border-line al:bg-surface al:p-4 al:shadow-low";
