/** One byte ≥ 0x80 of a file, with the characters around it as far as they are ASCII (`?` where not). */
type Occurrence = { byte: number; before: string; after: string };

export type EightBitEncoding = 'windows-1252' | 'macintosh';

const decoders = { 'windows-1252': new TextDecoder('windows-1252'), macintosh: new TextDecoder('macintosh') };

/** So many bytes are enough to tell. */
const mostOccurrences = 5_000;

/**
 * Chooses between the two 8-bit encodings that spreadsheets save as "text": windows-1252 (ISO 8859-1 is a part of it)
 * and Mac Roman. There is no proof in the bytes, so each byte is read both ways and judged by its neighbours: in
 * `S\x97ller` Mac Roman reads a letter between letters (Sóller), windows-1252 a dash; in `Universit\xE4t` it is the
 * other way round. windows-1252 wins a tie, being far more common.
 */
export function likelierEncoding(bytes: Uint8Array): EightBitEncoding {
  const occurrences = occurrencesOf(bytes);
  const total = (encoding: EightBitEncoding) => {
    const read = readings(encoding);
    return occurrences.reduce(
      (sum, { byte, before, after }) => sum + plausibility(read[byte] ?? '', before, after),
      0,
    );
  };
  return total('macintosh') > total('windows-1252') ? 'macintosh' : 'windows-1252';
}

/**
 * How likely a character is where it stands.
 *
 * @param before up to three characters before it
 * @param after up to three characters after it
 */
export function plausibility(character: string, before: string, after: string): number {
  const previous = before.at(-1) ?? '';
  const next = after[0] ?? '';
  const inWord = isLetter(previous) || isLetter(next);
  if (isLetter(character)) return letterPlausibility(character, previous, next);
  if (character === '’') return apostrophePlausibility(before, after);
  if ('“‘„«'.includes(character)) return !isLetter(previous) && isLetter(next) ? 2 : -2;
  if ('”»'.includes(character)) return isLetter(next) ? -2 : 2;
  if ('–—'.includes(character)) return isLetter(previous) && isLetter(next) ? -3 : 2;
  if (character === 'µ') return isLetter(previous) ? -2 : 2;
  if (character === '°' || character === 'º') return isLower(previous) && isLower(next) ? -3 : 2;
  if ('±×²³·½¼'.includes(character)) return isLetter(previous) && isLetter(next) ? -2 : 1;
  if (character === '\u00a0' || character === '…' || character === '®' || character === '™') return 0;
  if (/[\p{Cc}\ufffd]/u.test(character)) return -5;
  return inWord ? -3 : -1;
}

function letterPlausibility(character: string, previous: string, next: string): number {
  const weight = familiarity(character);
  if (weight < 0) return weight;
  if (isLower(character)) return isLetter(previous) || isLower(next) ? weight : 0;
  if (isLower(previous)) return -3;
  return isLetter(next) || isLetter(previous) ? weight - 1 : 0;
}

/** The letters of western European languages; a few that both encodings have and few sheets use; `ƒ`, `Ω`, `ﬁ`. */
function familiarity(letter: string): number {
  if (/[à-öø-þß]/i.test(letter)) return 3;
  return /[œšžÿ]/i.test(letter) ? 2 : -2;
}

/** `Crohn’s`, `d’Ivoire`, `O’Brien`, `students’ own`: an apostrophe stands after a short word or before a short ending. */
function apostrophePlausibility(before: string, after: string): number {
  const isEnding = /^(?:s|t|d|ll|re|ve)?(?:[^a-z]|$)/i.test(after);
  const isElision = /(?:^|[^a-z])[a-z]{1,2}$/i.test(before);
  if (!isLetter(before.at(-1) ?? '')) return -1;
  return isEnding || isElision ? 4 : -1;
}

function occurrencesOf(bytes: Uint8Array): Occurrence[] {
  const found: Occurrence[] = [];
  for (let at = 0; at < bytes.length && found.length < mostOccurrences; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80)
      found.push({ byte, before: around(bytes, at - 3, at), after: around(bytes, at + 1, at + 4) });
  }
  return found;
}

/** Neighbours that are not ASCII themselves count as lower-case letters, which most of them are. */
function around(bytes: Uint8Array, from: number, to: number): string {
  return [...bytes.subarray(Math.max(0, from), to)]
    .map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : 'x'))
    .join('');
}

function readings(encoding: EightBitEncoding): readonly string[] {
  return Array.from({ length: 256 }, (_, byte) => decoders[encoding].decode(Uint8Array.of(byte)));
}

const isLetter = (character: string) => /\p{L}/u.test(character);
const isLower = (character: string) => /\p{Ll}/u.test(character);
