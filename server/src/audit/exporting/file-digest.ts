import { createHash, type Hash } from 'node:crypto';

/** Hashes of single stretches of a file tell where it was changed. */
const blockBytes = 64 * 1024;

/** SHA-256 of a file as it goes by, of the whole and of each stretch of `blockBytes`. */
export class FileDigest {
  static readonly blockBytes = blockBytes;
  bytes = 0;
  /** In base64, of each full stretch. */
  readonly blocks: string[] = [];
  private readonly whole = createHash('sha256');
  private block: Hash = createHash('sha256');
  private inBlock = 0;

  update(chunk: Uint8Array): void {
    this.whole.update(chunk);
    this.bytes += chunk.length;
    for (let from = 0; from < chunk.length;) {
      const to = Math.min(chunk.length, from + blockBytes - this.inBlock);
      this.block.update(from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to));
      this.inBlock += to - from;
      from = to;
      if (this.inBlock === blockBytes) this.endBlock();
    }
  }

  /** To be asked once, at the end. */
  end(): { bytes: number; sha256: string; blocks: string[] } {
    if (this.inBlock > 0) this.endBlock();
    return { bytes: this.bytes, sha256: this.whole.digest('hex'), blocks: this.blocks };
  }

  private endBlock(): void {
    this.blocks.push(this.block.digest('base64'));
    this.block = createHash('sha256');
    this.inBlock = 0;
  }
}
