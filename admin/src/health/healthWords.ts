import type { HealthPublication, HealthTold } from '@contract/health/health-report.contract.ts';
import { reasonWords } from '../audit/reasonWords.ts';
import { monthWords } from '../audit/retention/monthWords.ts';
import type { Sense } from '../components/meaning.ts';
import { absoluteTime, calendarDay } from '../components/relativeTime.ts';
import type { Text, TextKey } from '../i18n/useText.ts';
import type { Action, Subject } from '../providers/ability.ts';
import type { Health } from '../providers/health.ts';

type Status = Health['status'];

/** As the catalogue names it. */
export const statusKey = (status: Status) => (status === 'not ready' ? 'notReady' : status);

export const senseOfStatus: Record<Status, Sense> = {
  ready: 'good',
  degraded: 'doubtful',
  'not ready': 'bad',
};

/** Somebody may have altered the log: everything else is a service that does not do what it should. */
const alarming = new Set<HealthTold['code']>([
  'seal_refused',
  'head_contradicted',
  'log_damaged',
  'run_untold',
  'retention_damaged',
]);
export const senseOfTrouble = ({ code }: HealthTold): Sense => (alarming.has(code) ? 'bad' : 'doubtful');

const periodWords = (cadence: string, period: string, text: Text, locale: string): string =>
  cadence === 'monthly'
    ? text('health.period.monthly', { period: monthWords(period, locale) })
    : text('health.period.daily', { period: calendarDay(period, locale) });

/** What a parameter says in a sentence: what is for programs is put into words. */
const inWords = (told: HealthTold, text: Text, locale: string): HealthTold['params'] => {
  const { params, reason } = told;
  const { place, why, month, cadence, period, open } = params;
  return {
    ...params,
    ...(typeof place === 'string' && { place: text(`health.inPlace.${place as 'bucket'}`, { _: place }) }),
    ...(typeof why === 'string' && { why: reasonWords(why, reason ?? undefined, text, locale) }),
    ...(typeof month === 'string' && { month: monthWords(month, locale) }),
    ...(typeof period === 'string' && { period: periodWords(String(cadence), period, text, locale) }),
    ...(typeof open === 'string' && { open: absoluteTime(new Date(open), locale) }),
  };
};

/** What is wrong, or weakens the proof. A newer server may know more: then it is said as the server says it. */
export const toldWords = (told: HealthTold, text: Text, locale: string): string =>
  text(`health.trouble.${told.code}` as TextKey, { ...inWords(told, text, locale), _: told.says });

type Look = { to: string; label: TextKey; subject: Subject; action: Action };

const look = (to: string, what: string, subject: Subject): Look => ({
  to,
  label: `health.look.${what}` as TextKey,
  subject,
  action: 'read',
});
const verification = look('/log-verification', 'verification', 'AuditVerification');
const scheduled = look('/log-exports?view=scheduled', 'exports', 'AuditExport');
const retention = look('/log-retention', 'retention', 'AuditRetention');

const looks: Partial<Record<HealthTold['code'], Look>> = {
  seal_refused: verification,
  head_contradicted: look('/change-log?action=audit.publication_alarm', 'alarms', 'AuditEvent'),
  log_damaged: verification,
  run_untold: verification,
  log_unverified: verification,
  heads_uncompared: verification,
  archives_unseen: verification,
  schedule_no_bucket: scheduled,
  schedule_failed: scheduled,
  exports_unremoved: look('/log-exports', 'exports', 'AuditExport'),
  retention_no_bucket: retention,
  retention_damaged: retention,
  retention_failed: retention,
  month_stuck: look('/log-retention/months', 'months', 'AuditRetention'),
};

/** Where it can be looked after: what it is about, where that is told, or the page of such things. */
export const lookAfter = ({ code, about }: HealthTold): Look | undefined => {
  if (about?.type === 'User') return look(`/users/${about.id}`, 'person', 'User');
  if (about?.type === 'AuditEvent') return look(`/change-log/${about.id}`, 'event', 'AuditEvent');
  return looks[code];
};

type HeadState = 'contradicted' | 'failing' | 'arrives' | 'waiting' | 'off';

export const headState = (head: HealthPublication): HeadState => {
  if (head.contradictedSegment !== null) return 'contradicted';
  if (head.failingSince !== null) return 'failing';
  if (!head.isSet) return 'off';
  return head.segment === null ? 'waiting' : 'arrives';
};

export const senseOfHead: Record<HeadState, Sense> = {
  contradicted: 'bad',
  failing: 'doubtful',
  arrives: 'good',
  waiting: 'waiting',
  off: 'plain',
};
