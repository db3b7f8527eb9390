import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { Link, useParams } from 'react-router-dom';
import { ErrorState } from '../components/ErrorState.tsx';
import { Identifier } from '../components/Identifier.tsx';
import { RecordHeader } from '../components/RecordHeader.tsx';
import { Facts, Section } from '../components/Section.tsx';
import { PageSkeleton } from '../components/Skeletons.tsx';
import { useText } from '../i18n/useText.ts';
import { RequireAccess } from '../layout/RequireAccess.tsx';
import { useRecord } from '../providers/useRecord.ts';
import { actionWords } from './actions.ts';
import styles from './audit.module.css';
import { Changes } from './Changes.tsx';
import { Moment } from './Moment.tsx';
import { StatedFacts } from './StatedFacts.tsx';
import { logOfActor, logOfRoot, pageOfTarget } from './targets.ts';

const Who = ({ event }: { event: AuditEventView }) => {
  const text = useText();
  const { actor, onBehalfOf, requestId, address, client } = event;
  return (
    <Facts
      facts={[
        { label: text('audit.field.actor'), value: <Link to={logOfActor(event)}>{actor.name}</Link> },
        { label: text('audit.field.roles'), value: actor.roles.join(', ') },
        { label: text('audit.field.onBehalfOf'), value: onBehalfOf?.name ?? null },
        { label: text('audit.field.address'), value: address && <bdi>{address}</bdi> },
        { label: text('audit.field.client'), value: client && <bdi>{client}</bdi> },
        { label: text('audit.field.request'), value: requestId && <Identifier value={requestId} /> },
      ]}
    />
  );
};

const About = ({ event }: { event: AuditEventView }) => {
  const text = useText();
  const { target } = event;
  const page = pageOfTarget(event);
  return (
    <>
      <Facts
        facts={[
          {
            label: text('audit.field.record'),
            value: page ? <Link to={page}>{target.label}</Link> : target.label,
          },
          { label: text('audit.field.type'), value: target.type },
          { label: text('audit.field.id'), value: <Identifier value={target.id} /> },
        ]}
      />
      <Link to={logOfRoot(event)}>{text('audit.allOfIt')}</Link>
    </>
  );
};

const Event = () => {
  const text = useText();
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useRecord<AuditEventView>('change-log', id);
  if (isPending) return <PageSkeleton />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <RecordHeader
        title={actionWords(data.action, text)}
        facts={
          <>
            <Identifier value={data.action} />
            <Moment value={data.occurredAt} />
            <bdi>{data.actor.name}</bdi>
          </>
        }
      />
      <div className={styles.page}>
        {data.reason !== null && (
          <Section title={text('audit.reason')}>
            <blockquote className={styles.reason}>{data.reason}</blockquote>
          </Section>
        )}
        <Section title={text('audit.changes')}>
          <Changes changes={data.changes} />
        </Section>
        {Object.keys(data.facts).length > 0 && (
          <Section title={text('audit.facts')}>
            <StatedFacts facts={data.facts} />
          </Section>
        )}
        <Section title={text('audit.about')}>
          <About event={data} />
        </Section>
        <Section title={text('audit.who')}>
          <Who event={data} />
        </Section>
        <Section title={text('audit.entry')}>
          <Facts facts={[{ label: text('audit.field.event'), value: <Identifier value={data.id} /> }]} />
        </Section>
      </div>
    </>
  );
};

/** One event of the log, with everything it states. */
export default function EventPage() {
  return (
    <RequireAccess action="read" subject="AuditEvent">
      <Event />
    </RequireAccess>
  );
}
