import { RequireAccess } from '../../layout/RequireAccess.tsx';
import { RecordHistory } from './RecordHistory.tsx';

/** A record's history as a tab of its page. @param record its id, or what it is called */
export default function HistoryTab({ record }: { record: string }) {
  return (
    <RequireAccess action="read" subject="AuditEvent">
      <RecordHistory filter={{ record }} />
    </RequireAccess>
  );
}
