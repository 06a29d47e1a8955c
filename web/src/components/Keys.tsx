/** Keys of a keyboard that are pressed together. */
export function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="al:flex al:shrink-0 al:gap-1">
      {keys.map((key) => (
        <kbd key={key} className="al:rounded-sm al:border al:border-line al:bg-sunken al:px-2 al:py-0.5 al:font-sans al:text-xs al:font-medium">
          {key}
        </kbd>
      ))}
    </span>
  );
}
