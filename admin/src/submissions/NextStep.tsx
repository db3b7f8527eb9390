import { useText } from '../i18n/useText.ts';
import { useSession } from '../providers/useSession.ts';
import { obstacleOf } from './commandSet.ts';
import { useSubmission } from './useSubmission.ts';

/** What comes next, for the person who reads it: in one sentence, with what stands in the way. */
export const NextStep = () => {
  const text = useText();
  const submission = useSubmission();
  const { status, owner, curator, sampleCount } = submission;
  const me = useSession()?.me;
  const isOwner = me?.id === owner.id;
  const isReviewer = me?.id === curator?.id;
  const obstacle = obstacleOf(submission);
  const names = { owner: owner.name, curator: curator?.name ?? '' };

  if (status === 'draft' && sampleCount === 0) return <>{text('submission.next.empty')}</>;
  if ((status === 'draft' || status === 'changes_requested') && isOwner) {
    return <>{obstacle ?? text(status === 'draft' ? 'submission.next.ready' : 'submission.next.changed')}</>;
  }
  if (status === 'in_review' && isReviewer) return <>{obstacle ?? text('submission.next.decide')}</>;
  if (status === 'submitted' && obstacle !== null) return <>{obstacle}</>;
  if (status === 'submitted' && !isOwner) return <>{text('submission.next.claim')}</>;
  return <>{text(`submission.next.${status}`, names)}</>;
};
