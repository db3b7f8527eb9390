import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import type { UploadWatch } from '../../components/useFileUpload.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { ownEdits } from '../OwnEdits.ts';

/**
 * Uploads a sheet to a submission as it is shown, changed by nobody since but oneself.
 *
 * @throws ApiProblem when the sheet is refused, or what kept one's own last edit from being saved
 */
export const sendSheet = async (
  provider: Pick<ConsoleDataProvider, 'uploadSheet'>,
  { id, version: shown }: Pick<SubmissionView, 'id' | 'version'>,
  file: File,
  watch: UploadWatch,
): Promise<SubmissionView> =>
  provider.uploadSheet({ ...watch, id, file, version: await ownEdits.versionAfter(id, shown) });
