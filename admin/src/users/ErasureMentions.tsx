import type { ErasureMentionPage } from '@contract/audit/erasure/erasure.contract.ts';
import Button from '@mui/material/Button';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider } from 'react-admin';
import { Link } from 'react-router-dom';
import { Moment } from '../audit/Moment.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import styles from './ErasureMentions.module.css';

const List = ({ personId }: { personId: string }) => {
  const text = useText();
  const provider = useDataProvider<ConsoleDataProvider>();
  const { data, error, hasNextPage, fetchNextPage, isFetching, refetch } = useInfiniteQuery({
    queryKey: ['users', 'erasure', personId, 'mentions'],
    queryFn: ({ pageParam, signal }): Promise<ErasureMentionPage> =>
      provider.erasureMentions(personId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const mentions = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <ul className={styles.mentions}>
        {mentions.map(({ id, occurredAt, isSealed }) => (
          <li key={id}>
            <Link to={`/change-log/${id}`}>
              <Moment value={occurredAt} />
            </Link>
            {isSealed && <span className="faint"> {text('users.erasure.sealed')}</span>}
          </li>
        ))}
      </ul>
      {error !== null && <ErrorState isInline error={error} onRetry={() => void refetch()} />}
      {hasNextPage && (
        <Button size="small" disabled={isFetching} onClick={() => void fetchNextPage()}>
          {text('users.erasure.more')}
        </Button>
      )}
    </>
  );
};

type Props = { personId: string; count: number };

/** How many events others wrote the person's name or address in, and, when asked for, which: no erasure reaches them. */
export const ErasureMentions = ({ personId, count }: Props) => {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  if (count === 0) return text('users.erasure.mentionsNone');
  return (
    <div>
      <span className={styles.count}>
        <span>{text('users.erasure.mentionsStay', { count })}</span>
        <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {text('users.erasure.read')}
        </Button>
      </span>
      {isOpen && <List personId={personId} />}
    </div>
  );
};
