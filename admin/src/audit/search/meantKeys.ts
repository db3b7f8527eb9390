import { type SearchKey, searchKeys, tokensOf } from '@contract/audit/finding/search-line.contract.ts';
import type { Suggestions } from '@contract/audit/finding/search-suggestions.contract.ts';
import { nearestOf } from './nearest.ts';

/** Words that people write for a key, e.g. the headings of the list. */
const otherwise: Record<string, SearchKey> = {
  who: 'actor',
  user: 'actor',
  by: 'actor',
  person: 'actor',
  what: 'action',
  event: 'action',
  on: 'record',
  id: 'record',
  submission: 'record',
  about: 'type',
  when: 'since',
  from: 'since',
  after: 'since',
  to: 'until',
  before: 'until',
  why: 'reason',
  text: 'reason',
  ip: 'address',
};

/** The keys that somebody may have meant who wrote another one. */
export const meantKeys = (written: string): readonly string[] => {
  const key = Object.hasOwn(otherwise, written) ? otherwise[written] : undefined;
  return key === undefined ? nearestOf(written, searchKeys) : [key];
};

/**
 * Keys in place of one that is none.
 *
 * @returns null where the caret stands in no such key's part of the line
 */
export function keysAt(line: string, caret: number): Suggestions | null {
  const token = tokensOf(line).find(({ from, to }) => from <= caret && caret <= to);
  if (token?.key === undefined || searchKeys.some((key) => key === token.key)) return null;
  const from = token.from + (token.isNegated ? 1 : 0);
  const to = from + token.key.length + 1;
  return {
    from,
    to,
    items: meantKeys(token.key).map((key) => ({ kind: 'key', insert: `${key}:`, name: key })),
  };
}
