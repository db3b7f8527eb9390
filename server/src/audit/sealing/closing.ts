import { checkpointText } from './checkpoint.ts';
import { GrowingTree, leafHash, wholeTree } from './merkle.ts';
import { hashOfSegment, noSegment, type Segment } from './segment.ts';
import { signNote } from './signed-note.ts';
import type { SigningKey } from './signing-key.ts';

/** Where the log ends: what the next segment is attached to. */
export type LogEnd = {
  number: number;
  nextSeq: number;
  /** Hash of the last segment, hex. */
  hash: string;
  frontier: Buffer;
};

/** The end of a log in which nothing has been sealed yet. */
export const emptyLog: LogEnd = { number: 0, nextSeq: 1, hash: noSegment, frontier: Buffer.alloc(0) };

export type ClosedSegment = {
  segment: Segment;
  hash: Buffer;
  frontier: Buffer;
  /** The signed note. */
  head: string;
  leaves: { leaf: Buffer; path: Buffer }[];
};

/** Name of the log, and the keys that sign its heads: the current one first. */
export type Signing = { origin: string; keys: readonly SigningKey[] };

/**
 * Closes a segment over events in their final order and signs the head that covers it.
 *
 * @param bodies canonical bodies of the events; empty for a head that says that nothing happened
 * @param closedAt the database's time
 */
export function close(
  end: LogEnd,
  bodies: readonly string[],
  closedAt: Date,
  { origin, keys }: Signing,
): ClosedSegment {
  const leaves = bodies.map((body) => leafHash(body));
  const { root, paths } = wholeTree(leaves);
  const segment: Segment = {
    number: end.number + 1,
    firstSeq: end.nextSeq,
    count: leaves.length,
    root: root.toString('hex'),
    previous: end.hash,
    closedAt: closedAt.toISOString(),
  };
  const hash = hashOfSegment(segment);
  const tree = new GrowingTree(end.number, end.frontier);
  tree.add(hash);
  const text = checkpointText({
    origin,
    size: tree.size,
    root: tree.root().toString('base64'),
    segment: hash.toString('base64'),
    time: segment.closedAt,
  });
  return {
    segment,
    hash,
    frontier: tree.frontier(),
    head: signNote(text, keys),
    leaves: leaves.map((leaf, index) => ({ leaf, path: paths[index] as Buffer })),
  };
}
