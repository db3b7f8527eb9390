import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastCopy } from './nightly-copy.ts';

const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'medium' });

describe('the last copy of the test service', () => {
  it.each([
    ['2026-01-10T12:00:00Z', '2026-01-10T03:00:00Z'],
    ['2026-01-10T02:59:59Z', '2026-01-09T03:00:00Z'],
    ['2026-01-10T03:00:00Z', '2026-01-10T03:00:00Z'],
    ['2026-07-10T02:00:00Z', '2026-07-10T02:00:00Z'],
    ['2026-07-09T23:30:00Z', '2026-07-09T02:00:00Z'],
    ['2026-07-10T01:59:59Z', '2026-07-09T02:00:00Z'],
    ['2026-03-29T01:30:00Z', '2026-03-28T03:00:00Z'],
    ['2026-03-29T02:00:00Z', '2026-03-29T02:00:00Z'],
    ['2026-10-25T02:30:00Z', '2026-10-24T02:00:00Z'],
    ['2026-10-25T03:00:00Z', '2026-10-25T03:00:00Z'],
  ])('before %s was at %s', (now, copied) => {
    expect(lastCopy(new Date(now))).toEqual(new Date(copied));
  });

  it('was always at three in London, and never more than a day and the hour of a clock change ago', () => {
    const moments = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2040-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, (now) => {
        const copied = lastCopy(now);
        const hours = (now.getTime() - copied.getTime()) / 3_600_000;
        expect(london.format(copied)).toBe('03:00:00');
        expect(hours).toBeGreaterThanOrEqual(0);
        expect(hours).toBeLessThan(25);
      }),
    );
  });
});
