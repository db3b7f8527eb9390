/** Lines longer than this were not written for people. */
const longest = 1000;

const isXml = (text: string) => /^\s*<[?!\w]/.test(text);

/** One line an element, two blanks a level; an element with text only stays on its line. */
const indent = (text: string): string => {
  const lines: string[] = [];
  let depth = 0;
  let open: string | null = null;
  const put = (line: string) => lines.push('  '.repeat(Math.max(depth, 0)) + line);
  const flush = () => {
    if (open === null) return;
    put(open);
    depth += 1;
    open = null;
  };
  for (const piece of text.split(/(<!--[\s\S]*?-->|<[^>]*>)/u)) {
    const shown = piece.trim();
    if (shown === '') continue;
    if (!shown.startsWith('<')) {
      if (open === null) put(shown);
      else open += shown;
    } else if (shown.startsWith('</')) {
      if (open !== null) {
        put(open + shown);
        open = null;
      } else {
        depth -= 1;
        put(shown);
      }
    } else {
      flush();
      if (/^<[?!]|\/>$/.test(shown)) put(shown);
      else open = shown;
    }
  }
  if (open !== null) put(open);
  return lines.join('\n');
};

/**
 * A document as a person can read it. Only XML that came in overlong lines is laid out anew; `isLaidOut` says so, because what is
 * shown is then not what was sent byte for byte.
 */
export const readable = (text: string): { lines: string[]; isLaidOut: boolean } => {
  const given = text.split(/\r\n|\r|\n/);
  const isLaidOut = isXml(text) && given.some((line) => line.length > longest);
  const lines = isLaidOut ? indent(text).split('\n') : given;
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return { lines, isLaidOut };
};

/** The lines that hold the words, letters large or small. */
export const linesWith = (lines: readonly string[], words: string): number[] => {
  const sought = words.toLocaleLowerCase();
  if (sought === '') return [];
  return lines.flatMap((line, at) => (line.toLocaleLowerCase().includes(sought) ? [at] : []));
};
