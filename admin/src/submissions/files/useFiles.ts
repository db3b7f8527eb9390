import type { FileView } from '@contract/files/file.contract.ts';
import type { RecordView } from '@contract/submissions/record.contract.ts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useDataProvider, type RaRecord } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useLiveChange } from '../../providers/LiveUpdates.tsx';
import { useSubmission } from '../useSubmission.ts';
import type { Naming } from './fileRows.ts';
import { desk } from './transfer/desk.ts';

const perPage = 500;
/** Files arrive by the hundred; what is shown follows at this pace, in milliseconds. */
const pace = 1_500;

type Asked = {
  resource: 'files' | 'records';
  submissionId: string;
  filter: Record<string, string>;
  signal: AbortSignal;
};

/** All rows of a list, page after page. */
const readAll = async <Row extends RaRecord>(
  provider: ConsoleDataProvider,
  { resource, submissionId, filter, signal }: Asked,
): Promise<Row[]> => {
  const rows: Row[] = [];
  let after: string | null = null;
  do {
    const page: { data: Row[]; meta?: { next: string | null } } = await provider.getList<Row>(resource, {
      filter,
      pagination: { page: 1, perPage },
      meta: { submissionId, ...(after === null ? {} : { after }) },
      signal,
    });
    rows.push(...page.data);
    after = page.meta?.next ?? null;
  } while (after !== null);
  return rows;
};

/** Does `work` some time after it was asked for, once for many times, and once more when it was asked for in between. */
const usePaced = (work: () => Promise<unknown>) => {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isAsked = useRef(false);
  useEffect(() => () => clearTimeout(timer.current), []);
  const ask = () => {
    isAsked.current = true;
    timer.current ??= setTimeout(async () => {
      isAsked.current = false;
      await work();
      timer.current = undefined;
      if (isAsked.current) ask();
    }, pace);
  };
  return ask;
};

/** All files of the submission that are here or on their way, following what happens to them. */
export const useFiles = (isAsked = true) => {
  const { id: submissionId } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  const query = useQuery({
    // A list: it is fetched again at a pace of its own, not with every file that changes.
    queryKey: ['files', 'getInfiniteList', submissionId],
    queryFn: ({ signal }) =>
      readAll<FileView>(provider, { resource: 'files', submissionId, filter: {}, signal }),
    enabled: isAsked,
  });
  useLiveChange(
    'files',
    usePaced(async () => isAsked && query.refetch()),
  );
  return query;
};

const namingsOf = (runs: readonly RecordView[]): Map<string, Naming[]> => {
  const found = new Map<string, Naming[]>();
  for (const { id, alias, details } of runs) {
    if (details === null || !('files' in details)) continue;
    for (const { name, md5 } of details.files) {
      if (name.trim() === '') continue;
      found.set(name, [...(found.get(name) ?? []), { runId: id, runAlias: alias, md5 }]);
    }
  }
  return found;
};

/** Which runs name which file. */
export const useNamings = () => {
  const { id: submissionId, recordCounts } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  const query = useQuery({
    queryKey: ['records', 'runs', submissionId],
    queryFn: ({ signal }) =>
      readAll<RecordView>(provider, { resource: 'records', submissionId, filter: { type: 'run' }, signal }),
    enabled: recordCounts.run > 0,
  });
  const namings = useMemo(() => namingsOf(query.data ?? []), [query.data]);
  return { ...query, namings, isPending: recordCounts.run > 0 && query.isPending };
};

/** What this tab is sending for the submission. */
export const useTransfers = () => {
  const { id } = useSubmission();
  const all = useSyncExternalStore(desk.subscribe, desk.transfers);
  return useMemo(() => all.filter(({ submissionId }) => submissionId === id), [all, id]);
};
