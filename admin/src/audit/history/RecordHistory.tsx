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
import styles from './RecordHistory.module.css';

type Props = {
  /** What the log is narrowed down to: a record, a person's deeds. */
  filter: Record<string, string>;
  /** What a legal hold on it begins with, where one can be set. */
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
