import { diffArrays, diffWordsWithSpace } from "diff";

export type How = "same" | "added" | "removed";

/** A piece of a line. */
export interface Piece {
  how: How;
  text: string;
}

/** A line of two texts side by side: in both, in one of them, or changed a little, with what was changed of it. */
export interface Line {
  how: How | "changed";
  pieces: Piece[];
}

/** A line, or lines that are the same and far from any that is not. */
export type Row = { line: Line } | { skipped: Line[] };

/** How many lines around a change are shown. */
const AROUND = 2;

/** Below this share of common text two lines are two lines, and not one that was changed. */
const ALIKE = 0.4;

/** What became of the lines of a text. */
export function compared(before: readonly string[], after: readonly string[]): Line[] {
  const lines: Line[] = [];
  let removed: string[] = [];
  const flush = (added: readonly string[] = []) => {
    for (let i = 0; i < Math.max(removed.length, added.length); i++) lines.push(...pair(removed[i], added[i]));
    removed = [];
  };
  for (const part of diffArrays([...before], [...after])) {
    if (part.removed) removed = part.value;
    else if (part.added) flush(part.value);
    else {
      flush();
      lines.push(...part.value.map((text): Line => ({ how: "same", pieces: [{ how: "same", text }] })));
    }
  }
  flush();
  return lines;
}

function pair(before: string | undefined, after: string | undefined): Line[] {
  const whole = (how: How, text: string): Line => ({ how, pieces: [{ how, text }] });
  if (before === undefined) return after === undefined ? [] : [whole("added", after)];
  if (after === undefined) return [whole("removed", before)];
  const pieces = diffWordsWithSpace(before, after).map(({ value, added, removed }): Piece => ({ how: added ? "added" : removed ? "removed" : "same", text: value }));
  const common = pieces.reduce((sum, piece) => sum + (piece.how === "same" ? piece.text.trim().length : 0), 0);
  if (common < ALIKE * Math.max(before.length, after.length)) return [whole("removed", before), whole("added", after)];
  return [{ how: "changed", pieces }];
}

/** The lines with those left out that are far from any change. */
export function rowsOf(lines: readonly Line[]): Row[] {
  const isNear = (at: number) => lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some((line) => line.how !== "same");
  const rows: Row[] = [];
  let skipped: Line[] = [];
  const flush = () => {
    // A row that says so would take as much room as one line.
    if (skipped.length === 1) rows.push({ line: skipped[0]! });
    else if (skipped.length > 1) rows.push({ skipped });
    skipped = [];
  };
  lines.forEach((line, at) => {
    if (!isNear(at)) return void skipped.push(line);
    flush();
    rows.push({ line });
  });
  flush();
  return rows;
}
