import type { UmbrellaRequestView, UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useDataProvider } from 'react-admin';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Identifier } from '../../components/Identifier.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useLiveChange } from '../../providers/LiveUpdates.tsx';
import { useGrowingList } from '../attempts/useAnswers.ts';
import { RequestAnswerList } from '../lifecycle/RequestAnswerList.tsx';
import { RequestStatusPill } from '../lifecycle/requestColumns.tsx';
import { RequestMessages } from './RequestMessages.tsx';
import styles from './umbrellas.module.css';

const Request = ({ request }: { request: UmbrellaRequestView }) => {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const { reference, status, revision, reason, createdBy, createdAt, settledBy, answerCount } = request;
  return (
    <li>
      <p className={styles.request}>
        <Identifier value={reference} />
        <RequestStatusPill status={status} />
        <span className="faint">
          {text('umbrella.revision', { number: String(revision) })} · <bdi>{createdBy.name}</bdi>,{' '}
          <RelativeTime value={createdAt} />
        </span>
        {settledBy !== null && (
          <span className="faint">
            {text('umbrella.settledBy')} <bdi>{settledBy.name}</bdi>
          </span>
        )}
      </p>
      <p className={styles.reason} dir="auto">
        {reason}
      </p>
      <RequestMessages request={request} />
      {answerCount > 0 && (
        <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {text('umbrella.answers', { count: answerCount })}
        </Button>
      )}
      {isOpen && <RequestAnswerList request={request} />}
    </li>
  );
};

/** All that was asked of ENA for an umbrella project before its last request, the latest first. */
export const RequestHistory = ({ umbrella: { id, request } }: { umbrella: UmbrellaView }) => {
  const text = useText();
  const provider = useDataProvider<ConsoleDataProvider>();
  const { items, error, refetch, hasMore, isGrowing, grow } = useGrowingList(
    ['umbrellas', 'requests', id],
    (query) => provider.umbrellaRequests(id, query),
  );
  useLiveChange('umbrellas', () => void refetch());
  const earlier = items?.filter((each) => each.id !== request?.id) ?? [];
  if (error === null && earlier.length === 0) return null;
  return (
    <Section title={text('umbrella.earlier')}>
      {error !== null && <ErrorState error={error} isInline onRetry={() => void refetch()} />}
      <ul className={styles.requests}>
        {earlier.map((each) => (
          <Request key={each.id} request={each} />
        ))}
      </ul>
      {hasMore && (
        <Button size="small" loading={isGrowing} onClick={grow}>
          {text('ena.answers.more')}
        </Button>
      )}
    </Section>
  );
};
