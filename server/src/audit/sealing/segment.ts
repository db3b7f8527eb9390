import { wrong, type Wrong } from '../flaw-sentences.contract.ts';
import { hashLength, leafHash } from './merkle.ts';

/** A closed stretch of the log: its events are numbered without a gap from the end of the segment before. */
export type Segment = {
  /** From 1. */
  number: number;
  /** Number of its first event, from 1; if it has none, the number of the next event to come. */
  firstSeq: number;
  /** How many events it holds; 0 if it only says that nothing happened. */
  count: number;
  /** Root of the Merkle tree over its events' bodies, in hex. */
  root: string;
  /** `hashOfSegment` of the segment before in hex, zeros for the first. */
  previous: string;
  /** The database's time, ISO 8601 with milliseconds. */
  closedAt: string;
};

/** `previous` of the first segment. */
export const noSegment = '0'.repeat(2 * hashLength);

/** What a segment states, as canonical JSON (RFC 8785: keys sorted, no spaces): the leaf of the tree of segments. */
export const statementOf = ({ number, firstSeq, count, root, previous, closedAt }: Segment): string =>
  JSON.stringify({ closedAt, count, firstSeq, number, previous, root });

/** Leaf hash of what a segment states: what the next segment is linked to, and what the signed head covers. */
export const hashOfSegment = (segment: Segment): Buffer => leafHash(statementOf(segment));

/** Checks that a segment follows the one before. @returns what is wrong, if anything */
export function brokenLink(
  before: Segment | undefined,
  beforeHash: string,
  next: Segment,
): Wrong | undefined {
  if (next.number !== (before?.number ?? 0) + 1)
    return wrong('segment_follows', { before: before?.number ?? 0 });
  if (next.previous !== beforeHash) return wrong('segment_unlinked');
  if (next.firstSeq !== (before ? before.firstSeq + before.count : 1)) return wrong('segment_gap');
  if (before && next.closedAt < before.closedAt) return wrong('segment_earlier');
  return undefined;
}
