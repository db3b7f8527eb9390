import { RequireAccess } from '../../layout/RequireAccess.tsx';
import type { HoldForm } from '../retention/holds/holdForm.ts';
import { RecordHistory } from './RecordHistory.tsx';

type Props = {
  /** Its id, or what it is called. */
  record: string;
  /** How a legal hold names it, where one can be set on it. */
  hold?: Partial<HoldForm> | undefined;
  /** Another way from there into the log. */
  way?: React.ReactNode;
};

/** A record's history as a tab of its page. */
export default function HistoryTab({ record, hold, way }: Props) {
  return (
    <RequireAccess action="read" subject="AuditEvent">
      <RecordHistory filter={{ record }} hold={hold} way={way} />
    </RequireAccess>
  );
}
