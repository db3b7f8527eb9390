import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { Link } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import list from '../../components/list/list.module.css';
import { ListTable } from '../../components/list/ListTable.tsx';
import { Pager } from '../../components/list/Pager.tsx';
import { useKeysetList } from '../../components/list/useKeysetList.ts';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { actionWords } from '../actions.ts';
import { auditColumns } from '../auditColumns.tsx';
import styles from './RecordHistory.module.css';

type Props = {
  /** What the log is narrowed down to: a record, a person's deeds. */
  filter: Record<string, string>;
};

/** What the change log has about a record or a person, newest first, each event a link to its own page. */
export const RecordHistory = ({ filter }: Props) => {
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
  if (log.isPending) return <RowsSkeleton />;
  if (log.error !== null && log.rows.length === 0)
    return <ErrorState error={log.error} onRetry={log.refetch} />;
  if (log.rows.length === 0)
    return <EmptyState title={text('finding.history.title')}>{text('finding.history.none')}</EmptyState>;
  const all = new URLSearchParams({ view: 'all', ...filter });
  return (
    <div className={list.rows} data-settling={log.isSettling || undefined} {...log.pointer}>
      <p className={styles.way}>
        <Link to={`/change-log?${all}`}>{text('finding.history.inLog')}</Link>
      </p>
      <ListTable
        rows={log.rows}
        columns={columns}
        sort={log.sort}
        onSort={log.sortBy}
        linkTo={({ id }) => `/change-log/${id}`}
        nameOf={({ action }) => actionWords(action, text)}
        label={text('finding.history.title')}
      />
      <Pager list={log} />
    </div>
  );
};
