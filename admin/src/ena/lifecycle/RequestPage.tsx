import type { RequestView } from '@contract/ena/lifecycle/request.contract.ts';
import { useLocale } from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import { HistoryTabs, WithHistory } from '../../audit/history/HistoryTabs.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Identifier } from '../../components/Identifier.tsx';
import { RecordHeader } from '../../components/RecordHeader.tsx';
import { calendarDay } from '../../components/relativeTime.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Facts, Section } from '../../components/Section.tsx';
import { PageSkeleton } from '../../components/Skeletons.tsx';
import { SubmissionLink } from '../../components/SubmissionLink.tsx';
import { useText } from '../../i18n/useText.ts';
import { useRecord } from '../../providers/useRecord.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import styles from './lifecycle.module.css';
import { RequestAnswerList } from './RequestAnswerList.tsx';
import { RequestStatusPill } from './requestColumns.tsx';
import { RequestMoves } from './RequestMoves.tsx';
import { RequestObjects } from './RequestObjects.tsx';

/** Brokers cannot suppress: a person sends this to ENA's helpdesk. */
const HelpdeskText = ({ value }: { value: string }) => {
  const text = useText();
  return (
    <Section
      title={text('lifecycle.helpdesk')}
      actions={<CopyButton value={value} label={text('lifecycle.copyHelpdesk')} />}
    >
      <p>{text('lifecycle.helpdeskDetail')}</p>
      <pre className={styles.mail} dir="auto">
        {value}
      </pre>
    </Section>
  );
};

const RequestFacts = ({ request }: { request: RequestView }) => {
  const text = useText();
  const locale = useLocale();
  const { category, supersededBy, settledBy, finishedAt, sentAt, holdDate, account } = request;
  return (
    <Section title={text('lifecycle.about')}>
      <Facts
        facts={[
          { label: text('lifecycle.field.reason'), value: <bdi>{request.reason}</bdi> },
          {
            label: text('lifecycle.column.by'),
            value: (
              <>
                <bdi>{request.createdBy.name}</bdi>, <RelativeTime value={request.createdAt} />
              </>
            ),
          },
          {
            label: text('ena.column.submission'),
            value: <SubmissionLink id={request.submissionId} isTitled />,
          },
          { label: text('lifecycle.field.holdDate'), value: holdDate && calendarDay(holdDate, locale) },
          {
            label: text('lifecycle.field.category'),
            value: category && text(`lifecycle.category.${category}`),
          },
          {
            label: text('lifecycle.field.supersededBy'),
            value: supersededBy && <Link to={`/accessions/${supersededBy}`}>{supersededBy}</Link>,
          },
          { label: text('ena.column.environment'), value: text(`words.environment.${request.environment}`) },
          { label: text('connection.account'), value: account },
          { label: text('ena.date.sent'), value: sentAt && <RelativeTime value={sentAt} /> },
          { label: text('ena.date.finished'), value: finishedAt && <RelativeTime value={finishedAt} /> },
          { label: text('ena.attempts.settledBy'), value: settledBy && <bdi>{settledBy.name}</bdi> },
        ]}
      />
    </Section>
  );
};

/** What ENA said; where the request came to no good end it is the first thing to read. */
const Messages = ({ request: { status, messages } }: { request: RequestView }) => {
  const text = useText();
  if (messages.length === 0) return null;
  const sense = status === 'refused' ? 'bad' : status === 'attention' ? 'doubtful' : undefined;
  return (
    <ul className={styles.messages} data-sense={sense} aria-label={text('ena.attempts.messages')}>
      {[...new Set(messages)].map((message) => (
        <li key={message}>
          <bdi>{message}</bdi>
        </li>
      ))}
    </ul>
  );
};

/** One request about what ENA has: what was asked and why, what it covers, how it came out. */
export default function RequestPage() {
  const text = useText();
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useRecord<RequestView>('ena-requests', id);
  if (isPending) return <PageSkeleton />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const { reference, kind, status, accession, submissionReference, helpdeskText, recordCount } = data;
  const named = accession ?? submissionReference;
  return (
    <>
      <RecordHeader
        title={`${text(`lifecycle.kind.${kind}`)} ${named}`}
        facts={
          <>
            <Identifier value={reference} />
            <RequestStatusPill status={status} />
            {accession !== null && <Link to={`/accessions/${accession}`}>{accession}</Link>}
            <span>{text('ena.records', { count: recordCount })}</span>
          </>
        }
        next={text(`lifecycle.next.${kind === 'suppress' && status === 'requested' ? 'helpdesk' : status}`)}
        actions={<RequestMoves request={data} />}
        tabs={<HistoryTabs path={`/ena-requests/${id}`} />}
      />
      <WithHistory record={id}>
        <div className={styles.page}>
          <Messages request={data} />
          {helpdeskText !== null && <HelpdeskText value={helpdeskText} />}
          <RequestFacts request={data} />
          <RequestObjects id={id} total={recordCount} />
          {data.answerCount > 0 && <RequestAnswerList request={data} />}
        </div>
      </WithHistory>
    </>
  );
}
