import type { AuditExportView } from '@contract/audit/exporting/export.contract.ts';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { ErrorState } from '../../components/ErrorState.tsx';
import { absoluteTime } from '../../components/relativeTime.ts';
import { PageTitle } from '../../components/PageTitle.tsx';
import { PageSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useLiveChange } from '../../providers/LiveUpdates.tsx';
import styles from './exports.module.css';
import { ExportState } from './ExportState.tsx';
import { ExportTaking } from './ExportTaking.tsx';
import { ExportWhat } from './ExportWhat.tsx';

const isOpen = (state: AuditExportView['state'] | undefined) => state === 'waiting' || state === 'running';

/** One export: the target of the link in its mail, and of the dialog if it takes a while. */
export const AwaitedExport = ({ id }: { id: string }) => {
  const text = useText();
  const locale = useLocale();
  const provider = useDataProvider<ConsoleDataProvider>();
  const { data, error, refetch } = useQuery({
    queryKey: ['log-exports', 'awaited', id],
    queryFn: () => provider.exportOfLog(id),
    // Live events tell of a change at once; this is for when they do not arrive.
    refetchInterval: ({ state }) => (isOpen(state.data?.state) ? 5_000 : false),
  });
  useLiveChange('log-exports', () => void refetch());
  if (data === undefined)
    return error === null ? <PageSkeleton /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  const { state, expiresAt } = data;
  const says = text(`logExports.ready.${isOpen(state) ? 'waiting' : (state as 'complete')}`, {
    error: data.error ?? '',
  });
  return (
    <>
      <PageTitle
        title={text('logExports.ready.title')}
        actions={<Link to="/log-exports">{text('logExports.all')}</Link>}
      />
      <div className={styles.page}>
        <div className={styles.awaited} role="status">
          <ExportWhat row={data} />
          <ExportState row={data} />
          <p>{says}</p>
          {expiresAt !== null && state === 'complete' && (
            <p className="faint">
              {text('logExports.keptUntil', { time: absoluteTime(new Date(expiresAt), locale) })}
            </p>
          )}
          <ExportTaking row={data} isMain />
        </div>
      </div>
    </>
  );
};
