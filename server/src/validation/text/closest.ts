import { folded } from './tidy.ts';

/** Longer values are sentences, not misspelt terms. */
const longestTerm = 100;

/** Finds the term somebody probably meant. Built once per list of terms. */
export class TermIndex {
  private readonly byFolded = new Map<string, string>();

  /** @param terms with the spellings of each that count as the term itself */
  constructor(terms: Iterable<readonly [term: string, spellings: readonly string[]]>) {
    for (const [term, spellings] of terms) {
      for (const spelling of [term, ...spellings]) {
        const key = folded(spelling);
        if (!this.byFolded.has(key)) this.byFolded.set(key, term);
      }
    }
  }

  /** The term that differs from the value in case, accents, blanks or punctuation only, or has it as another spelling. */
  same(value: string): string | undefined {
    return this.byFolded.get(folded(value));
  }

  /** `same`, or else the one term within a few keystrokes; undefined when two are equally near. */
  closest(value: string): string | undefined {
    const same = this.same(value);
    if (same !== undefined || value.length > longestTerm) return same;
    const written = folded(value);
    let limit = allowedEdits(written.length);
    const nearest = new Set<string>();
    for (const [spelling, term] of this.byFolded) {
      if (limit === 0) break;
      const distance = editDistance(written, spelling, limit);
      if (distance > limit) continue;
      if (distance < limit) nearest.clear();
      limit = distance;
      nearest.add(term);
    }
    return nearest.size === 1 ? [...nearest][0] : undefined;
  }
}

/** One slip in a short word, two in a longer one; a word of four letters is too short to guess. */
function allowedEdits(length: number): number {
  if (length < 5) return 0;
  return length < 9 ? 1 : 2;
}

/**
 * Letters inserted, left out, replaced, or two neighbours swapped (optimal string alignment).
 *
 * @returns `limit + 1` for anything beyond `limit`
 */
export function editDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const current = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      let distance = Math.min(at(last, j) + 1, at(current, j - 1) + 1, at(last, j - 1) + (isSame ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwapped) distance = Math.min(distance, at(beforeLast, j - 2) + 1);
      current.push(distance);
    }
    if (Math.min(...current) > limit) return limit + 1;
    [beforeLast, last] = [last, current];
  }
  return Math.min(at(last, other.length), limit + 1);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
