import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { useParams } from 'react-router-dom';
import { ErrorState } from '../components/ErrorState.tsx';
import { RecordHeader } from '../components/RecordHeader.tsx';
import { PageSkeleton } from '../components/Skeletons.tsx';
import { useText } from '../i18n/useText.ts';
import { RequireAccess } from '../layout/RequireAccess.tsx';
import { useRecord } from '../providers/useRecord.ts';
import { ActionCode } from './ActionCode.tsx';
import { actionWords } from './actions.ts';
import { nameInLog } from './erasedName.ts';
import { EventDetail } from './event/EventDetail.tsx';
import { EventProof } from './event/EventProof.tsx';
import { LyingText } from './event/LyingText.tsx';
import { UnreadablePill } from './event/UnreadablePill.tsx';
import { ArchivedEvent } from './retention/ArchivedEvent.tsx';
import { archivedPlace } from './retention/archivedPlace.ts';
import styles from './EventPage.module.css';
import { PermalinkButton } from './PermalinkButton.tsx';
import { Printed } from './Printed.tsx';
import { Isolated } from '../components/Isolated.tsx';

const Event = () => {
  const text = useText();
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useRecord<AuditEventView>('change-log', id);
  if (isPending) return <PageSkeleton />;
  const place = archivedPlace(error);
  if (data === undefined && place !== null) return <ArchivedEvent place={place} />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <RecordHeader
        title={actionWords(data.action, text)}
        facts={
          <>
            <ActionCode action={data.action} />
            <Isolated value={nameInLog(data.target.type, data.target.label, text)} />
            <Isolated value={nameInLog(data.actor.type, data.actor.name, text)} />
            <UnreadablePill isUnreadable={data.isUnreadable} />
          </>
        }
        actions={<PermalinkButton id={data.id} />}
      />
      <div className={styles.page}>
        <EventDetail event={data}>
          {data.isUnreadable && <LyingText id={data.id} />}
          <EventProof id={data.id} />
        </EventDetail>
        <Printed address={`/change-log/${data.id}`} />
      </div>
    </>
  );
};

/** The page of one event, at its permanent address. */
export default function EventPage() {
  return (
    <RequireAccess action="read" subject="AuditEvent">
      <Event />
    </RequireAccess>
  );
}
