import type { AuditRetentionView, RetentionRunView } from '@contract/audit/retention/retention.contract.ts';
import type { Sense } from '../../components/meaning.ts';
import { calendarDay } from '../../components/relativeTime.ts';
import type { Text } from '../../i18n/useText.ts';

export type NextMonth = NonNullable<AuditRetentionView['next']>;

export const senseOfStanding: Record<NextMonth['standing'], Sense> = {
  young: 'plain',
  held: 'theirs',
  unsealed: 'waiting',
  erasing: 'waiting',
  due: 'waiting',
  archived: 'ours',
};

export const senseOfRun: Record<RetentionRunView['state'], Sense> = {
  waiting: 'waiting',
  running: 'ours',
  done: 'good',
  postponed: 'doubtful',
  failed: 'bad',
};

/** What keeps the next month in the log, if anything. Days are in UTC, as months are. */
export const standingWords = ({ standing, dueAt, holds }: NextMonth, text: Text, locale: string): string => {
  if (standing === 'young')
    return text('retention.standingSays.young', { day: calendarDay(dueAt.slice(0, 10), locale) });
  if (standing === 'held') return text('retention.standingSays.held', { count: holds.length });
  return text(`retention.standingSays.${standing}`);
};
