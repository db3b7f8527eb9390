const windows1252 = new TextDecoder('windows-1252');
const byteOf = new Map(
  Array.from({ length: 256 }, (_, byte) => [windows1252.decode(Uint8Array.of(byte)), byte]),
);
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A lead byte of UTF-8 read as windows-1252, followed by a continuation byte read so. */
const traces = /[ÂÃâÄÅÎÏÐ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;

/**
 * Undoes the reading of UTF-8 as windows-1252 (`UniversitÃ¤t` was `Universität`).
 *
 * @returns undefined for text that was not damaged so
 */
export function repaired(text: string): string | undefined {
  if (!traces.test(text)) return undefined;
  const bytes = [...text].map((character) => byteOf.get(character));
  if (!bytes.every((byte) => byte !== undefined)) return undefined;
  try {
    return utf8.decode(Uint8Array.from(bytes));
  } catch {
    // Not UTF-8 after all: the characters are the depositor's own.
    return undefined;
  }
}
