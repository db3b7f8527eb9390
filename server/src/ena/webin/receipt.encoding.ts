import { UnreadableReceiptError } from './receipt.ts';

/**
 * Text of a receipt's bytes: by its byte order mark, else the encoding its XML declaration names, else the charset of
 * the Content-Type, else UTF-8. Never guesses: a byte that the encoding does not know makes it unreadable, since an
 * alias read wrongly is worse than one not read.
 * @throws UnreadableReceiptError
 */
export function receiptText(bytes: Uint8Array, contentType?: string | null): string {
  const encoding = byteOrder(bytes) ?? declaredEncoding(bytes) ?? charset(contentType) ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    const reason =
      cause instanceof RangeError ? `is in an unknown encoding, "${encoding}"` : `is not valid ${encoding}`;
    throw new UnreadableReceiptError(`The answer ${reason}.`, { cause });
  }
}

/** UTF-16 shows by its mark, or by the zero beside the first `<`. */
function byteOrder([first, second]: Uint8Array): string | null {
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  return first === 0xef && second === 0xbb ? 'utf-8' : null;
}

function declaredEncoding(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  return /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(start)?.[1] ?? null;
}

function charset(contentType: string | null | undefined): string | null {
  return /;\s*charset\s*=\s*"?([A-Za-z0-9._-]+)/i.exec(contentType ?? '')?.[1] ?? null;
}
