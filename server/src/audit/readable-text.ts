/**
 * Whether the text of an event says something: an object of JSON that the database reads, too. That takes no U+0000 and no
 * half of a pair, and neither of the two takes nesting without measure.
 */
export function isReadable(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return isPlain(text) || !notTaken.test(JSON.stringify(value));
  } catch {
    return false; // not JSON, or nested too deeply
  }
}

/** In so many UTF-16 units nothing is nested too deeply. */
export const longestPlain = 8_192;

/** Most texts: whatever JSON they are, the database reads it. */
const isPlain = (text: string): boolean =>
  text.length <= longestPlain && text.isWellFormed() && !mayNotBeTaken.test(text);

const mayNotBeTaken = /\\u(?:0000|d[89a-f])/i;
/** As `JSON.stringify` writes them, and not the same signs after a backslash that stands for itself. */
const notTaken = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;
