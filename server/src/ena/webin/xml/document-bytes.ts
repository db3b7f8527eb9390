import { setImmediate } from 'node:timers/promises';

/** The largest XML that Webin takes in one request, in bytes (ENA documentation: 15 MB; counted the smaller way). */
export const MAX_DOCUMENT_BYTES = 15_000_000;

const FLUSH_AT_CHARACTERS = 1 << 16;

/** The objects do not fit into one request and have to be sent in several. */
export class DocumentTooLargeError extends Error {
  override readonly name = 'DocumentTooLargeError';
  readonly limit: number;

  constructor(limit: number) {
    super(
      `The XML is larger than the ${limit} bytes that ENA takes in one request: send fewer records at a time.`,
    );
    this.limit = limit;
  }
}

/**
 * Joins the pieces of a document to UTF-8, a few at a time, so that memory stays near the size of the result.
 * @throws DocumentTooLargeError as soon as the limit is passed
 */
export function documentBytes(pieces: Iterable<string>, limit = MAX_DOCUMENT_BYTES): Uint8Array {
  const joined = new JoinedPieces(limit);
  for (const piece of pieces) joined.add(piece);
  return joined.bytes();
}

/** The same in turns with everything else the process does: a document of 10,000 samples takes most of a second. */
export async function documentBytesInTurns(
  pieces: Iterable<string>,
  limit = MAX_DOCUMENT_BYTES,
): Promise<Uint8Array> {
  const joined = new JoinedPieces(limit);
  for (const piece of pieces) if (joined.add(piece)) await setImmediate();
  return joined.bytes();
}

class JoinedPieces {
  private readonly encoded: Buffer[] = [];
  private pending = '';
  private length = 0;

  constructor(private readonly limit: number) {}

  /** @returns whether enough has come together since the last time that others should have their turn */
  add(piece: string): boolean {
    this.pending += piece;
    if (this.pending.length < FLUSH_AT_CHARACTERS) return false;
    this.flush();
    return true;
  }

  bytes(): Uint8Array {
    this.flush();
    return Buffer.concat(this.encoded, this.length);
  }

  private flush(): void {
    const bytes = Buffer.from(this.pending, 'utf8');
    this.length += bytes.length;
    if (this.length > this.limit) throw new DocumentTooLargeError(this.limit);
    this.encoded.push(bytes);
    this.pending = '';
  }
}
