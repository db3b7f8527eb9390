import type { AccessionView } from '@contract/accessions/accession.contract.ts';
import Button from '@mui/material/Button';
import { useLocale } from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import { HistoryTabs, WithHistory } from '../audit/history/HistoryTabs.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Icon } from '../components/Icon.tsx';
import { Identifier } from '../components/Identifier.tsx';
import { RecordHeader } from '../components/RecordHeader.tsx';
import { calendarDay } from '../components/relativeTime.ts';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { Facts, Section } from '../components/Section.tsx';
import { PageSkeleton } from '../components/Skeletons.tsx';
import { SubmissionLink } from '../components/SubmissionLink.tsx';
import { AccessionMoves } from '../ena/lifecycle/AccessionMoves.tsx';
import { AccessionRequests } from '../ena/lifecycle/AccessionRequests.tsx';
import { Differences } from '../ena/lifecycle/Differences.tsx';
import { useText } from '../i18n/useText.ts';
import { ApiProblem } from '../providers/problem.ts';
import { useRecord } from '../providers/useRecord.ts';
import styles from './AccessionPage.module.css';
import { AccessionStatusPill } from './AccessionStatusPill.tsx';
import { ExternalFacts } from './ExternalFacts.tsx';

const Publicity = ({ status, holdDate }: AccessionView) => {
  const text = useText();
  const locale = useLocale();
  if (status === 'private' && holdDate !== null)
    return <>{text('accessions.publicity.privateUntil', { day: calendarDay(holdDate, locale) })}</>;
  return <>{text(`accessions.publicity.${status}`)}</>;
};

const Register = ({ accession }: { accession: AccessionView }) => {
  const text = useText();
  const locale = useLocale();
  const { submissionId, alias, mintedAt, holdDate, publicAt } = accession;
  const address = new URL(`/a/${accession.accession}`, globalThis.location.origin).href;
  return (
    <div className={styles.page}>
      <Section title={text('accessions.external')}>
        <ExternalFacts identifiers={accession.external} />
      </Section>
      <AccessionRequests accession={accession.accession} />
      <Differences submissionId={submissionId} />
      <Section title={text('accessions.record')}>
        <Facts
          facts={[
            { label: text('accessions.field.alias'), value: <Identifier value={alias} /> },
            {
              label: text('accessions.field.submission'),
              value: <SubmissionLink id={submissionId} isTitled />,
            },
            { label: text('accessions.field.address'), value: <Identifier value={address} /> },
          ]}
        />
        <Link to={`/accessions?submissionId=${submissionId}`}>{text('accessions.siblings')}</Link>
      </Section>
      <Section title={text('accessions.dates')}>
        <Facts
          facts={[
            { label: text('accessions.field.minted'), value: <RelativeTime value={mintedAt} /> },
            { label: text('accessions.field.hold'), value: holdDate && calendarDay(holdDate, locale) },
            { label: text('accessions.field.public'), value: publicAt && <RelativeTime value={publicAt} /> },
          ]}
        />
      </Section>
    </div>
  );
};

/** An identifier of another archive is no address here; the register finds the record it belongs to. */
const Elsewhere = ({ id }: { id: string }) => {
  const text = useText();
  return (
    <EmptyState
      title={text('accessions.unknown', { id })}
      action={
        <Link to={`/accessions?q=${encodeURIComponent(id)}`}>{text('accessions.searchFor', { id })}</Link>
      }
    >
      {text('accessions.unknownDetail')}
    </EmptyState>
  );
};

/** One accession: its publicity, its names at other archives, and the ways to its record and its public page. */
export default function AccessionPage() {
  const text = useText();
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useRecord<AccessionView>('accessions', id);
  if (isPending) return <PageSkeleton />;
  if (data === undefined) {
    const isUnknown = error instanceof ApiProblem && error.status === 404;
    return isUnknown ? <Elsewhere id={id} /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  return (
    <>
      <RecordHeader
        title={data.title || data.alias}
        facts={
          <>
            <Identifier value={data.accession} />
            <AccessionStatusPill status={data.status} />
            <span>{text(`words.kind.${data.kind}`)}</span>
          </>
        }
        next={<Publicity {...data} />}
        actions={
          <>
            <AccessionMoves accession={data} />
            <Button
              href={`/a/${data.accession}`}
              target="_blank"
              rel="noreferrer"
              endIcon={<Icon name="external" />}
            >
              {text('accessions.openPage')}
            </Button>
          </>
        }
        tabs={<HistoryTabs path={`/accessions/${data.accession}`} />}
      />
      <WithHistory record={data.accession} hold={{ kind: 'record', typed: data.title, name: data.accession }}>
        <Register accession={data} />
      </WithHistory>
    </>
  );
}
