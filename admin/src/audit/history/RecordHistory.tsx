import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { Link } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ListBody } from '../../components/list/ListBody.tsx';
import { useKeysetList } from '../../components/list/useKeysetList.ts';
import { useText } from '../../i18n/useText.ts';
import { actionWords } from '../actions.ts';
import { auditColumns } from '../auditColumns.tsx';
import { HoldButton } from '../retention/holds/HoldButton.tsx';
import type { HoldForm } from '../retention/holds/holdForm.ts';
import { LogReach } from '../retention/LogReach.tsx';
import { ZoneNote } from '../ZoneNote.tsx';
import styles from './RecordHistory.module.css';

type Props = {
  /** The filter: a record, or what a person did. */
  filter: Record<string, string>;
  /** What the dialog of a legal hold is filled in with, if one can be set here. */
  hold?: Partial<HoldForm> | undefined;
  /** Another way from here into the log, e.g. to what a person did. */
  way?: React.ReactNode;
};

/** What the change log has about a record or a person, newest first, each event a link to its own page. */
export const RecordHistory = ({ filter, hold, way }: Props) => {
  const text = useText();
  const columns = auditColumns(text);
  const log = useKeysetList<AuditEventView>({
    resource: 'change-log',
    always: filter,
    sort: { field: 'occurredAt', order: 'DESC' },
    perPage: 50,
    columns,
    nameOf: ({ action }) => action,
  });
  const all = new URLSearchParams({ view: 'all', ...filter });
  return (
    <>
      <p className={styles.ways}>
        <span className={styles.links}>
          <Link to={`/change-log?${all}`}>{text('finding.history.inLog')}</Link>
          {way}
        </span>
        {hold && <HoldButton first={hold} />}
      </p>
      {log.rows.length > 0 && <ZoneNote />}
      <ListBody
        list={log}
        columns={columns}
        linkTo={({ id }) => `/change-log/${id}`}
        nameOf={({ action }) => actionWords(action, text)}
        label={text('finding.history.title')}
        empty={<EmptyState title={text('finding.history.title')}>{text('finding.history.none')}</EmptyState>}
      />
      <LogReach />
    </>
  );
};
