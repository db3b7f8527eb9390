import { keepPreviousData } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useGetList, type RaRecord } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { useLiveChange } from '../../providers/LiveUpdates.tsx';
import type { ListDefinition } from './list.types.ts';
import { changeQuery, readListState, turnedSort, writeSort } from './listState.ts';

type PageMeta = { next: string | null; previous: string | null; totalKind: 'exact' | 'capped' | 'estimated' };
const noPage: PageMeta = { next: null, previous: null, totalKind: 'exact' };

/**
 * A list whose whole state is in the address: view, filters, search, order and cursor. There are no page numbers. When the
 * server says that something changed, the rows follow at once, unless the pointer is on them: then the change waits until it
 * leaves or is asked for, so that nothing jumps under a click.
 */
export const useKeysetList = <Row extends RaRecord>(definition: ListDefinition<Row>) => {
  const { resource, meta, always, views = [], filters = [], sort: defaultSort, perPage = 50 } = definition;
  const [query, setQuery] = useSearchParams();
  const view = views.find(({ key }) => key === query.get('view')) ?? views[0];
  const state = readListState(
    query,
    filters.map(({ name }) => name),
    view?.sort ?? defaultSort,
  );

  const list = useGetList<Row>(
    resource,
    {
      pagination: { page: 1, perPage },
      sort: state.sort,
      filter: { ...always, ...state.filters, ...view?.filter, ...(state.q === '' ? {} : { q: state.q }) },
      meta: {
        ...meta,
        ...(state.after && { after: state.after }),
        ...(state.before && { before: state.before }),
      },
    },
    { placeholderData: keepPreviousData },
  );

  const isPointedAt = useRef(false);
  const [hasChanged, setChanged] = useState(false);
  const follow = () => {
    setChanged(false);
    void list.refetch();
  };
  useLiveChange(resource, () => (isPointedAt.current ? setChanged(true) : follow()));

  const change = (changed: Record<string, string | null>) => setQuery(changeQuery(query, changed));
  const page = (list.meta as PageMeta | undefined) ?? noPage;
  const rows = useMemo(() => list.data ?? [], [list.data]);
  return {
    ...state,
    view,
    rows,
    total: list.total ?? 0,
    page,
    isPending: list.isPending,
    isSettling: list.isPlaceholderData,
    error: list.error,
    refetch: () => void list.refetch(),
    hasChanged,
    follow,
    pointer: {
      onPointerEnter: () => {
        isPointedAt.current = true;
      },
      onPointerLeave: () => {
        isPointedAt.current = false;
        if (hasChanged) follow();
      },
    },
    setView: (key: string) => change({ view: key === views[0]?.key ? null : key }),
    setSearch: (q: string) => change({ q }),
    setFilter: (name: string, value: string) => change({ [name]: value }),
    /** Several at once; an empty text takes a filter away. */
    setFilters: (values: Record<string, string>) => change(values),
    clearFilters: () => change({ q: null, ...Object.fromEntries(filters.map(({ name }) => [name, null])) }),
    sortBy: (field: string) => change({ sort: writeSort(turnedSort(state.sort, field)) }),
    toNext: () => change({ after: page.next }),
    toPrevious: () => change({ before: page.previous }),
    toStart: () => change({}),
  };
};

export type KeysetListState<Row extends RaRecord> = ReturnType<typeof useKeysetList<Row>>;
