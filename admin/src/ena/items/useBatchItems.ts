import type { BatchItemView } from '@contract/ena/batches/batches.contract.ts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useLiveChange } from '../../providers/LiveUpdates.tsx';
import { useBatch } from '../useBatch.ts';

const perPage = 200;
/** While a batch is being sent, answers arrive in quick succession; what is shown follows at this pace. */
const pace = 1500;

type Meta = { next: string | null; totalKind: 'exact' | 'capped' | 'estimated' };

/** Calls `work` at once, and then at most once in `ms`, the last call included. */
const usePaced = (work: () => void, ms: number) => {
  const last = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    clearTimeout(timer.current);
    const wait = Math.max(0, last.current + ms - Date.now());
    timer.current = setTimeout(() => {
      last.current = Date.now();
      work();
    }, wait);
  };
};

/** The records of a batch, a page at a time as they are scrolled to, following the answers as they come. */
export const useBatchItems = (filter: Record<string, string>) => {
  const { id } = useBatch();
  const provider = useDataProvider<ConsoleDataProvider>();
  const list = useInfiniteQuery({
    queryKey: ['batch-items', 'getInfiniteList', id, filter],
    queryFn: ({ pageParam, signal }) =>
      provider.getList<BatchItemView>('batch-items', {
        filter,
        pagination: { page: 1, perPage },
        signal,
        meta: { batchId: id, ...(pageParam === null ? {} : { after: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ meta }) => (meta as Meta).next ?? undefined,
    placeholderData: keepPreviousData,
    // While it was not shown nobody followed what changed.
    refetchOnMount: 'always',
  });
  const follow = usePaced(() => void list.refetch(), pace);
  useLiveChange('batch-items', follow);
  const pages = list.data?.pages ?? [];
  return {
    items: pages.flatMap(({ data }) => data),
    total: pages[0]?.total ?? 0,
    isExact: (pages[0]?.meta as Meta | undefined)?.totalKind === 'exact',
    isPending: list.isPending,
    error: list.error,
    refetch: () => void list.refetch(),
    hasMore: list.hasNextPage,
    more: () => {
      if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
    },
  };
};
