import { createHash, hash, type Hash } from 'node:crypto';
import { nodeHash } from '../sealing/merkle.ts';

const smallest = 4 * 1024;
/** Many enough to find the place by, few enough to stand in a manifest. */
const mostBlocks = 4_096;

/** Hashes of single stretches of a file: they tell where it was changed. */
export type Blocks = { blockBytes: number; blocks: string[] };

/**
 * SHA-256 of a file as it goes by: of the whole, and of each stretch of it. Stretches begin small and become larger
 * with the file, two and two (RFC 6962's node hash), so that their number stays what it is.
 */
export class FileDigest {
  bytes = 0;
  private blockBytes = smallest;
  private blocks: Buffer[] = [];
  private readonly whole = createHash('sha256');
  /** Hashes of the small stretches of the block that has begun, and the small stretch that has. */
  private begun: Buffer[] = [];
  private stretch: Hash | undefined;
  private inStretch = 0;

  update(chunk: Uint8Array): void {
    this.whole.update(chunk);
    this.bytes += chunk.length;
    for (let from = 0; from < chunk.length;) {
      const to = Math.min(chunk.length, from + smallest - this.inStretch);
      this.take(chunk.subarray(from, to));
      from = to;
    }
  }

  /** To be asked once, at the end. */
  end(): { bytes: number; sha256: string } & Blocks {
    if (this.stretch) this.endStretch(this.stretch.digest());
    if (this.begun.length > 0) this.endBlock();
    const blocks = this.blocks.map((block) => block.toString('base64'));
    return { bytes: this.bytes, sha256: this.whole.digest('hex'), blockBytes: this.blockBytes, blocks };
  }

  private take(part: Uint8Array): void {
    if (part.length === smallest) return this.endStretch(hash('sha256', part, 'buffer'));
    this.stretch ??= createHash('sha256');
    this.stretch.update(part);
    this.inStretch += part.length;
    if (this.inStretch === smallest) this.endStretch(this.stretch.digest());
  }

  private endStretch(digest: Buffer): void {
    [this.stretch, this.inStretch] = [undefined, 0];
    this.begun.push(digest);
    if (this.begun.length * smallest === this.blockBytes) this.endBlock();
  }

  private endBlock(): void {
    let level = this.begun;
    while (level.length > 1) level = paired(level);
    this.blocks.push(level[0] as Buffer);
    this.begun = [];
    if (this.blocks.length < mostBlocks) return;
    this.blocks = paired(this.blocks);
    this.blockBytes *= 2;
  }
}

/** One that is left over goes up as it is. */
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
