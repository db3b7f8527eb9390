import type { FindingView } from '@contract/submissions/findings.contract.ts';
import type { RecordChanged, RecordView } from '@contract/submissions/record.contract.ts';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { readsColumnOf } from '../records/readsColumns.ts';
import { aliasColumn, sheetColumns, writeCell } from '../records/sheetColumns.ts';
import { ownEdits } from '../OwnEdits.ts';
import { useSubmission, useTakeSubmission } from '../useSubmission.ts';

/**
 * Puts the suggested values in place of what was found, one record after the other, each on its present version; `onStep` tells
 * how many are done. Stops at the first refusal; what was done before it stays.
 */
export const useApplySuggestion = () => {
  const { id: submissionId, sheet } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  const take = useTakeSubmission();
  return async (findings: readonly FindingView[], onStep?: (done: number) => void, signal?: AbortSignal) => {
    const columns = [aliasColumn(sheet), ...sheetColumns(sheet, [])];
    let done = 0;
    try {
      for (const { recordId, field, suggestion } of findings) {
        if (signal?.aborted) break;
        if (recordId === null || field === null || suggestion === null) continue;
        const { data } = await provider.getMany<RecordView>('records', {
          ids: [recordId],
          meta: { submissionId },
        });
        const [previousData] = data;
        if (previousData === undefined) continue;
        const ofSample = columns.find((each) => each.field === field) ?? {
          field,
          letter: null,
          unit: null,
          own: null,
        };
        const column = previousData.type === 'sample' ? ofSample : readsColumnOf(field);
        const changed = await provider.update('records', {
          id: recordId,
          data: writeCell(column, suggestion),
          previousData,
          meta: { submissionId },
        });
        ownEdits.saved(submissionId, (changed.data as RecordChanged).submissionVersion);
        done += 1;
        onStep?.(done);
      }
    } finally {
      await take(null);
    }
  };
};
