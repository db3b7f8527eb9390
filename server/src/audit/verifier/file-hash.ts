import { createHash } from 'node:crypto';

/** SHA-256 of a file whose records go by one after the other: what lies side by side in memory is hashed at once. */
export class FileHash {
  bytes = 0;
  private readonly hash = createHash('sha256');
  private pending: Buffer = Buffer.alloc(0);

  update(record: Buffer): void {
    this.bytes += record.length;
    const { buffer, byteOffset, length } = this.pending;
    if (record.buffer === buffer && record.byteOffset === byteOffset + length) {
      this.pending = Buffer.from(buffer, byteOffset, length + record.length);
      return;
    }
    this.hash.update(this.pending);
    this.pending = record;
  }

  /** To be asked once, at the end. @returns hex */
  end(): string {
    return this.hash.update(this.pending).digest('hex');
  }
}
