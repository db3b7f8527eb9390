import { useAbility } from '@casl/react';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { holdsAddress } from '../audit/retention/holds/holdsAddress.ts';
import { Moment } from '../audit/Moment.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Facts, Section } from '../components/Section.tsx';
import { StatusPill } from '../components/StatusPill.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import { ErasureMentions } from './ErasureMentions.tsx';
import { nextLookMs } from './nextLookMs.ts';
import { useUser } from './useUser.ts';

/** How far the erasure of a person has come, for those who may know; it is followed until it is done. */
export const ErasureState = () => {
  const text = useText();
  const locale = useLocale();
  const { id, erasedAt } = useUser();
  const mayKnow = useAbility<ConsoleAbility>().can('read', 'Erasure');
  const provider = useDataProvider<ConsoleDataProvider>();
  const { data, error, refetch } = useQuery({
    queryKey: ['users', 'erasure', id],
    queryFn: ({ signal }) => provider.erasure(id, signal),
    enabled: mayKnow && erasedAt !== null,
    refetchInterval: ({ state }) => nextLookMs(state.data),
  });
  if (!mayKnow || erasedAt === null) return null;
  if (data === undefined)
    return error === null ? null : <ErrorState isInline error={error} onRetry={() => void refetch()} />;
  const isDone = data.state === 'done';
  const isHeld = data.holds.length > 0;
  const open = isDone ? null : data.openTransaction;
  return (
    <Section title={text('users.erasure.title')}>
      <div role="status">
        <StatusPill sense={isDone ? 'good' : isHeld || open ? 'theirs' : 'ours'}>
          {text(`users.erasure.${isDone ? 'done' : isHeld || open ? 'waits' : 'requested'}`)}
        </StatusPill>
        {!isDone && (
          <p>
            {text(`users.erasure.${isHeld ? 'held' : open ? 'open' : 'soon'}`, { count: data.holds.length })}
          </p>
        )}
        {isHeld && (
          <Link to={holdsAddress(data.holds.map((hold) => hold.id))}>
            {text('retention.heldPerson.toHolds')}
          </Link>
        )}
      </div>
      <Facts
        facts={[
          { label: text('users.erasure.asked'), value: <Moment value={data.requestedAt} /> },
          {
            label: text('users.erasure.openSince'),
            value:
              open &&
              (open.since === null ? text('users.erasure.openUnknown') : <Moment value={open.since} />),
          },
          { label: text('users.erasure.ended'), value: isDone ? <Moment value={data.doneAt} /> : null },
          {
            label: text('users.erasure.events'),
            value: isDone ? data.events.toLocaleString(locale) : null,
          },
          {
            label: text('users.erasure.mentions'),
            value:
              isDone && data.mentions !== null ? (
                <ErasureMentions personId={id} count={data.mentions} />
              ) : null,
          },
        ]}
      />
    </Section>
  );
};
