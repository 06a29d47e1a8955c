const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** What goes on over an empty line: list items, indented text, quotes, table rows; and definitions, which belong to the whole. */
const GOES_ON = /^(\s{2,}|\t|>|[-*+]\s|\d{1,9}[.)]\s)/;
const DEFINITION = /^ {0,3}\[[^\]]+\]:/m;

/**
 * Cuts Markdown at empty lines where no list, quote or fence goes on over them,
 * so that each piece means the same alone. Text with definitions stays whole.
 */
export function textBlocks(text: string): string[] {
  if (DEFINITION.test(text)) return [text];
  const blocks: string[] = [];
  let block: string[] = [];
  let fence = "";
  let empty = false;
  for (const line of text.split("\n")) {
    if (fence === "" && line.trim() === "") {
      empty = true;
      block.push(line);
      continue;
    }
    if (empty && fence === "" && block.some((one) => one.trim() !== "") && !GOES_ON.test(line)) {
      blocks.push(block.join("\n").trimEnd());
      block = [];
    }
    empty = false;
    const mark = FENCE.exec(line)?.[1];
    if (mark !== undefined) {
      if (fence === "") fence = mark;
      else if (mark[0] === fence[0] && mark.length >= fence.length && line.trim() === mark) fence = "";
    }
    block.push(line);
  }
  const last = block.join("\n").trimEnd();
  if (last.trim() !== "") blocks.push(last);
  return blocks;
}
