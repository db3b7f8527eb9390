import type { FileStateView } from '@contract/submissions/uploads/file-state.contract.ts';
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useLiveChange } from '../../providers/LiveUpdates.tsx';
import { useSubmission } from '../useSubmission.ts';
import { statesOf, type FilesView } from './fileRows.ts';
import { desk } from './transfer/desk.ts';

const perPage = 200;
/** Files arrive by the hundred; what is shown follows at this pace, in milliseconds. */
const pace = 1_500;

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

/** A list: it is fetched again at a pace of its own, not with every file that changes. */
const keyOf = (submissionId: string) => ['files', 'getInfiniteList', submissionId];

/** The files that are here or that records name, a page at a time as they are scrolled to. */
export const useFiles = (view: FilesView, q: string) => {
  const { id: submissionId } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  const states = statesOf[view];
  const filter = { ...(q === '' ? {} : { q }), ...(states.length === 0 ? {} : { state: states.join(',') }) };
  const list = useInfiniteQuery({
    queryKey: [...keyOf(submissionId), 'states', filter],
    queryFn: ({ pageParam, signal }) =>
      provider.getList<FileStateView>('file-states', {
        filter,
        pagination: { page: 1, perPage },
        signal,
        meta: { submissionId, ...(pageParam === null ? {} : { after: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ meta }) => (meta as { next: string | null }).next ?? undefined,
    placeholderData: keepPreviousData,
    // While it was not shown nobody followed what changed.
    refetchOnMount: 'always',
  });
  const files = useMemo(() => (list.data?.pages ?? []).flatMap(({ data }) => data), [list.data]);
  return {
    files,
    total: list.data?.pages[0]?.total ?? 0,
    isPending: list.isPending,
    isWhole: !list.hasNextPage,
    error: list.error,
    more: () => {
      if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
    },
  };
};

/** How many files there are in each state. */
export const useFileCounts = () => {
  const { id: submissionId } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: [...keyOf(submissionId), 'counts'],
    queryFn: () => provider.fileCounts(submissionId),
    refetchOnMount: 'always',
  });
};

/** Reads what is shown of files again when they change, or what records say of them. */
export const useFilesFollowed = () => {
  const { id: submissionId } = useSubmission();
  const client = useQueryClient();
  const follow = usePaced(() => client.invalidateQueries({ queryKey: keyOf(submissionId) }));
  useLiveChange('files', follow);
  useLiveChange('records', follow);
  return follow;
};

/** Asks for the names of the complete files, when files are about to be sent: some may take the place of others. */
export const useNamesHere = () => {
  const { id: submissionId } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  return () => provider.fileNames(submissionId);
};

/** What this tab is sending for the submission. */
export const useTransfers = () => {
  const { id } = useSubmission();
  const all = useSyncExternalStore(desk.subscribe, desk.transfers);
  return useMemo(() => all.filter(({ submissionId }) => submissionId === id), [all, id]);
};
