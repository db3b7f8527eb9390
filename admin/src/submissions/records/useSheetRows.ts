import type { RecordView } from '@contract/submissions/record.contract.ts';
import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useSubmission } from '../useSubmission.ts';
import { pageOfRow, pageSize, pageStart } from './pageMath.ts';
import { walkOn, type Cursors } from './pageWalk.ts';

export type RowFilter = { q?: string; findings?: string };
type RowPage = { data: RecordView[]; total?: number; meta: { next: string | null } };
type Walk = { key: string; cursors: Cursors };

export const sheetTypes = ['sample', 'experiment', 'run', 'analysis'] as const;
/** The records that a table shows: experiments and runs share a sheet or have one each. */
export type SheetType = (typeof sheetTypes)[number];

/** Another sheet has other rows: what was read of the former is of no use. */
const sheetOf = (type: SheetType, sheet: SubmissionView['sheet'], reads: SubmissionView['reads']) =>
  type === 'sample' ? sheet?.sha256 : reads?.map(({ sha256 }) => sha256);

const samePages = (one: readonly unknown[], other: readonly unknown[]) =>
  one.length === other.length && one.every((page, at) => page === other[at]);

/** All rows that are here, in order; the same array until a page changes. */
const useLoaded = (pages: readonly (RowPage | undefined)[]): RecordView[] => {
  const [kept, setKept] = useState<{ pages: typeof pages; rows: RecordView[] }>({ pages: [], rows: [] });
  if (samePages(kept.pages, pages)) return kept.rows;
  const rows = pages.flatMap((page) => page?.data ?? []);
  setKept({ pages, rows });
  return rows;
};

/**
 * The rows of the records table, read page by page as they come into sight. Pages are reached by cursors, so a far row is
 * reached through the pages before it; those are kept, and only those in sight are fetched again when something changes.
 */
export const useSheetRows = (type: SheetType, filter: RowFilter) => {
  const { id, sheet, reads, recordCounts } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  const key = JSON.stringify([id, type, sheetOf(type, sheet, reads), filter]);
  const [walk, setWalk] = useState<Walk>({ key, cursors: [null] });
  const [sight, setSight] = useState({ first: 0, last: 0, goal: 0 });
  const cursors = walk.key === key ? walk.cursors : [null];
  const wanted = pageOfRow(Math.max(sight.last, sight.goal));

  const isInSight = (page: number) => pageStart(page) <= sight.last && pageStart(page + 1) > sight.first;
  const results = useQueries({
    queries: cursors.map((cursor, page) => ({
      queryKey: ['records', 'rows', key, cursor],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        provider.getList('records', {
          filter: { type, ...filter },
          pagination: { page: 1, perPage: pageSize(page) },
          meta: { submissionId: id, ...(cursor === null ? {} : { after: cursor }) },
          signal,
        }) as Promise<RowPage>,
      enabled: page === 0 || page === cursors.length - 1 || isInSight(page),
    })),
  });
  const pages = results.map(({ data }) => data);
  const corrected = walkOn(
    cursors,
    pages.map((page) => page?.meta.next),
    wanted,
  );
  if (walk.key !== key || corrected.join() !== cursors.join()) setWalk({ key, cursors: corrected });

  const loaded = useLoaded(pages);
  const total = pages[0]?.total ?? (Object.keys(filter).length === 0 ? recordCounts[type] : 0);
  const failed = results.find(({ error, data }) => error !== null && data === undefined);
  return {
    total,
    isPending: pages[0] === undefined,
    error: failed?.error ?? null,
    refetch: () => void failed?.refetch(),
    /** All rows that are here, in order; those in between are not. */
    loaded,
    row: (index: number): RecordView | undefined => {
      const page = pageOfRow(index);
      return pages[page]?.data[index - pageStart(page)];
    },
    indexOf: (recordId: string): number => {
      for (const [page, { data } = { data: [] }] of pages.entries()) {
        const at = data.findIndex((record) => record.id === recordId);
        if (at >= 0) return pageStart(page) + at;
      }
      return -1;
    },
    /** Whether there are pages that have not been read. */
    hasMore: pages.at(-1) === undefined || pages.at(-1)?.meta.next !== null,
    see: (first: number, last: number) => {
      if (first !== sight.first || last !== sight.last) setSight({ ...sight, first, last });
    },
    /** Reads on, page by page, until this row is here. */
    reach: (goal: number) => {
      if (goal > sight.goal) setSight({ ...sight, goal });
    },
  };
};

export type SheetRows = ReturnType<typeof useSheetRows>;
