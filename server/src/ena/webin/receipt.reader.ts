import { receiptText } from './receipt.encoding.ts';
import { receiptFromJson } from './receipt.json.ts';
import type { Receipt } from './receipt.ts';
import { UnreadableReceiptError } from './receipt.ts';
import { receiptFromXml } from './receipt.xml.ts';

/** More than this is not read: a receipt for the largest request ENA takes has a few megabytes. */
const MAX_RECEIPT_BYTES = 64 * 1024 * 1024;

/**
 * Reads a receipt of Webin, XML or JSON by its first character: in the lenient way that real receipts call for
 * (elements in any order, empty or missing parts, prefixes, dates with time zones), but nothing that would have to be
 * guessed. Entities are never expanded and nothing is fetched.
 * @param contentType only consulted for the charset, where the bytes do not say
 * @throws UnreadableReceiptError with a sentence for a person; keep the bytes
 */
export function readReceipt(bytes: Uint8Array, contentType?: string | null): Receipt {
  if (bytes.length > MAX_RECEIPT_BYTES) {
    throw new UnreadableReceiptError(`The answer has ${bytes.length} bytes, far more than a receipt.`);
  }
  const text = receiptText(bytes, contentType).trim();
  if (text === '') throw new UnreadableReceiptError('The answer is empty.');
  if (/^<(?:!doctype\s+html|html)\b/i.test(text)) {
    throw new UnreadableReceiptError('The answer is an HTML page, not a receipt.');
  }
  if (text.startsWith('<')) return receiptFromXml(text);
  if (text.startsWith('{')) return receiptFromJson(text);
  throw new UnreadableReceiptError('The answer is neither XML nor JSON.');
}
