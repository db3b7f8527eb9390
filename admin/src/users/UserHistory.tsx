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
import { useText, type Text } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';
import { accountActions, accountEvent, type AccountEvent } from './accountEvents.ts';
import { changesOf } from './logAddress.ts';
import type { Role } from './roles.ts';
import { useRoleNames } from './useRoleNames.ts';
import { useUser } from './useUser.ts';

/** Enough to see what happened lately; the log itself has the rest. */
const shown = 10;

const sentence = (event: AccountEvent, text: Text, names: (roles: readonly Role[]) => string): string => {
  if (event.what === 'other') return event.action;
  if (event.what === 'renamed') return text('users.event.renamed', { name: event.name });
  if (event.what !== 'roles') return text(`users.event.${event.what}`, { count: event.count });
  const values = { gained: names(event.gained), lost: names(event.lost) };
  if (event.gained.length > 0 && event.lost.length > 0) return text('users.event.swapped', values);
  return text(event.gained.length > 0 ? 'users.event.gained' : 'users.event.lost', values);
};

const Events = () => {
  const text = useText();
  const roleNames = useRoleNames();
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
              sentence(event, text, roleNames)
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
