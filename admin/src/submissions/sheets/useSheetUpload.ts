import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { useDataProvider } from 'react-admin';
import { useFileUpload } from '../../components/useFileUpload.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { sendSheet } from './sendSheet.ts';
import { sheetOutcome } from './sheetOutcome.ts';

/** Uploads a sheet to a submission and tells how far it is. */
export const useSheetUpload = (submission: SubmissionView, onDone: (next: SubmissionView) => void) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return useFileUpload(async (file, watch) => {
    const next = await sendSheet(provider, submission, file, watch);
    onDone(next);
    return sheetOutcome(submission, next);
  });
};
