import type { Page } from '@contract/platform/lists/list.contract.ts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';

const perPage = 50;

/** A list that grows by a page when more is asked for. `read` is given the query of the next page. */
export const useGrowingList = <Row>(queryKey: string[], read: (query: string) => Promise<Page<Row>>) => {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      read(`limit=${perPage}${pageParam === null ? '' : `&after=${encodeURIComponent(pageParam)}`}`),
    getNextPageParam: ({ next }) => next,
  });
  return {
    items: data?.pages.flatMap((page) => page.items),
    error,
    refetch,
    hasMore: hasNextPage,
    isGrowing: isFetchingNextPage,
    grow: () => void fetchNextPage(),
  };
};

/** Every answer to one request that was kept. */
export const useAnswers = (attemptId: string) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return useGrowingList(['batches', 'answers', attemptId], (query) =>
    provider.attemptAnswers(attemptId, query),
  );
};

/** One of them, wherever it stands among the others. */
export const useAnswer = (attemptId: string, id: string, isWanted: boolean) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['batches', 'answer', attemptId, id],
    queryFn: () => provider.attemptAnswers(attemptId, `ids=${id}`),
    enabled: isWanted,
    select: ({ items }) => items[0] ?? null,
  });
};
