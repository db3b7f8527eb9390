/** What came of an answer's body. */
export interface LimitedBody {
  readonly bytes: Uint8Array;
  /** Why it is not all of it; null when it is. */
  readonly failure: Error | null;
}

/** Reads a body up to a limit and no further. A body that ends early keeps what had come. */
export async function limitedBody(response: Response, maxBytes: number): Promise<LimitedBody> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of response.body ?? []) {
      length += piece.length;
      if (length > maxBytes) throw new Error(`the answer is larger than ${maxBytes} bytes`);
      pieces.push(piece);
    }
    return { bytes: Buffer.concat(pieces), failure: null };
  } catch (error) {
    return {
      bytes: Buffer.concat(pieces),
      failure: error instanceof Error ? error : new Error(String(error)),
    };
  }
}
