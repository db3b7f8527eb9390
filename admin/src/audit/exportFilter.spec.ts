import { expect, it } from 'vitest';
import { exportFilter } from './exportFilter.ts';

it('exports what is shown, whatever page and order it is shown in', () => {
  const query = new URLSearchParams('actor=ena&since=2026-10-01&sort=-occurredAt&after=abc&view=all&until=');
  expect(exportFilter(query)).toEqual({ actor: 'ena', since: '2026-10-01' });
});
