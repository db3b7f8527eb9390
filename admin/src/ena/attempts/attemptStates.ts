import type { AttemptView } from '@contract/ena/batches/batches.contract.ts';
import type { Sense } from '../../components/meaning.ts';

export const senseOfAttempt: Record<AttemptView['status'], Sense> = {
  intended: 'waiting',
  queued: 'theirs',
  accepted: 'good',
  refused: 'bad',
  attention: 'doubtful',
};

/** The latest request of each submission, by the submission's id. */
export const latestBySubmission = (attempts: readonly AttemptView[]): Map<string, AttemptView> => {
  const latest = new Map<string, AttemptView>();
  for (const attempt of attempts) {
    const known = latest.get(attempt.submissionId);
    if (known === undefined || known.number < attempt.number) latest.set(attempt.submissionId, attempt);
  }
  return latest;
};
