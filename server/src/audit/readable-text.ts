/**
 * Whether the text of an event says something: an object of JSON that the database reads, too. That takes no U+0000 and no
 * half of a pair, and neither of the two takes nesting without measure.
 */
export const isReadable = (text: string): boolean => readText(text) !== undefined;

/** @returns what it says; undefined where it is not readable */
export function readText(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    if (!isPlain(text) && notTaken.test(JSON.stringify(value))) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined; // not JSON, or nested too deeply
  }
}

/** In so many UTF-16 units nothing is nested too deeply. */
const longestPlain = 8_192;

/** Most texts: whatever JSON they are, the database reads it. */
const isPlain = (text: string): boolean =>
  text.length <= longestPlain && text.isWellFormed() && !mayNotBeTaken.test(text);

const mayNotBeTaken = /\\u(?:0000|d[89a-f])/i;
/** As `JSON.stringify` writes them, and not the same signs after a backslash that stands for itself. */
const notTaken = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;
