import type { AuditArchivedMonthView } from '@contract/audit/retention/retention.contract.ts';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ListBody } from '../../../components/list/ListBody.tsx';
import { useKeysetList } from '../../../components/list/useKeysetList.ts';
import { useText } from '../../../i18n/useText.ts';
import styles from '../retention.module.css';
import { monthColumns } from './monthColumns.tsx';

const nameOf = ({ month }: AuditArchivedMonthView) => month;

/** The archived months, newest first: where each is, its hash, and its signed statement. */
export const MonthList = () => {
  const text = useText();
  const locale = useLocale();
  const columns = monthColumns(text, locale);
  const list = useKeysetList<AuditArchivedMonthView>({
    resource: 'log-months',
    sort: { field: 'archivedAt', order: 'DESC' },
    columns,
    nameOf,
  });
  return (
    <>
      {list.rows.length > 0 && (
        <p className={styles.intro}>
          {text('retention.month.check')}{' '}
          <Link to="/log-verification">{text('retention.month.toVerifier')}</Link>
        </p>
      )}
      <ListBody
        list={list}
        columns={columns}
        nameOf={nameOf}
        label={text('retention.part.months')}
        empty={
          <EmptyState title={text('retention.month.empty')}>{text('retention.month.emptyDetail')}</EmptyState>
        }
      />
    </>
  );
};
