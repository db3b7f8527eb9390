/** Where the known pages begin, in order; the first begins at the start of the list. */
export type Cursors = readonly (string | null)[];

/**
 * Corrects the cursors by what the pages themselves say comes after them, and goes one page further while a later one is wanted.
 *
 * @param cursors where the pages were thought to begin
 * @param after for each page what follows it: a cursor, null at the end of the list, undefined while it is not read
 * @param wanted the number of the page that is to be reached
 */
export const walkOn = (
  cursors: Cursors,
  after: readonly (string | null | undefined)[],
  wanted: number,
): Cursors => {
  const next: (string | null)[] = [null];
  for (let page = 0; page < cursors.length; page += 1) {
    const following = after[page];
    if (following === undefined) return [...next, ...cursors.slice(page + 1)];
    if (following === null) return next;
    if (page === cursors.length - 1 && wanted <= page) return next;
    next.push(following);
    // Rows came or went: what lay behind this page begins elsewhere now.
    if (cursors[page + 1] !== following) return next;
  }
  return next;
};
