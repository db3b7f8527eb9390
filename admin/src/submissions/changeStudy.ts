import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import { ownEdits } from './OwnEdits.ts';
import { requestOf, type Study } from './study.ts';

/**
 * Changes the study of a submission as it was when the form was opened, changed by nobody since but oneself.
 *
 * @throws ApiProblem when somebody else was first or the study is refused, or what kept one's own last edit from being saved
 */
export const changeStudy = async (
  provider: Pick<ConsoleDataProvider, 'update'>,
  base: SubmissionView,
  study: Study,
): Promise<SubmissionView> => {
  const { id } = base;
  const version = await ownEdits.versionAfter(id, base.version);
  const { data } = await provider.update('submissions', {
    id,
    data: requestOf(study),
    previousData: { ...base, version },
  });
  return data as SubmissionView;
};
