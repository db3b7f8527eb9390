import { createHash } from 'node:crypto';

/** The file that is being sent proves not to be the one that was stated. */
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
 * Passes a file on while it is read, but holds back the last chunk until the whole file has proved to be the stated
 * one: nobody gets another file whole.
 *
 * @param stated its size in bytes and its SHA-256, hex
 * @throws AnotherFile in place of the last chunk; the source's errors
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
