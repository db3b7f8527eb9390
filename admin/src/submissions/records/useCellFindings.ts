import type { FindingView } from '@contract/submissions/findings.contract.ts';
import type { RecordView } from '@contract/submissions/record.contract.ts';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useSubmission } from '../useSubmission.ts';
import { isColumnOf, type SheetColumn } from './sheetColumns.ts';

/** Rows whose findings are asked for together; aligned, so that scrolling by a row asks nothing new. */
const block = 50;

const isFlagged = ({ errorCount, warningCount }: RecordView) => errorCount + warningCount > 0;

/** Outside the hook, so that the map stays the same object until a finding comes or goes. */
const byRecord = (results: readonly { data?: { data: FindingView[] } | undefined }[]) => {
  const found = new Map<string, FindingView[]>();
  for (const finding of results.flatMap(({ data }) => data?.data ?? [])) {
    if (finding.recordId === null) continue;
    const known = found.get(finding.recordId);
    if (known === undefined) found.set(finding.recordId, [finding]);
    else known.push(finding);
  }
  return found;
};

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
  return useQueries({
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
    combine: byRecord,
  });
};

/** Those of a record's findings that are about one column. */
export const findingsInCell = (
  findings: readonly FindingView[] | undefined,
  column: SheetColumn,
): FindingView[] => {
  const { letter, detail, file } = column;
  // Several files of a run may share a column of the sheet: their findings are told apart by the field.
  const byLetter = letter !== null && detail === undefined && file === undefined;
  return (findings ?? []).filter(
    (finding) =>
      (finding.field !== null && isColumnOf(column, finding.field)) ||
      (byLetter && finding.column === letter),
  );
};
