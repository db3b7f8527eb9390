import { expect, it } from 'vitest';
import type { ReasonView } from '@contract/audit/runs/reason.contract.ts';
import type { Text } from '../i18n/useText.ts';
import { reasonWords } from './reasonWords.ts';

const text: Text = (key, values) => `${key} ${JSON.stringify(values)}`;
const words = (says: string, reason: ReasonView | undefined) => reasonWords(says, reason, text, 'en');

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
