import { createHash, hash } from 'node:crypto';
import { chunksOf, GrowingTree, hashLength, nodeHash } from '../sealing/merkle.ts';

const smallest = 4 * 1024;
/** The most stretches: enough to locate a change, few enough for a manifest. */
const mostBlocks = 4_096;

/** Hashes of the stretches of a file, which tell where it was changed. */
export type Blocks = { blockBytes: number; blocks: string[] };

/**
 * SHA-256 of a file as it passes: of the whole, and of each stretch. Stretches begin small; as the file grows, each two
 * are joined (RFC 6962's node hash), so that their number stays bounded. Memory is the same for any file size. Hashes
 * lie in one buffer: as buffers of their own, each would keep alive the 8 KB pool that Node cut it from.
 */
export class FileDigest {
  bytes = 0;
  private blockBytes = smallest;
  /** The hashes of the stretches, one after the other. */
  private readonly blocks = Buffer.allocUnsafeSlow(mostBlocks * hashLength);
  private count = 0;
  private readonly whole = createHash('sha256');
  /** Of the small stretches of the block that has begun; and the small stretch that has. */
  private begun = new GrowingTree();
  private readonly stretch = Buffer.allocUnsafeSlow(smallest);
  private inStretch = 0;
  private readonly hashed = Buffer.allocUnsafeSlow(hashLength);

  update(chunk: Uint8Array): void {
    this.whole.update(chunk);
    this.bytes += chunk.length;
    for (let from = 0; from < chunk.length;) {
      const to = Math.min(chunk.length, from + smallest - this.inStretch);
      this.take(chunk.subarray(from, to));
      from = to;
    }
  }

  /** Call once, at the end. */
  end(): { bytes: number; sha256: string } & Blocks {
    if (this.inStretch > 0) this.endStretch(this.stretch.subarray(0, this.inStretch));
    if (this.begun.size > 0) this.endBlock();
    const blocks = chunksOf(this.blocks.subarray(0, this.count * hashLength)).map(inBase64);
    return { bytes: this.bytes, sha256: this.whole.digest('hex'), blockBytes: this.blockBytes, blocks };
  }

  private take(part: Uint8Array): void {
    if (part.length === smallest) return this.endStretch(part);
    this.stretch.set(part, this.inStretch);
    this.inStretch += part.length;
    if (this.inStretch === smallest) this.endStretch(this.stretch);
  }

  private endStretch(bytes: Uint8Array): void {
    this.inStretch = 0;
    this.hashed.write(hash('sha256', bytes, 'binary'), 'binary');
    this.begun.add(this.hashed);
    if (this.begun.size * smallest === this.blockBytes) this.endBlock();
  }

  private endBlock(): void {
    this.blocks.set(this.begun.root(), this.count * hashLength);
    this.begun = new GrowingTree();
    this.count += 1;
    if (this.count < mostBlocks) return;
    paired(chunksOf(this.blocks)).forEach((joined, index) => this.blocks.set(joined, index * hashLength));
    this.count /= 2;
    this.blockBytes *= 2;
  }
}

const inBase64 = (bytes: Buffer) => bytes.toString('base64');

/** Joins hashes two by two; an odd one at the end is kept as it is. */
const paired = (hashes: readonly Buffer[]): Buffer[] =>
  Array.from({ length: Math.ceil(hashes.length / 2) }, (_, index) => {
    const [left, right] = [hashes[2 * index] as Buffer, hashes[2 * index + 1]];
    return right ? nodeHash(left, right) : left;
  });

/** Where two files differ first. @returns offsets of the stretch in bytes; undefined when they are the same */
export function firstDifference(one: Blocks, other: Blocks): [from: number, to: number] | undefined {
  const blockBytes = Math.max(one.blockBytes, other.blockBytes);
  const [a, b] = [widened(one, blockBytes), widened(other, blockBytes)];
  const length = Math.max(a.length, b.length);
  const index = Array.from({ length }, (_, at) => at).find((at) => !a[at] || !b[at] || !a[at].equals(b[at]));
  return index === undefined ? undefined : [index * blockBytes, (index + 1) * blockBytes];
}

function widened({ blockBytes, blocks }: Blocks, wanted: number): Buffer[] {
  let level: Buffer[] = blocks.map((block) => Buffer.from(block, 'base64'));
  for (let size = blockBytes; size < wanted; size *= 2) level = paired(level);
  return level;
}
