// Merkle trees as Certificate Transparency has them (RFC 6962, section 2.1): SHA-256, leaves and nodes told apart by
// their first byte, a tree of n leaves split at the largest power of two below n.
import { hash } from 'node:crypto';

export const hashLength = 32;

// Hashes are copied into shared memory: a buffer for each would take longer than the hashing.
const sha256 = (data: string | Uint8Array): Buffer => Buffer.from(hash('sha256', data, 'binary'), 'binary');

/** Hash of a leaf. @param text what the leaf states, as UTF-8 */
export const leafHash = (text: string): Buffer => sha256(`\0${text}`);

const pair = Buffer.alloc(1 + 2 * hashLength);
pair[0] = 1;

/** Hash of two subtrees side by side. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1);
  pair.set(right, 1 + hashLength);
  return sha256(pair);
}

/** Root of no leaves. */
export const emptyRoot: Buffer = sha256('');

/** The most full subtrees that a tree of any number of leaves has, including one that is just being joined. */
const mostPeaks = 54;

/** A tree that grows on its right: keeps only the roots of its full subtrees, largest first, one per bit of its size. */
export class GrowingTree {
  /** One after the other. As buffers of their own they would take as long as the hashing. */
  private readonly peaks = Buffer.allocUnsafe(mostPeaks * hashLength);
  /** In bytes. */
  private length: number;

  /** @param peaks as `frontier` gave them for a tree of this size */
  constructor(
    private leaves = 0,
    peaks: Uint8Array = Buffer.alloc(0),
  ) {
    this.length = peaks.length;
    if (this.length !== bitsOf(leaves) * hashLength)
      throw new Error(`${leaves} leaves do not have these subtrees`);
    this.peaks.set(peaks);
  }

  get size(): number {
    return this.leaves;
  }

  /** @param hashes bytes that contain the hash of the leaf to add @param from offset at which it begins */
  add(hashes: Buffer, from = 0): void {
    const { peaks, length } = this;
    for (let index = 0; index < hashLength; index++) peaks[length + index] = hashes[from + index] as number;
    this.length = length + hashLength;
    // Each full subtree on the right of the same size becomes the left half of one twice as large.
    for (let rest = this.leaves; rest % 2 === 1; rest = (rest - 1) / 2) this.join();
    this.leaves += 1;
  }

  root(): Buffer {
    if (this.leaves === 0) return emptyRoot;
    const peaks = chunksOf(this.frontier());
    return peaks.reduceRight((right, left) => nodeHash(left, right));
  }

  /** The roots of the full subtrees, one after the other: enough to go on growing the tree elsewhere. */
  frontier(): Buffer {
    return Buffer.from(this.peaks.subarray(0, this.length));
  }

  /** The last two become one. */
  private join(): void {
    const { peaks } = this;
    const left = this.length - 2 * hashLength;
    for (let index = 0; index < 2 * hashLength; index++) pair[1 + index] = peaks[left + index] as number;
    const joined = hash('sha256', pair, 'binary');
    for (let index = 0; index < hashLength; index++) peaks[left + index] = joined.charCodeAt(index);
    this.length = left + hashLength;
  }
}

/** Cuts concatenated hashes into single ones. @throws Error when their length is no multiple of a hash's */
export function chunksOf(hashes: Buffer): Buffer[] {
  if (hashes.length % hashLength !== 0) throw new Error('not a row of hashes');
  return Array.from({ length: hashes.length / hashLength }, (_, index) =>
    hashes.subarray(index * hashLength, (index + 1) * hashLength),
  );
}

function bitsOf(size: number): number {
  let bits = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2;
  return bits;
}

/** A tree over a complete list of leaves. */
export type WholeTree = {
  root: Buffer;
  /** For each leaf the hashes that lead from it to the root, nearest first (RFC 6962, section 2.1.1). */
  paths: Buffer[];
};

/** @param leaves their hashes */
export function wholeTree(leaves: readonly Buffer[]): WholeTree {
  const paths: Buffer[][] = leaves.map(() => []);
  const root = leaves.length === 0 ? emptyRoot : subtree(leaves, 0, leaves.length, paths);
  return { root, paths: paths.map((path) => Buffer.concat(path)) };
}

function subtree(leaves: readonly Buffer[], from: number, to: number, paths: Buffer[][]): Buffer {
  if (to - from === 1) return leaves[from] as Buffer;
  const middle = from + splitOf(to - from);
  const left = subtree(leaves, from, middle, paths);
  const right = subtree(leaves, middle, to, paths);
  for (let index = from; index < middle; index++) paths[index]?.push(right);
  for (let index = middle; index < to; index++) paths[index]?.push(left);
  return nodeHash(left, right);
}

/** Largest power of two below n. */
function splitOf(n: number): number {
  let split = 1;
  while (split * 2 < n) split *= 2;
  return split;
}

/**
 * The root that a leaf and its path lead to.
 *
 * @param index place of the leaf among the `size` leaves, from 0
 * @returns undefined when no path in a tree of that size has this length
 */
export function rootFrom(leaf: Buffer, index: number, size: number, path: Buffer): Buffer | undefined {
  if (index < 0 || index >= size || path.length % hashLength !== 0) return undefined;
  let [root, place, last, offset] = [leaf, index, size - 1, 0];
  for (; last > 0; place = Math.floor(place / 2), last = Math.floor(last / 2)) {
    if (place % 2 === 0 && place === last) continue; // alone on its level: goes up as it is
    if (offset === path.length) return undefined;
    const sibling = path.subarray(offset, (offset += hashLength));
    root = place % 2 === 1 ? nodeHash(sibling, root) : nodeHash(root, sibling);
  }
  return offset === path.length ? root : undefined;
}
