/** What a batch holds one of for each submission, or each request: how it came out, and the words it is found by. */
export type Outcome<Key extends string> = { outcome: Key; words: readonly (string | null)[] };

/** How many came out how, those that need somebody first; what did not occur is left out. */
export const outcomesOf = <Key extends string>(
  all: readonly Outcome<Key>[],
  order: readonly Key[],
): { key: Key; count: number }[] =>
  order
    .map((key) => ({ key, count: all.filter(({ outcome }) => outcome === key).length }))
    .filter(({ count }) => count > 0);

/** Those that came out so and have the words somewhere, letters large or small; null and no words take all. */
export const found = <Row>(
  rows: readonly Row[],
  of: (row: Row) => Outcome<string>,
  { view, q }: { view: string | null; q: string },
): Row[] => {
  const sought = q.trim().toLocaleLowerCase();
  return rows.filter((row) => {
    const { outcome, words } = of(row);
    if (view !== null && outcome !== view) return false;
    return sought === '' || words.some((word) => word?.toLocaleLowerCase().includes(sought) === true);
  });
};
