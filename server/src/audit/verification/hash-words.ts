// A SHA-256 as eight words, from the forms in which it stands in the log.

/** In bytes. */
export const hashLength = 32;
const words = hashLength / 4;

/** @param digest as node:crypto gives it as 'binary' */
export function readDigest(digest: string, into: Int32Array): void {
  for (let word = 0; word < words; word++)
    into[word] =
      (digest.charCodeAt(4 * word) << 24) |
      (digest.charCodeAt(4 * word + 1) << 16) |
      (digest.charCodeAt(4 * word + 2) << 8) |
      digest.charCodeAt(4 * word + 3);
}

export function readBytes(bytes: Buffer, from: number, into: Int32Array): void {
  for (let word = 0, at = from; word < words; word++, at += 4)
    into[word] =
      ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number);
}

/** What each sign of hex stands for; 0x100 for what is none, capitals included. */
const digits = new Int32Array(256).fill(0x100);
for (const [digit, sign] of [...'0123456789abcdef'].entries()) digits[sign.charCodeAt(0)] = digit;

/** @returns false when there are no 64 signs of hex; `into` is of no use then */
export function readHex(bytes: Buffer, from: number, into: Int32Array): boolean {
  if (from + 2 * hashLength > bytes.length) return false;
  let wrong = 0;
  for (let word = 0, at = from; word < words; word++) {
    let value = 0;
    for (let sign = 0; sign < 8; sign++, at++) {
      const digit = digits[bytes[at] as number] as number;
      wrong |= digit;
      value = (value << 4) | digit;
    }
    into[word] = value;
  }
  return wrong < 0x100;
}
