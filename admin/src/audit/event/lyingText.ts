/** In UTF-16 units. Longer texts would keep a browser busy, and are better read with a program. */
const most = 10_000;

/** @returns as much of a text as a page shows, without cutting a character in half, and the length of the whole */
export const beginningOf = (text: string): { start: string; length: number; isCut: boolean } => {
  const isHalf = /[\ud800-\udbff]/.test(text[most - 1] ?? '') && text.length > most;
  const start = text.slice(0, isHalf ? most - 1 : most);
  return { start, length: text.length, isCut: start.length < text.length };
};
