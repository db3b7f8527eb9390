import type { SubmissionStatus } from '@contract/submissions/submission.contract.ts';
import type { BatchStatus, ItemStatus } from '@contract/ena/batches/batches.contract.ts';
import type { Meaning } from '../theme/tokens.ts';

/** What a state means for the person who looks at it; `plain` is a state without a colour. */
export type Sense = Meaning | 'plain';

export const senseOfSubmission: Record<SubmissionStatus, Sense> = {
  draft: 'plain',
  submitted: 'waiting',
  in_review: 'ours',
  changes_requested: 'theirs',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'gone',
};

export const senseOfSeverity: Record<'error' | 'warning' | 'info', Sense> = {
  error: 'bad',
  warning: 'doubtful',
  info: 'plain',
};

export const senseOfBatch: Record<BatchStatus, Sense> = {
  assembling: 'plain',
  checking: 'ours',
  checked: 'waiting',
  approved: 'waiting',
  sending: 'theirs',
  accepted: 'good',
  partial: 'doubtful',
  refused: 'bad',
  attention: 'doubtful',
  cancelled: 'gone',
};

export const senseOfItem: Record<ItemStatus, Sense> = {
  waiting: 'waiting',
  sent: 'theirs',
  accepted: 'good',
  failed: 'bad',
  attention: 'doubtful',
};

export const senseOfAccession: Record<'private' | 'public' | 'suppressed' | 'withdrawn', Sense> = {
  private: 'plain',
  public: 'good',
  suppressed: 'doubtful',
  withdrawn: 'gone',
};
