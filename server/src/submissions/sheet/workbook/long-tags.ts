import { setImmediate } from 'node:timers/promises';

/** Characters of one tag: a list of places in an attribute may take some thousands. */
const longestTag = 500_000;
const tagsPerTurn = 20_000;
const sections = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/**
 * Whether a tag is longer than any has to be: a parser makes an object of all its attributes, which may be millions. A
 * `<` inside a tag, which XML does not allow, counts as that too: readers would differ about where the tag ends.
 */
export async function hasLongTag(xml: string): Promise<boolean> {
  let tags = 0;
  for (let start = xml.indexOf('<'); start !== -1;) {
    const closing = closingOf(xml, start);
    const end = closing === undefined ? tagEnd(xml, start) : behind(xml, closing, start);
    const next = xml.indexOf('<', closing === undefined ? start + 1 : end);
    if (closing === undefined && (end - start > longestTag || (next !== -1 && next < end))) return true;
    start = next;
    if (++tags % tagsPerTurn === 0) await setImmediate();
  }
  return false;
}

/** What ends the comment or the like that begins there; undefined for a tag. */
const closingOf = (xml: string, start: number): string | undefined =>
  /[!?]/.test(xml.charAt(start + 1))
    ? sections.find(([opening]) => xml.startsWith(opening, start))?.[1]
    : undefined;

function behind(xml: string, closing: string, start: number): number {
  const found = xml.indexOf(closing, start);
  return found === -1 ? xml.length : found + closing.length;
}

/** Behind the tag that begins there: a `>` between quotation marks does not end it. */
function tagEnd(xml: string, start: number): number {
  const marks = /["'>]/g;
  marks.lastIndex = start + 1;
  for (let mark = marks.exec(xml); mark; mark = marks.exec(xml)) {
    if (mark[0] === '>') return marks.lastIndex;
    const closed = xml.indexOf(mark[0], marks.lastIndex);
    if (closed === -1) return xml.length;
    marks.lastIndex = closed + 1;
  }
  return xml.length;
}
