import type { FileStateCounts } from '@contract/submissions/uploads/file-state.contract.ts';
import { useAbility } from '@casl/react';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import list from '../../components/list/list.module.css';
import { changeQuery } from '../../components/list/listState.ts';
import { SearchField } from '../../components/list/SearchField.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useIsEditable, useSubmission } from '../useSubmission.ts';
import { countViews, fileRows, views, type FileRow } from './fileRows.ts';
import { FilesIntake } from './FilesIntake.tsx';
import styles from './FilesTab.module.css';
import { FilesTable } from './FilesTable.tsx';
import { FilesViews } from './FilesViews.tsx';
import { RemoveFileDialog } from './RemoveFileDialog.tsx';
import { Transfers } from './Transfers.tsx';
import { useFileCounts, useFiles, useFilesFollowed, useTransfers } from './useFiles.ts';

/** How many of the files that records name are here and are what the records say. */
const Summary = ({ named: { count, verified: here } }: Pick<FileStateCounts, 'named'>) => {
  const text = useText();
  if (count === 0) return null;
  return (
    <p role="status" className={styles.summary}>
      {here === count ? text('files.summary.all', { count }) : text('files.summary.some', { here, count })}
    </p>
  );
};

/** Something that was begun and never ended is given up at once; a file is taken out once that is confirmed. */
const useRemoval = () => {
  const text = useText();
  const notify = useNotify();
  const client = useQueryClient();
  const provider = useDataProvider<ConsoleDataProvider>();
  const { id } = useSubmission();
  const [asked, setAsked] = useState<FileRow | null>(null);
  const giveUp = async ({ file, name }: FileRow) => {
    try {
      await provider.abortUpload(file?.id ?? '');
      notify(text('files.giveUp.done', { name }), { type: 'success' });
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { type: 'error' });
    }
    await client.invalidateQueries({ queryKey: ['files', 'getInfiniteList', id] });
  };
  const ask = (row: FileRow) => (row.state === 'unfinished' ? void giveUp(row) : setAsked(row));
  return { asked, ask, close: () => setAsked(null) };
};

/** The files of a submission: those that are here and what became of them, those on their way, and those that runs name in vain. */
export default function FilesTab() {
  const text = useText();
  const [query, setQuery] = useSearchParams();
  const { recordCounts } = useSubmission();
  const mayUpload = useAbility<ConsoleAbility>().can('create', 'File');
  const isEditable = useIsEditable() && mayUpload;
  const q = query.get('q') ?? '';
  const view = views.find((each) => each === query.get('view')) ?? 'all';
  const files = useFiles(view, q);
  const counts = useFileCounts();
  const follow = useFilesFollowed();
  const transfers = useTransfers();
  const removal = useRemoval();

  const rows = useMemo(
    () => fileRows(files.files, transfers, files.isWhole),
    [files.files, files.isWhole, transfers],
  );
  const begun = transfers.filter(({ uploadId }) => uploadId !== null).length;
  const shownCounts = counts.data && countViews(counts.data, begun);
  const error = files.error ?? counts.error;
  const isPending = files.isPending || counts.isPending;
  const isEmpty = shownCounts?.all === 0;
  return (
    <div className={styles.tab}>
      {(isEditable || transfers.length > 0) && (
        <div className={styles.top}>
          {isEditable && (
            <FilesIntake hasFiles={!isEmpty} onTheirWay={new Set(transfers.map(({ name }) => name))} />
          )}
          <Transfers transfers={transfers} />
        </div>
      )}
      {error !== null && <ErrorState error={error} isInline={rows.length > 0} onRetry={follow} />}
      {isPending && error === null && <RowsSkeleton rows={4} />}
      {!isPending && shownCounts !== undefined && !isEmpty && (
        <>
          <div className={list.tools}>
            <SearchField
              value={q}
              label={text('files.search')}
              onSearch={(next) => setQuery(changeQuery(query, { q: next }), { replace: true })}
            />
            <FilesViews view={view} counts={shownCounts} />
            {counts.data && <Summary named={counts.data.named} />}
          </div>
          {rows.length > 0 ? (
            <FilesTable
              rows={rows}
              total={files.total}
              isEditable={isEditable}
              onRemove={removal.ask}
              onNearEnd={files.more}
            />
          ) : (
            <EmptyState title={text('parts.list.noMatch')}>{text('parts.list.noMatchDetail')}</EmptyState>
          )}
        </>
      )}
      {!isPending && error === null && isEmpty && transfers.length === 0 && (
        <EmptyState title={text('files.empty')}>
          {isEditable
            ? `${text('files.emptyDetail')} ${recordCounts.run === 0 ? text('files.emptyReads') : ''}`
            : text('files.none')}
        </EmptyState>
      )}
      {removal.asked !== null && <RemoveFileDialog row={removal.asked} onClose={removal.close} />}
    </div>
  );
}
