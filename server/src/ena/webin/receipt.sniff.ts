const START = 4096;

/**
 * Whether bytes begin as a receipt does, in whatever encoding: enough to tell a receipt, also a broken one, from the
 * error page of a proxy. Reading it is the reader's business.
 */
export function looksLikeReceipt(bytes: Uint8Array): boolean {
  // Latin-1 without zeros shows the ASCII of any encoding Webin could use.
  const start = Buffer.from(bytes.subarray(0, START)).toString('latin1').replaceAll('\0', '');
  if (/<(?:[\w.-]+:)?RECEIPT[\s/>]/i.test(start)) return !/<html[\s>]/i.test(start);
  return /^[^{<]*\{/.test(start) && /"success"\s*:/.test(Buffer.from(bytes).toString('latin1'));
}
