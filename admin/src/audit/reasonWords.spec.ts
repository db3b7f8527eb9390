import { flawsOfLog } from '@contract/audit/flaw-sentences.contract.ts';
import { reasonCode, type ReasonView } from '@contract/audit/runs/reason.contract.ts';
import { expect, it } from 'vitest';
import { reason } from '../i18n/en/logReasons.ts';
import type { Text } from '../i18n/useText.ts';
import { reasonWords } from './reasonWords.ts';

const text: Text = (key, values) => `${key} ${JSON.stringify(values)}`;
const words = (says: string, given: ReasonView | undefined) => reasonWords(says, given, text, 'en');

it('a reason with a code is told in the words of the catalogue, its month as months are written', () => {
  expect(words('some events wait', { code: 'month_unsealed', params: { month: '2026-08' } })).toBe(
    'audit.reason.month_unsealed {"month":"August 2026","_":"some events wait"}',
  );
  expect(words('no head', { code: 'heads_none_recent', params: { days: 2 } })).toBe(
    'audit.reason.heads_none_recent {"days":2,"_":"no head"}',
  );
});

it('what has no code is told as the server says it', () => {
  expect(words('the bucket is full', undefined)).toBe('the bucket is full');
});

const { flaw, ...others } = reason;

it('every reason and every flaw of the log has words, and there are no others', () => {
  expect(Object.keys(others).sort()).toEqual([...reasonCode.options].sort());
  expect(Object.keys(flaw).sort()).toEqual(Object.keys(flawsOfLog).sort());
});

it('the words of a flaw name nothing but its parameters', () => {
  const named = (sentence: string) => new Set([...sentence.matchAll(/%\{(\w+)\}/g)].map(([, name]) => name));
  const unknown = Object.entries(flaw).flatMap(([code, phrase]) =>
    [...named(phrase)]
      .filter((name) => !named(flawsOfLog[code as keyof typeof flawsOfLog]).has(name))
      .map((name) => `${code}: ${name}`),
  );
  expect(unknown).toEqual([]);
});
