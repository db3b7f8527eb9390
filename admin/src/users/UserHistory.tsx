import { useAbility } from '@casl/react';
import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { useGetList } from 'react-admin';
import { Link } from 'react-router-dom';
import { nameInLog } from '../audit/erasedName.ts';
import { UnreadableStep } from '../audit/event/UnreadableStep.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Section } from '../components/Section.tsx';
import { RowsSkeleton } from '../components/Skeletons.tsx';
import { Timeline } from '../components/Timeline.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';
import { AccountEventWords } from './AccountEventWords.tsx';
import { accountActions, accountEvent } from './accountEvents.ts';
import { changesOf } from './logAddress.ts';
import { useUser } from './useUser.ts';

/** Enough to see what happened lately; the log itself has the rest. */
const shown = 10;

const Events = () => {
  const text = useText();
  const { id } = useUser();
  const { data, error, total, refetch } = useGetList<AuditEventView>('change-log', {
    filter: { targetId: id, action: accountActions.join(',') },
    sort: { field: 'occurredAt', order: 'DESC' },
    pagination: { page: 1, perPage: shown },
  });
  if (error !== null && data === undefined)
    return <ErrorState isInline error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <RowsSkeleton rows={3} />;
  return (
    <>
      <Timeline
        steps={data.map((entry) => {
          const event = accountEvent(entry);
          return {
            id: entry.id,
            at: entry.occurredAt,
            who: nameInLog(entry.actor.type, entry.actor.name, text),
            what: entry.isUnreadable ? (
              <UnreadableStep action={entry.action} />
            ) : (
              <AccountEventWords event={event} />
            ),
            reason: entry.reason,
            sense: entry.isUnreadable ? 'bad' : event.sense,
          };
        })}
      />
      {(total ?? 0) > shown && <Link to={changesOf(id)}>{text('users.allChanges')}</Link>}
    </>
  );
};

/** What was changed about the account, by whom and why, for those who may read the log. */
export const UserHistory = () => {
  const text = useText();
  if (!useAbility<ConsoleAbility>().can('read', 'AuditEvent')) return null;
  return (
    <Section title={text('users.changes')}>
      <Events />
    </Section>
  );
};
