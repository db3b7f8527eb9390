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
import { countRows, fileRows, isIn, views, type FileRow } from './fileRows.ts';
import { FilesIntake } from './FilesIntake.tsx';
import styles from './FilesTab.module.css';
import { FilesTable } from './FilesTable.tsx';
import { FilesViews } from './FilesViews.tsx';
import { RemoveFileDialog } from './RemoveFileDialog.tsx';
import { Transfers } from './Transfers.tsx';
import { useFiles, useNamings, useTransfers } from './useFiles.ts';

const isFound = (q: string, { name, namings }: FileRow) =>
  name.toLowerCase().includes(q) || namings.some(({ runAlias }) => runAlias.toLowerCase().includes(q));

/** How many of the files that runs name are here and are what the runs say. */
const Summary = ({ rows }: { rows: readonly FileRow[] }) => {
  const text = useText();
  const named = rows.filter(({ namings, state }) => namings.length > 0 && state !== 'unfinished');
  if (named.length === 0) return null;
  const here = named.filter(({ state }) => state === 'verified').length;
  const count = named.length;
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
  const files = useFiles();
  const { namings, ...runs } = useNamings();
  const transfers = useTransfers();
  const removal = useRemoval();

  const rows = useMemo(
    () => fileRows(files.data ?? [], namings, transfers),
    [files.data, namings, transfers],
  );
  const complete = useMemo(
    () => new Set((files.data ?? []).filter(({ status }) => status !== 'pending').map(({ name }) => name)),
    [files.data],
  );
  const q = query.get('q') ?? '';
  const view = views.find((each) => each === query.get('view')) ?? 'all';
  const shown = rows.filter((row) => isIn(view, row) && isFound(q.toLowerCase(), row));
  const error = files.error ?? runs.error;
  const isPending = files.isPending || runs.isPending;
  return (
    <div className={styles.tab}>
      {(isEditable || transfers.length > 0) && (
        <div className={styles.top}>
          {isEditable && (
            <FilesIntake here={complete} onTheirWay={new Set(transfers.map(({ name }) => name))} />
          )}
          <Transfers transfers={transfers} />
        </div>
      )}
      {error !== null && (
        <ErrorState error={error} isInline={rows.length > 0} onRetry={() => void files.refetch()} />
      )}
      {isPending && error === null && <RowsSkeleton rows={4} />}
      {!isPending && rows.length > 0 && (
        <>
          <div className={list.tools}>
            <SearchField
              value={q}
              label={text('files.search')}
              onSearch={(next) => setQuery(changeQuery(query, { q: next }), { replace: true })}
            />
            <FilesViews view={view} counts={countRows(rows)} />
            <Summary rows={rows} />
          </div>
          {shown.length > 0 ? (
            <FilesTable rows={shown} isEditable={isEditable} onRemove={removal.ask} />
          ) : (
            <EmptyState title={text('parts.list.noMatch')}>{text('parts.list.noMatchDetail')}</EmptyState>
          )}
        </>
      )}
      {!isPending && error === null && rows.length === 0 && transfers.length === 0 && (
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
