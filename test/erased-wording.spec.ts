import { expect, it } from 'vitest';
import { audit } from '../admin/src/i18n/en/audit.ts';
import { erased, openedBy, type Openings } from '../server/src/audit/commitment.ts';

it('calls what was erased the same in the console as in answers and exports', () => {
  const readBack = JSON.parse('{"commitment":{"erased":"2026-11-21"}}') as Openings;
  expect(audit.erased).toBe(erased);
  expect([...openedBy(readBack).values()]).toEqual([audit.erasedOn.replace('%{day}', '2026-11-21')]);
});
