import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

export type Digests = {
  /** Bytes. */
  size: number;
  /** Lower-case hex. */
  md5: string;
  sha256: string;
  /** The first bytes, as many as were asked for. */
  head: Buffer;
};

/**
 * Reads a stream once, to its end, holding no more than a chunk and the head.
 *
 * @throws whatever breaks the stream
 */
export async function digest(stream: Readable, headBytes: number): Promise<Digests> {
  const md5 = createHash('md5');
  const sha256 = createHash('sha256');
  const head: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (size < headBytes) head.push(Buffer.from(chunk.subarray(0, headBytes - size)));
    size += chunk.byteLength;
    md5.update(chunk);
    sha256.update(chunk);
  }
  return { size, md5: md5.digest('hex'), sha256: sha256.digest('hex'), head: Buffer.concat(head) };
}
