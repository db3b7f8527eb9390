import { describe, expect, it } from 'vitest';
import { logTime, shortMoment, zoneWords } from './logTime.ts';

const now = new Date('2026-11-21T12:00:00Z');

describe('logTime', () => {
  it('is exact to the second', () =>
    expect(logTime(new Date('2026-11-20T00:05:09Z'), now, 'en-GB', 'UTC')).toBe('20 Nov, 00:05:09'));

  it('names a year that is not this one', () =>
    expect(logTime(new Date('2025-11-20T23:05:09Z'), now, 'en-GB', 'UTC')).toBe('20 Nov 2025, 23:05:09'));

  it('is in the zone of the reader', () =>
    expect(logTime(new Date('2026-11-20T23:05:09Z'), now, 'en-GB', 'Asia/Tokyo')).toBe('21 Nov, 08:05:09'));
});

it('says the zone of a moment, and of a column', () => {
  const moment = new Date('2026-07-21T13:09:17Z');
  expect(shortMoment(moment, 'en-GB', 'UTC')).toBe('21 Jul 2026, 13:09 UTC');
  expect(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'].map(zoneWords)).toEqual([
    'UTC',
    'Berlin',
    'Buenos Aires',
  ]);
});
