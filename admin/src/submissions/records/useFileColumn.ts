import type { RecordView } from '@contract/submissions/record.contract.ts';
import { useMemo } from 'react';
import { useText } from '../../i18n/useText.ts';
import { countFiles, filesByName } from '../files/runFileStates.ts';
import { useFiles } from '../files/useFiles.ts';
import { filesOf } from './readsColumns.ts';
import type { SheetColumn } from './sheetColumns.ts';

/** How many of a run's files are here and are what it says; null where no runs are shown. Its place is kept while nothing is known. */
export const useFileColumn = (isShown: boolean): SheetColumn | null => {
  const text = useText();
  const { data } = useFiles(isShown);
  return useMemo(() => {
    if (!isShown) return null;
    const files = data && filesByName(data);
    return {
      field: text('submission.records.files'),
      letter: null,
      unit: null,
      own: null,
      told: (record: RecordView) => {
        if (files === undefined) return '';
        const { good, count, worst } = countFiles(filesOf(record), files);
        if (count === 0) return '';
        return worst === null
          ? text('submission.records.filesGood', { count })
          : text('submission.records.filesSome', { good, count, state: text(`files.state.${worst}`) });
      },
    };
  }, [isShown, data, text]);
};
