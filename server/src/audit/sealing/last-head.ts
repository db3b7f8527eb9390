// Checks the end of the log before the next segment is attached to it: it must be what was signed before. Otherwise the
// sealer's next head would sign whatever somebody had rewritten in the database.
import { parseHead, signersOfHead } from './checkpoint.ts';
import { GrowingTree } from './merkle.ts';
import { hashOfSegment, type Segment } from './segment.ts';
import type { LogKey } from './signing-key.ts';

/** The newest segment as it lies in the database. */
export type LastSegment = Omit<Segment, 'closedAt'> & {
  closedAt: Date;
  hash: Buffer;
  frontier: Buffer;
  head: string;
};

/** Thrown when the end of the log is not what was signed, so that nothing may be sealed after it. */
export class LogEndForged extends Error {
  override name = 'LogEndForged';
}

/** The columns of audit_segments (alias `s`) that `lastSegmentOf` reads. */
export const lastSegmentColumns = (s: string): string =>
  `${s}.number, ${s}.first_seq AS "firstSeq", ${s}.count, encode(${s}.root, 'hex') AS root, encode(${s}.previous, 'hex') AS previous,
   ${s}.closed_at AS "closedAt", ${s}.hash, ${s}.frontier, ${s}.head`;

/** @param row of `lastSegmentColumns`, as pg reads it */
export const lastSegmentOf = (row: Record<keyof LastSegment, unknown>): LastSegment => ({
  ...(row as LastSegment),
  number: Number(row.number),
  firstSeq: Number(row.firstSeq),
  count: Number(row.count),
});

/**
 * @param origin name of the log
 * @param keys keys of the log that come from the configuration, not from the database
 * @returns what is wrong with the last segment, if anything
 */
export function flawOfEnd(last: LastSegment, origin: string, keys: readonly LogKey[]): string | undefined {
  const place = `the head of segment ${last.number}`;
  const parsed = parseHead(last.head);
  if (!parsed || parsed.checkpoint.origin !== origin || parsed.checkpoint.size !== last.number)
    return `${place} is not one of this segment`;
  const { checkpoint } = parsed;
  if (signersOfHead(parsed, keys).length === 0)
    return `${place} is not signed by AUDIT_SIGNING_KEY or AUDIT_PREVIOUS_SIGNING_KEY`;
  // The hash is checked with the time that was signed; the column may not be later, since the next segment is closed
  // after both.
  const stated = hashOfSegment({ ...last, closedAt: checkpoint.time });
  const isSame =
    stated.equals(last.hash) &&
    stated.toString('base64') === checkpoint.segment &&
    last.closedAt.getTime() <= Date.parse(checkpoint.time);
  if (!isSame) return `segment ${last.number} is not what its head covers`;
  if (rootOf(last) !== checkpoint.root) return `${place} covers another log than the tree's frontier`;
  return undefined;
}

function rootOf({ number, frontier }: LastSegment): string | undefined {
  try {
    return new GrowingTree(number, frontier).root().toString('base64');
  } catch {
    return undefined; // no frontier of a tree of this size
  }
}
