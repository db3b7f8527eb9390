import { healthCodes, told } from '@contract/audit/health-sentences.contract.ts';
import type { HealthPublication, HealthTold } from '@contract/health/health-report.contract.ts';
import { describe, expect, it } from 'vitest';
import { health } from '../i18n/en/health.ts';
import type { Text } from '../i18n/useText.ts';
import { headState, lookAfter, senseOfTrouble, toldWords } from './healthWords.ts';

const text: Text = (key, values) => `${key} ${JSON.stringify(values)}`;
const given = (one: ReturnType<typeof told>): HealthTold => ({
  ...one,
  params: { ...one.params },
  says: 'as the server says it',
  since: null,
  reason: null,
});
const words = (one: HealthTold) => toldWords(one, text, 'en');

describe('what is told of the change log', () => {
  it('has words and advice for every code, and there are no others', () => {
    expect(Object.keys(health.trouble).sort()).toEqual([...healthCodes].sort());
    expect(Object.keys(health.todo).sort()).toEqual([...healthCodes].sort());
  });

  it('puts places, months, days and moments into words', () => {
    expect(words(given(told('heads_failing', { place: 'mail' })))).toContain('"place":"health.inPlace.mail');
    expect(words(given(told('month_stuck', { month: '2026-08', days: 3 })))).toContain(
      '"month":"August 2026"',
    );
    const failed = { count: 1, others: 0 };
    expect(
      words(given(told('schedule_failed', { ...failed, cadence: 'daily', period: '2026-11-20' }))),
    ).toContain('health.period.daily {\\"period\\":\\"November 20, 2026\\"}');
    expect(
      words(given(told('schedule_failed', { ...failed, cadence: 'monthly', period: '2026-11' }))),
    ).toContain('health.period.monthly {\\"period\\":\\"November 2026\\"}');
    const open = { waiting: '2026-11-21T10:00:00.000Z', open: '2026-11-21T09:00:00.000Z' };
    expect(words(given(told('erasure_open', open)))).toMatch(/"open":"November 21, 2026 at /);
  });

  it('says why in the console’s words where the server gives a code, and in the server’s where not', () => {
    const doubted = given(told('heads_uncompared', { why: 'no head was published' }));
    expect(words(doubted)).toContain('"why":"no head was published"');
    expect(words({ ...doubted, reason: { code: 'heads_none_recent', params: { days: 2 } } })).toContain(
      '"why":"audit.reason.heads_none_recent',
    );
  });

  it('leaves what it does not know to the server’s words', () => {
    const newer = { ...given(told('seal_behind', {})), code: 'moon_eclipsed' as 'seal_behind' };
    expect(words(newer)).toBe('health.trouble.moon_eclipsed {"_":"as the server says it"}');
    expect(lookAfter(newer)).toBeUndefined();
    expect(senseOfTrouble(newer)).toBe('doubtful');
  });

  it('leads to what it is about, else to the page where such things are looked after', () => {
    const erasure = given(told('erasure_open_other', { waiting: '2026-11-21T10:00:00.000Z' }));
    expect(lookAfter(erasure)).toBeUndefined();
    expect(lookAfter({ ...erasure, about: { type: 'User', id: 'u' } })).toMatchObject({
      to: '/users/u',
      subject: 'User',
    });
    const damaged = given(told('retention_damaged', { why: 'x' }));
    expect(lookAfter(damaged)).toMatchObject({ to: '/log-retention' });
    expect(lookAfter({ ...damaged, about: { type: 'AuditEvent', id: 'e' } })).toMatchObject({
      to: '/change-log/e',
    });
  });
});

describe('a place of heads', () => {
  const place: HealthPublication = {
    place: 'webhook',
    isSet: true,
    address: null,
    segment: 7,
    publishedAt: '2026-11-21T10:00:00.000Z',
    isLocked: null,
    failingSince: null,
    lastError: null,
    contradictedSegment: null,
    retrySeconds: 10,
    restsUntil: null,
  };
  it.each([
    ['arrives', {}],
    ['waiting', { segment: null, publishedAt: null }],
    ['off', { isSet: false, segment: null, publishedAt: null }],
    ['off', { isSet: false }],
    // A worker with other variables publishes there.
    ['failing', { isSet: false, failingSince: '2026-11-21T10:00:00.000Z' }],
    ['failing', { segment: null, failingSince: '2026-11-21T10:00:00.000Z' }],
    ['contradicted', { failingSince: '2026-11-21T10:00:00.000Z', contradictedSegment: 7 }],
  ] as const)('is %s when %j', (state, facts) => {
    expect(headState({ ...place, ...facts })).toBe(state);
  });
});
