import { LoaderCircle } from "lucide-react";

/** Something is under way; the words for it stand beside it. */
export function Spinner({ size = 16 }: { size?: number }) {
  return <LoaderCircle aria-hidden size={size} className="ally-turn" />;
}
