import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { collectPassed } from '../../platform/memory/passing-bytes.ts';

/** Passes bytes on, counts and hashes them, and fails when nothing has moved for a while. */
export class ExportMeter extends Transform {
  bytes = 0;
  private readonly hash = createHash('sha256');
  private readonly timer: NodeJS.Timeout;

  constructor(stallMs: number) {
    super();
    this.timer = setTimeout(() => this.destroy(new Stalled(stallMs)), stallMs);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    this.hash.update(chunk);
    this.timer.refresh();
    collectPassed(chunk.length);
    done(null, chunk);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.timer);
    done(error);
  }

  /** SHA-256 of everything that passed, hex. Call once, at the end. */
  sha256(): string {
    return this.hash.digest('hex');
  }
}

/** Thrown into an export that its client does not read, or for which the database sends nothing. */
export class Stalled extends Error {
  constructor(ms: number) {
    super(`nothing moved for ${ms / 1000} s`);
    this.name = 'Stalled';
  }
}
