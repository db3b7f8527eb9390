import { expect, it } from 'vitest';
import type { AuditRetentionView } from './retention.contract.ts';
import { standingWords } from './standing-words.ts';

type Next = NonNullable<AuditRetentionView['next']>;
const next = (standing: Next['standing'], holds: string[] = []): Next => ({
  month: '2026-07',
  dueAt: '2026-10-01T00:00:00.000Z',
  standing,
  holds,
});

it('says which month stands in the way, and for whom', () => {
  expect(standingWords(next('held', ['a']))).toBe(
    '2026-07 is held by 1 legal hold (a): neither it nor a month after it leaves while it stands.',
  );
  expect(standingWords(next('held', ['a', 'b']))).toContain('held by 2 legal holds (a, b)');
  const many = Array.from({ length: 20 }, (_, index) => `h${index}`);
  expect(standingWords(next('held', many))).toContain('at least 20 legal holds');
});

it('says from when on the oldest may leave, and what it waits for', () => {
  expect(standingWords(next('young'))).toContain('may leave from 2026-10-01 on');
  expect(standingWords(next('unsealed'))).toContain('wait for the seal');
  expect(standingWords(next('erasing'))).toContain('erasure');
  for (const standing of ['due', 'archived'] as const)
    expect(standingWords(next(standing))).toContain('leaves with the next run');
});
