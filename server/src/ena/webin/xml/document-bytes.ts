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
  const encoded: Buffer[] = [];
  let pending = '';
  let length = 0;
  const flush = () => {
    const bytes = Buffer.from(pending, 'utf8');
    length += bytes.length;
    if (length > limit) throw new DocumentTooLargeError(limit);
    encoded.push(bytes);
    pending = '';
  };
  for (const piece of pieces) {
    pending += piece;
    if (pending.length >= FLUSH_AT_CHARACTERS) flush();
  }
  flush();
  return Buffer.concat(encoded, length);
}
