/**
 * Characters that nobody sees and that change what is seen: they reverse or reorder what stands around them (Unicode
 * Technical Report 36), stand for nothing, or are orders to a terminal. Joiners, which some scripts write, and the white
 * space of ordinary text are none of them.
 */
const hidden =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Letters of scripts that are written from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}]|[\u{1e800}-\u{1efff}]/u;

/** @returns e.g. `U+202E` */
const codeOf = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

export type TextPart = { text: string } | { code: string };

/** A text in order, its hidden characters told apart from what can be read. */
export const textParts = (text: string): TextPart[] => {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { 0: character, index } of text.matchAll(hidden)) {
    if (index > at) parts.push({ text: text.slice(at, index) });
    parts.push({ code: codeOf(character) });
    at = index + character.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
};

export const hasHidden = (text: string): boolean => textParts(text).some((part) => 'code' in part);

/** The same for where there is only text, as in a tooltip: hidden characters are written by their codes. */
export const plainText = (text: string): string => text.replace(hidden, (each) => `[${codeOf(each)}]`);

/** A value within a sentence that it must not reorder (U+2068 and U+2069 set it apart). */
export const apart = (text: string): string => {
  const plain = plainText(text);
  return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain;
};
