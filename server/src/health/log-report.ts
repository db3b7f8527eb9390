import type { LogHealth } from '../audit/audit-health.ts';
import { saidInEnglish, type Told } from '../audit/health-sentences.contract.ts';
import type { PublicationStanding } from '../audit/publication/publication-health.ts';
import type { Actor } from '../platform/access/actor.ts';
import type { Check } from './check.ts';
import type { HealthPublication, HealthReport, HealthTold } from './health-report.contract.ts';

type LogReport = NonNullable<HealthReport['changeLog']>;

/** What is told of the change log, as far as this person may read what it is about. */
export function logReport(asked: Check<LogHealth>, actor: Actor): LogReport {
  const { ms } = asked;
  if (!asked.ok)
    return { ms, failure: asked.reason, troubles: [], notes: [], newest: null, publications: [] };
  const { troubles, notes, newest, places } = asked.answer;
  return {
    ms,
    failure: null,
    troubles: troubles.map((each) => toldView(each, actor)),
    notes: notes.map((each) => toldView(each, actor)),
    newest: newest && { segment: newest.number, closedAt: newest.closedAt.toISOString() },
    publications: places.map((place) => publicationView(place, actor.ability.can('read', 'AuditEvent'))),
  };
}

/** Whose erasure waits is for those who may follow erasures. */
function toldView(told: Told, { ability }: Actor): HealthTold {
  const { code, params, since, reason, about } = told;
  const mayKnow = about !== null && ability.can('read', about.type === 'User' ? 'Erasure' : about.type);
  return {
    code,
    params: { ...params },
    says: saidInEnglish(told),
    since: iso(since),
    reason,
    about: mayKnow ? about : null,
  };
}

/** What a place answered may name hosts and people. */
function publicationView(standing: PublicationStanding, mayKnow: boolean): HealthPublication {
  const { contradictedSince: _told, publishedAt, failingSince, restsUntil, ...rest } = standing;
  return {
    ...rest,
    address: mayKnow ? standing.address : null,
    lastError: mayKnow ? standing.lastError : null,
    publishedAt: iso(publishedAt),
    failingSince: iso(failingSince),
    restsUntil: iso(restsUntil),
  };
}

const iso = (moment: Date | null): string | null => moment && moment.toISOString();
