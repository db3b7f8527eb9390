import { createHash } from 'node:crypto';

/** What is sent proves to be another file than was stated. */
export class AnotherFile extends Error {
  override name = 'AnotherFile';

  constructor(
    readonly bytes: number,
    /** Of what was read, hex. */
    readonly sha256: string,
  ) {
    super('the archive is not the file that was stated');
  }
}

/**
 * Passes a file on while it is read, but its last piece only when all of it is what was stated: nobody gets another file
 * whole.
 *
 * @param stated its size in bytes and its SHA-256, hex
 * @throws AnotherFile in place of the last piece; the source's errors
 */
export async function* proven(
  chunks: AsyncIterable<Buffer>,
  stated: { bytes: number; sha256: string },
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  let held: Buffer | undefined;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
    if (bytes > stated.bytes) break; // whatever follows
    if (held) yield held;
    held = chunk;
  }
  const sha256 = hash.digest('hex');
  if (bytes !== stated.bytes || sha256 !== stated.sha256) throw new AnotherFile(bytes, sha256);
  if (held) yield held;
}
