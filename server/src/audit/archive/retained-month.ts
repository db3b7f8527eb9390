// The statement of a month that has left the log, signed by the log's key: without it, a month that is missing counts
// as lost. Each statement names the one before, so that whoever trusts the newest can trust them all.
import { hash } from 'node:crypto';
import { wrong, type Wrong } from '../flaw-sentences.contract.ts';
import { parseNote, signNote, type SignedNote } from '../sealing/signed-note.ts';
import type { SigningKey } from '../sealing/signing-key.ts';

/** An event of the month that verifications still need: of an erasure, a hold or a key. */
export type Remembered = {
  id: string;
  action: string;
  target: string;
  facts: Readonly<Record<string, unknown>>;
};

export type RetainedMonth = {
  /** `YYYY-MM` */
  month: string;
  /** Events of this month, all of which the archive has. */
  events: number;
  /** Their places in the log, first and last of each stretch. */
  seqs: readonly (readonly [first: number, last: number])[];
  /** The last segment that holds an event of this month or one before. */
  lastSegment: number;
  /** Where the archive lies. */
  bucket: string;
  key: string;
  /** Of the file in the archive, hex. */
  sha256: string;
  bytes: number;
  /** When it was archived, ISO 8601. */
  at: string;
  /** `hashOfNote` of the statement of the month before; null for the first. */
  previous: string | null;
  remembers: readonly Remembered[];
};

export type ReadMonth = { stated: RetainedMonth; note: SignedNote; hash: string };

/** In characters: more than a statement ever takes, whose longest part is `seqs`. */
const longest = 16 * 1024 * 1024;

const ordered = (given: RetainedMonth): RetainedMonth => {
  const { month, events, seqs, lastSegment, bucket, key, sha256, bytes, at, previous, remembers } = given;
  return { month, events, seqs, lastSegment, bucket, key, sha256, bytes, at, previous, remembers };
};

/** The signed text. Its second line tells it from a head and from an export's manifest. */
const textOf = (origin: string, month: RetainedMonth) =>
  `${origin}\nretention\n${JSON.stringify(ordered(month))}\n`;

export const signRetained = (origin: string, month: RetainedMonth, keys: readonly SigningKey[]): string =>
  signNote(textOf(origin, month), keys);

/** The hash by which the event of a statement, and the next statement, name it. @returns SHA-256, hex */
export const hashOfNote = (note: string): string => hash('sha256', note);

/** @returns undefined when the text is no statement of a month of this log; signatures are not checked */
export function readRetained(origin: string, text: string): ReadMonth | undefined {
  const note = parseNote(text, longest);
  const json = note?.text.split('\n')[2];
  if (!note || json === undefined) return undefined;
  try {
    const stated = JSON.parse(json) as RetainedMonth;
    return textOf(origin, stated) === note.text && isSound(stated)
      ? { stated, note, hash: hashOfNote(text) }
      : undefined;
  } catch {
    return undefined; // not JSON, or of another form
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function isSound({ month, events, seqs, lastSegment, bytes, sha256, at, remembers }: RetainedMonth): boolean {
  const stretches = seqs.every(
    ([first, last], index) =>
      isCount(first) && isCount(last) && first > (seqs[index - 1]?.[1] ?? 0) && last >= first,
  );
  return (
    /^\d{4}-(0[1-9]|1[0-2])$/.test(month) &&
    [events, lastSegment, bytes].every(isCount) &&
    stretches &&
    seqs.reduce((sum, [first, last]) => sum + last - first + 1, 0) === events &&
    /^[\da-f]{64}$/.test(sha256) &&
    !Number.isNaN(Date.parse(at)) &&
    Array.isArray(remembers)
  );
}

/**
 * Checks that each month is later than the one before and names its statement. There may be a gap between months, for
 * one in which no worker ran and the log had no partition; missing events show by their places.
 *
 * @returns the first month that does not follow the one before, and why, if any
 */
export function brokenChain(months: readonly ReadMonth[]): { month: string; wrong: Wrong } | undefined {
  for (const [index, { stated }] of months.entries()) {
    const before = months[index - 1];
    const found = flawAfter(before, stated);
    if (found) return { month: stated.month, wrong: found };
  }
  return undefined;
}

function flawAfter(before: ReadMonth | undefined, stated: RetainedMonth): Wrong | undefined {
  if (stated.previous !== (before?.hash ?? null))
    return before
      ? wrong('archive_unlinked', { month: before.stated.month })
      : wrong('archive_before_missing');
  if (!before) return undefined;
  if (stated.month <= before.stated.month) return wrong('archive_order', { month: before.stated.month });
  return stated.lastSegment < before.stated.lastSegment ? wrong('archive_ends') : undefined;
}

/** @param by how many months @param month `YYYY-MM` */
export function monthAfter(month: string, by = 1): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}
/** The first moment of a month. @param month `YYYY-MM` */
export const startOf = (month: string): Date => new Date(`${month}-01T00:00:00.000Z`);
