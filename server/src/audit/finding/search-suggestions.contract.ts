// What the console suggests while a search line is written: keys, and the known values of a key.
import { bare, ruleOf, type SearchKey, searchKeys, tokensOf } from './search-line.contract.ts';

export type Suggestion = {
  /** Whether it is a key to go on with, or a value. */
  kind: 'key' | 'value';
  /** The text that replaces what stands between `from` and `to`. */
  insert: string;
  /** The key or the value alone, for display. */
  name: string;
};
export type Suggestions = { from: number; to: number; key?: SearchKey; items: Suggestion[] };

/**
 * Suggestions for what stands at the caret.
 *
 * @param valuesOf the values that are known for a key
 */
export function suggestionsAt(
  line: string,
  caret: number,
  valuesOf: (key: SearchKey) => readonly string[],
): Suggestions {
  const token = tokensOf(line).find(({ from, to }) => from <= caret && caret <= to);
  const key = searchKeys.find((each) => each === token?.key);
  if (token !== undefined && key !== undefined && caret >= token.valueFrom) {
    const { isList } = ruleOf(key);
    const written = line.slice(token.valueFrom, caret).replace(/^"/, '');
    const begun = isList === true ? (written.split(',').at(-1) ?? '') : written;
    const kept = written.slice(0, written.length - begun.length);
    const items = valuesOf(key)
      .filter((value) => value.toLowerCase().includes(begun.toLowerCase()) && value !== begun)
      .map((value): Suggestion => ({ kind: 'value', insert: `${bare(kept + value)} `, name: value }));
    return { from: token.valueFrom, to: token.to, key, items };
  }
  if (token?.key !== undefined) return { from: caret, to: caret, items: [] };
  const from = token === undefined ? caret : token.from + (token.isNegated ? 1 : 0);
  const begun = line.slice(from, caret).toLowerCase();
  const items = searchKeys
    .filter((each) => each.startsWith(begun) && (token?.isNegated !== true || ruleOf(each).not !== undefined))
    .map((each): Suggestion => ({ kind: 'key', insert: `${each}:`, name: each }));
  return { from, to: token?.to ?? caret, items };
}
