import { describe, expect, it } from 'vitest';
import { absoluteTime, calendarDay, relativeTime } from './relativeTime.ts';

const now = new Date('2026-11-21T12:00:00Z');
const at = (iso: string) => relativeTime(new Date(iso), now, 'en');

describe('relativeTime', () => {
  it.each([
    ['2026-11-21T11:59:30Z', 'now'],
    ['2026-11-21T12:00:20Z', 'now'],
    ['2026-11-21T11:58:59Z', '1 minute ago'],
    ['2026-11-21T11:00:01Z', '59 minutes ago'],
    ['2026-11-21T11:00:00Z', '1 hour ago'],
    ['2026-11-20T12:00:00Z', 'yesterday'],
    ['2026-11-18T12:00:00Z', '3 days ago'],
    ['2026-11-07T12:00:00Z', '2 weeks ago'],
    ['2024-11-01T12:00:00Z', '2 years ago'],
    ['2026-11-21T14:30:00Z', 'in 2 hours'],
  ])('%s is %s', (iso, words) => expect(at(iso)).toBe(words));

  it('counts days by the calendar of the zone, not in spans of 24 hours', () => {
    const noon = new Date(2026, 10, 21, 12);
    const words = (day: number, hour: number) => relativeTime(new Date(2026, 10, day, hour), noon, 'en');
    expect(words(22, 13)).toBe('tomorrow');
    expect(words(23, 3)).toBe('in 2 days');
    expect(words(20, 1)).toBe('yesterday');
    expect(words(19, 23)).toBe('2 days ago');
  });

  it('speaks the language it is given', () => {
    expect(relativeTime(new Date('2026-11-18T12:00:00Z'), now, 'de')).toBe('vor 3 Tagen');
  });
});

describe('calendarDay', () => {
  it('keeps the day in every zone', () => {
    expect(calendarDay('2028-01-31', 'en')).toBe('January 31, 2028');
  });
});

describe('absoluteTime', () => {
  it.each(['en', 'de'])('counts 24 hours in %s', (locale) => {
    const evening = absoluteTime(new Date(2026, 10, 21, 19, 29, 31), locale);
    expect(evening).toContain('19:29:31');
    expect(absoluteTime(new Date(2026, 10, 21, 0, 5, 9), locale)).toContain('00:05:09');
    expect(evening).not.toMatch(/[AP]M/);
  });
});
