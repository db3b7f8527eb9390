import type { RecordView } from '@contract/submissions/record.contract.ts';
import { useMemo } from 'react';
import { useText } from '../../i18n/useText.ts';
import type { SheetColumn } from './sheetColumns.ts';

/** How many of a record's files are here and are what it says; null where no records with files are shown. */
export const useFileColumn = (isShown: boolean): SheetColumn | null => {
  const text = useText();
  return useMemo(() => {
    if (!isShown) return null;
    return {
      field: text('submission.records.files'),
      letter: null,
      unit: null,
      own: null,
      told: ({ files }: RecordView) => {
        if (files === null || files.count === 0) return '';
        const { verified: good, count, worst } = files;
        return worst === null
          ? text('submission.records.filesGood', { count })
          : text('submission.records.filesSome', { good, count, state: text(`files.state.${worst}`) });
      },
    };
  }, [isShown, text]);
};
