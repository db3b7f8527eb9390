import type { FindingView } from '@contract/submissions/findings.contract.ts';
import type { RecordView } from '@contract/submissions/record.contract.ts';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useSubmission } from '../useSubmission.ts';
import type { SheetColumn } from './sheetColumns.ts';

/** Rows whose findings are asked for together; aligned, so that scrolling by a row asks nothing new. */
const block = 50;

const isFlagged = ({ errorCount, warningCount }: RecordView) => errorCount + warningCount > 0;

/** The findings of the rows in sight, by record. */
export const useCellFindings = (
  row: (index: number) => RecordView | undefined,
  first: number,
  last: number,
) => {
  const { id } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  const blocks: string[][] = [];
  for (let start = first - (first % block); start <= last; start += block) {
    const rows = Array.from({ length: block }, (_, at) => row(start + at));
    const ids = rows
      .filter((record) => record !== undefined && isFlagged(record))
      .map((record) => record?.id ?? '');
    if (ids.length > 0) blocks.push(ids);
  }
  const results = useQueries({
    queries: blocks.map((ids) => ({
      queryKey: ['findings', 'of', id, ids],
      queryFn: () =>
        provider.getList<FindingView>('findings', {
          filter: { recordId: ids },
          pagination: { page: 1, perPage: 500 },
          meta: { submissionId: id },
        }),
      placeholderData: keepPreviousData,
    })),
  });
  const byRecord = new Map<string, FindingView[]>();
  for (const { data } of results) {
    for (const finding of data?.data ?? []) {
      const known = byRecord.get(finding.recordId ?? '') ?? [];
      byRecord.set(finding.recordId ?? '', [...known, finding]);
    }
  }
  return byRecord;
};

/** Those of a record's findings that are about one column. */
export const findingsInCell = (
  findings: readonly FindingView[] | undefined,
  { field, letter }: SheetColumn,
): FindingView[] =>
  (findings ?? []).filter(
    (finding) => finding.field === field || (letter !== null && finding.column === letter),
  );
