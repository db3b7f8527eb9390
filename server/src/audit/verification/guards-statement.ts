// What a verification found to guard the log, signed by the log's key: anybody who may write events could say it
// otherwise, and make good what they changed, or have every later verification find a change that there was not.
import { readText } from '../readable-text.ts';
import { parseNote, type SignedNote, signNote } from '../sealing/signed-note.ts';
import type { SigningKey } from '../sealing/signing-key.ts';

export type Guards = {
  /**
   * How many migrations had run, the last of them, and the query that asked: with others, other guards are to be
   * expected.
   */
  schema: string;
  /** A hash each of what is in place on tables and in functions, in order, with spaces between. */
  marks: string;
};

/** @property run the verification that found them @property at when it did, ISO 8601 */
export type StatedGuards = Guards & { run: string; at: string };

/** Its second line tells it from a head, from an export's manifest, and from the statement of a month. */
const textOf = (origin: string, { run, at, schema, marks }: StatedGuards) =>
  `${origin}\nguards\n${JSON.stringify({ run, at, schema, marks })}\n`;

export const signGuards = (origin: string, stated: StatedGuards, keys: readonly SigningKey[]): string =>
  signNote(textOf(origin, stated), keys);

/** @returns undefined when it is no statement of this log's guards; signatures are not checked */
export function readGuards(
  origin: string,
  text: string,
): { stated: StatedGuards; note: SignedNote } | undefined {
  const note = parseNote(text);
  const stated = readText(note?.text.split('\n')[2] ?? '') as StatedGuards | undefined;
  if (!note || !stated) return undefined;
  const isSound = [stated.run, stated.at, stated.schema, stated.marks].every(
    (part) => typeof part === 'string',
  );
  return isSound && textOf(origin, stated) === note.text ? { stated, note } : undefined;
}
