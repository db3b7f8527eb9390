// The head of the log (C2SP tlog-checkpoint): name of the log, number of segments, root of the Merkle tree over their
// statements, and two lines of our own: the newest segment with its hash, and the time of signing.
import { parseNote, type SignedNote, signersOf } from './signed-note.ts';
import type { LogKey } from './signing-key.ts';

export type Checkpoint = {
  origin: string;
  /** Number of segments: leaves of the tree. */
  size: number;
  /** Root of the tree in base64. */
  root: string;
  /** `hashOfSegment` of the newest segment, in base64. */
  segment: string;
  /** The database's time, ISO 8601 with milliseconds. */
  time: string;
};

export const checkpointText = ({ origin, size, root, segment, time }: Checkpoint): string =>
  `${origin}\n${size}\n${root}\nsegment ${size} ${segment}\ntime ${time}\n`;

const hash = String.raw`([\w+/]{43}=)`;
const form = new RegExp(
  String.raw`^(\S+)\n(0|[1-9]\d{0,14})\n${hash}\nsegment (\d+) ${hash}\ntime (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\n$`,
);

/** @returns undefined when the text is not that of a head of ours */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [, origin = '', size, root = '', number, segment = '', time = ''] = form.exec(text) ?? [];
  if (size === undefined || size !== number) return undefined;
  return { origin, size: Number(size), root, segment, time };
}

export type Head = { note: SignedNote; checkpoint: Checkpoint };

/** @returns undefined when the text is no note with a head of ours; signatures are not checked */
export function parseHead(note: string): Head | undefined {
  const parsed = parseNote(note);
  const checkpoint = parsed && parseCheckpoint(parsed.text);
  return parsed && checkpoint ? { note: parsed, checkpoint } : undefined;
}

/**
 * Which of these keys signed a head. Only keys under the log's own name count: one that was made for anything else,
 * such as exports, vouches for no head.
 */
export const signersOfHead = <Key extends LogKey>({ note, checkpoint }: Head, keys: readonly Key[]): Key[] =>
  signersOf(
    note,
    keys.filter(({ name }) => name === checkpoint.origin),
  );
