import { expect, it } from 'vitest';
import { audit } from '../admin/src/i18n/en/audit.ts';
import { erased, openedBy } from '../server/src/audit/commitment.ts';

it('calls what was erased the same in the console as in answers and exports', () => {
  expect(audit.erased).toBe(erased);
  expect([...openedBy({ commitment: { erased: '2026-11-21' } }).values()]).toEqual([
    audit.erasedOn.replace('%{day}', '2026-11-21'),
  ]);
});
