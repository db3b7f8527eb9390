import type { AuditExportView } from '@contract/audit/exporting/export.contract.ts';
import { useLocale } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState.tsx';
import { KeysetList } from '../../components/list/KeysetList.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import { AwaitedExport } from './AwaitedExport.tsx';
import { exportColumns } from './exportColumns.tsx';
import styles from './exports.module.css';
import { Schedules } from './Schedules.tsx';

/** One's own exports of the log, and the scheduled ones. */
const AllExports = () => {
  const text = useText();
  const locale = useLocale();
  const isScheduled = new URLSearchParams(useLocation().search).get('view') === 'scheduled';
  return (
    <>
      <KeysetList<AuditExportView>
        title={text('logExports.title')}
        hasSearch={false}
        actions={<Link to="/change-log">{text('logExports.new')}</Link>}
        list={{
          resource: 'log-exports',
          views: [
            { key: 'mine', label: text('logExports.view.mine'), filter: { origin: 'stream,job' } },
            { key: 'scheduled', label: text('logExports.view.scheduled'), filter: { origin: 'schedule' } },
          ],
          sort: { field: 'requestedAt', order: 'DESC' },
          columns: exportColumns(text, locale),
          nameOf: ({ fileName }) => fileName,
        }}
        empty={
          isScheduled ? (
            <EmptyState title={text('logExports.emptyScheduled')}>
              {text('logExports.emptyScheduledDetail')}
            </EmptyState>
          ) : (
            <EmptyState title={text('logExports.empty')}>{text('logExports.emptyDetail')}</EmptyState>
          )
        }
      />
      <div className={styles.page}>
        <Schedules />
      </div>
    </>
  );
};

/** `?export=…` leads to one of them alone, as mails do. */
const Exports = () => {
  const awaited = new URLSearchParams(useLocation().search).get('export');
  return awaited === null ? <AllExports /> : <AwaitedExport id={awaited} />;
};

export default function ExportsPage() {
  return (
    <RequireAccess action="read" subject="AuditExport">
      <Exports />
    </RequireAccess>
  );
}
