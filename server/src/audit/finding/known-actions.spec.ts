import { expect, it } from 'vitest';
import { isMeant } from './known-actions.ts';

it.each([
  ['submission.approve', 'submission.approve', true],
  ['submission.*', 'submission.approve', true],
  ['*.approve', 'ena_batch.approve', true],
  ['approve', 'ena_batch.approve', true],
  ['submission', 'submission.approve', true],
  ['ena_*', 'ena_batch.send', true],
  ['ena', 'ena_batch.send', false],
  ['*.app', 'submission.approve', false],
  ['submission.*', 'record.update', false],
  ['.*', 'submission.approve', false],
])('%s for %s: %s', (pattern, action, is) => expect(isMeant(pattern, action)).toBe(is));
