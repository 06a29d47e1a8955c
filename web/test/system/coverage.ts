/** What was asked, in words, of whom, and whether it was allowed. */
export type Answers = Map<string, Map<string, boolean>>;

/** An expression of the rules in the emulator's report, with the values that it had. */
export interface Node {
  sourcePosition: { line: number; column: number; currentOffset?: number; endOffset?: number };
  values?: { value: { boolValue?: boolean }; count: number }[];
  children?: Node[];
}

/** An `allow` of the rules, and which way it was seen to decide. */
export interface Allow {
  line: number;
  text: string;
  yes: boolean;
  no: boolean;
  /** Its condition is the word false. */
  never: boolean;
}

/**
 * Finds every `allow` in the rules, and in the emulator's report what its condition
 * was. The emulator reports no condition that is the word false: of that one counts
 * that what it closes was asked for and refused to everybody.
 */
export function allows(source: string, nodes: Node[], answers: Answers): Allow[] {
  const lines = source.split("\n");
  return lines.flatMap((text, index) => {
    if (!/^\s*allow\b/.test(text)) return [];
    const never = /if false;\s*$/.test(text);
    const values = nodes.filter((node) => node.sourcePosition.line === index + 1).flatMap((node) => node.values ?? []);
    const had = (wanted: boolean) => values.some(({ value }) => value.boolValue === wanted);
    const no = never ? refused(closedBy(lines[index - 1] ?? "", source), answers) : had(false);
    return [{ line: index + 1, text: text.trim(), yes: had(true), no, never }];
  });
}

/** Tells of a request's words, such as "get ally_apps/1", whether they name what a match for all of a collection, or for all else, closes. */
function closedBy(match: string, source: string): (what: string) => boolean {
  const collection = /match \/(\w+)\/\{document=\*\*\}/.exec(match)?.[1];
  return (what) => {
    const named = /^get (\w+)\//.exec(what)?.[1];
    if (named === undefined) return false;
    return collection === undefined ? !source.includes(`match /${named}/`) : named === collection;
  };
}

function refused(names: (what: string) => boolean, answers: Answers): boolean {
  const rows = [...answers].filter(([what]) => names(what));
  return rows.length > 0 && rows.every(([, row]) => ![...row.values()].includes(true));
}

/** Writes both as a document, which is the same whenever the rules and the questions are. */
export function report(people: string[], answers: Answers, seen: Allow[]): string {
  const letter = (index: number) => String.fromCharCode(65 + index);
  const named = (who: string) => who.charAt(0).toUpperCase() + who.slice(1);
  const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return `${[
    "# Who may do what past the functions",
    "",
    "Made by `go run ./cmd/ally rules report --write` from what `web/test/system/rules.test.ts` asks of the Firestore emulator under",
    "[firestore.rules](../firestore.rules): each cell was asked and answered so. CI asks again and fails if this differs. All people but",
    "those of whom it is said otherwise are of the owner's organization and domain. What is not open here only the functions do.",
    "",
    row(["", "Who"]),
    "|---|---|",
    ...people.map((who, index) => row([letter(index), named(who)])),
    "",
    row(["Request", ...people.map((_, index) => letter(index))]),
    `|---|${people.map(() => ":-:|").join("")}`,
    ...[...answers].map(([what, told]) => row([what, ...people.map((who) => (told.get(who) === true ? "yes" : told.get(who) === false ? "–" : "not asked"))])),
    "",
    "## What the emulator saw of the rules",
    "",
    "Every `allow` that has a condition was seen to be true and to be false. The emulator reports nothing of one whose condition is the",
    "word `false`: what each of them closes was asked for above, and refused to everybody.",
    "",
    row(["Line", "Rule", "Was true", "Was false"]),
    "|---:|---|:-:|:-:|",
    ...seen.map((one) => row([`${one.line}`, `\`${one.text.replaceAll("|", "\\|")}\``, one.never ? "can't be" : one.yes ? "yes" : "no", one.no ? (one.never ? "always" : "yes") : "no"])),
  ].join("\n")}\n`;
}
