import { useAbility } from '@casl/react';
import type { BatchView } from '@contract/ena/batches/batches.contract.ts';
import { Link } from 'react-router-dom';
import { useText, type Text } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';
import { useSession } from '../providers/useSession.ts';
import { obstacleOf } from './commandSet.ts';
import { enaStanding } from './enaStanding.ts';
import { countAll } from './recordsInWords.ts';
import { useBatches } from './useBatches.ts';
import { useSubmission } from './useSubmission.ts';

type Reader = { isOwner: boolean; isReviewer: boolean; latest: BatchView | null | undefined };

const sentence = (
  submission: ReturnType<typeof useSubmission>,
  { isOwner, isReviewer, latest }: Reader,
  text: Text,
): string => {
  const { status, owner, curator, recordCounts } = submission;
  if (status === 'approved') {
    const { key, batch } = enaStanding(submission, latest);
    return text(`submission.next.${key}`, { batch });
  }
  const isWithOwner = status === 'draft' || status === 'changes_requested';
  if (status === 'draft' && countAll(recordCounts) === 0) return text('submission.next.empty');
  if (isWithOwner && isOwner)
    return text(status === 'draft' ? 'submission.next.ready' : 'submission.next.changed');
  if (status === 'in_review' && isReviewer) return text('submission.next.decide');
  if (status === 'submitted' && !isOwner) return text('submission.next.claim');
  return text(`submission.next.${status}`, { owner: owner.name, curator: curator?.name ?? '' });
};

/** What comes next, for the person who reads it, in one sentence; when something stands in the way, that, and where to mend it. */
export const NextStep = () => {
  const text = useText();
  const submission = useSubmission();
  const canReadRecords = useAbility<ConsoleAbility>().can('read', 'Record');
  const me = useSession()?.me;
  const { id, owner, curator, recordCounts, errorCount } = submission;
  const batches = useBatches();
  const obstacle = countAll(recordCounts) === 0 ? null : obstacleOf(submission);
  if (obstacle === null) {
    const reader = {
      isOwner: me?.id === owner.id,
      isReviewer: me?.id === curator?.id,
      latest: batches === undefined ? undefined : (batches[0] ?? null),
    };
    return <>{sentence(submission, reader, text)}</>;
  }
  return (
    <>
      {obstacle}{' '}
      {errorCount > 0 && canReadRecords && (
        <Link to={`/submissions/${id}/findings`}>{text('submission.next.see')}</Link>
      )}
    </>
  );
};
