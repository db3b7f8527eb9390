import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogHealth } from '../audit/audit-health.ts';
import { told } from '../audit/health-sentences.contract.ts';
import { abilityOf } from '../auth/abilities.ts';
import { systemActor } from '../platform/access/actor.ts';
import { type Role, roles } from '../platform/access/roles.contract.ts';
import { healthReport } from './health-report.contract.ts';
import { logReport } from './log-report.ts';

const since = new Date('2026-11-21T10:00:00.000Z');
const health: LogHealth = {
  troubles: [
    told('heads_failing', { place: 'webhook' }, { since }),
    told(
      'retention_damaged',
      { why: 'the text of event 7 cannot be read' },
      {
        reason: { code: 'month_damaged', params: { month: '2026-08', event: '7', others: 0 } },
        about: { type: 'AuditEvent', id: '7' },
      },
    ),
    told('erasure_open_other', { waiting: since.toISOString() }, { since, about: { type: 'User', id: 'u' } }),
  ],
  notes: [told('heads_unlocked', {})],
  newest: { number: 9, closedAt: since },
  places: [
    {
      place: 'webhook',
      segment: 7,
      publishedAt: since,
      isLocked: null,
      failingSince: since,
      lastError: 'getaddrinfo ENOTFOUND witness.internal',
      contradictedSegment: null,
      contradictedSince: null,
      isSet: true,
      address: 'witness.internal',
      retrySeconds: 10,
      restsUntil: null,
    },
  ],
};
const asked = { ok: true, ms: 4, answer: health } as const;
const reportFor = (held: readonly Role[]) =>
  logReport(asked, { ...systemActor('tests'), ability: abilityOf({ id: 'me', roles: held }) });

describe('the report of the log', () => {
  it('tells each thing by its code, in English, and since when', () => {
    const report = reportFor(['admin']);
    expect(report.troubles.map(({ code, says, since: from }) => [code, says, from])).toEqual([
      ['heads_failing', 'signed heads do not reach the webhook', since.toISOString()],
      ['retention_damaged', 'a month that is due cannot leave it: the text of event 7 cannot be read', null],
      [
        'erasure_open_other',
        `an erasure has waited since ${since.toISOString()} for another database role's transaction`,
        since.toISOString(),
      ],
    ]);
    expect(report.newest).toEqual({ segment: 9, closedAt: since.toISOString() });
    expect(healthReport.shape.changeLog.parse(report)).toEqual(report);
  });

  it('says whose erasure waits, where heads go and what is answered there only to whom that is open', () => {
    fc.assert(
      fc.property(fc.subarray([...roles]), (held) => {
        const readsLog = held.some((role) => role === 'auditor' || role === 'admin');
        const { troubles, publications } = reportFor(held);
        expect(troubles.map(({ about }) => about?.id ?? null)).toEqual(
          readsLog ? [null, '7', 'u'] : [null, null, null],
        );
        expect(JSON.stringify(publications).includes('witness.internal')).toBe(readsLog);
        expect(publications[0]).toMatchObject({ segment: 7, failingSince: since.toISOString() });
      }),
    );
  });

  it('is empty when the log could not be asked, and says why', () => {
    const failure = { code: 'no_answer', params: { ms: 3_000 } } as const;
    const report = logReport({ ok: false, ms: 3_000, reason: failure, error: null }, systemActor('tests'));
    expect(report).toEqual({ ms: 3_000, failure, troubles: [], notes: [], newest: null, publications: [] });
  });
});
