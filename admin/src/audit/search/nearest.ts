/** Slips that are still taken for one: none in a short word, two in a long one. */
const allowed = (length: number): number => (length < 4 ? 0 : length < 9 ? 1 : 2);

/** Letters put in, left out, replaced, or two neighbours swapped. */
function slips(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = isSwapped ? (before[j - 2] ?? 0) + 1 : replaced;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced, swapped));
    }
    [before, last] = [last, row];
  }
  return last[other.length] ?? 0;
}

/** The words somebody probably meant, whatever their case: those with the fewest slips, if there are few enough. */
export function nearestOf(written: string, known: readonly string[]): string[] {
  const most = allowed(written.length);
  const found = [...new Set(known)]
    .filter((word) => Math.abs(word.length - written.length) <= most)
    .map((word) => ({ word, far: slips(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ far }) => far <= most);
  const least = Math.min(...found.map(({ far }) => far));
  return found.filter(({ far }) => far === least).map(({ word }) => word);
}
