import type { SubmissionCommand, SubmissionStatus } from './submission.contract.ts';

/**
 * The states of a submission, and where each may go. What each means, and who brings it about:
 *
 * - `draft`: the depositor is working on it; nobody else sees it.
 * - `submitted`: handed in by the depositor, its revision frozen; waits in the queue.
 * - `in_review`: a curator has claimed it and is reading it.
 * - `changes_requested`: with the depositor again, asked by the curator, or opened by the depositor after approval.
 * - `approved`: accepted by the curator; every record has its accession and may travel to ENA.
 * - `rejected`: never approved and not accepted by the curator, with the reason; final.
 * - `withdrawn`: taken back before any approval, by the depositor or a curator; final.
 *
 * Progress at ENA is the batch items', publicity the accessions': neither is a state of the submission.
 */
export const transitions: Record<SubmissionStatus, readonly SubmissionStatus[]> = {
  draft: ['submitted', 'withdrawn'],
  submitted: ['in_review', 'withdrawn'],
  in_review: ['in_review', 'changes_requested', 'approved', 'rejected', 'withdrawn'],
  changes_requested: ['submitted', 'withdrawn'],
  approved: ['changes_requested'],
  rejected: [],
  withdrawn: [],
};

/** In which states the depositor may change content. */
export const editable: readonly SubmissionStatus[] = ['draft', 'changes_requested'];

export type CommandRule = {
  to: SubmissionStatus;
  /** Narrower than the transitions allow: two commands lead to `changes_requested`. */
  from?: readonly SubmissionStatus[];
  needsReason: boolean;
  /** Only the curator who has claimed it decides. */
  needsClaim: boolean;
};

/** What each command does to the state. */
export const commands: Record<SubmissionCommand, CommandRule> = {
  submit: { to: 'submitted', needsReason: false, needsClaim: false },
  claim: { to: 'in_review', needsReason: false, needsClaim: false },
  'request-changes': { to: 'changes_requested', from: ['in_review'], needsReason: true, needsClaim: true },
  approve: { to: 'approved', needsReason: true, needsClaim: true },
  reject: { to: 'rejected', needsReason: true, needsClaim: true },
  withdraw: { to: 'withdrawn', needsReason: true, needsClaim: false },
  revise: { to: 'changes_requested', from: ['approved'], needsReason: false, needsClaim: false },
};

export const canMove = (from: SubmissionStatus, command: SubmissionCommand): boolean => {
  const rule = commands[command];
  return transitions[from].includes(rule.to) && (rule.from === undefined || rule.from.includes(from));
};

/** What the refusal depends on beside the state. */
export type Standing = {
  status: SubmissionStatus;
  curatorId: string | null;
  curatorName: string | null;
  sampleCount: number;
  /** Experiments, runs and analyses: they may refer to samples that were registered earlier. */
  readCount?: number;
  errorCount: number;
  /** An earlier revision was approved. */
  hasAccessions: boolean;
};

/** A refusal: its code and, in plain words, why. */
export type Refusal = { code: string; because: string };

/**
 * Whether a command fits the state a submission is in. Who may give the command is the policy's business.
 *
 * @returns undefined when nothing stands against it
 */
export function objection(
  standing: Standing,
  command: SubmissionCommand,
  actorId: string,
): Refusal | undefined {
  const { status, curatorId, curatorName } = standing;
  if (!canMove(status, command))
    return {
      code: 'submission.illegal_transition',
      because: `A submission that is ${stateWords[status]} cannot be ${done[command]}.`,
    };
  if (commands[command].needsClaim && curatorId !== actorId) {
    return {
      code: 'submission.not_claimed',
      because: curatorName ? `${curatorName} has claimed it; claim it first.` : 'Claim it first.',
    };
  }
  if (command === 'claim' && curatorId === actorId && status === 'in_review')
    return { code: 'submission.already_claimed', because: 'You have it already.' };
  if (command === 'submit' || command === 'approve') return incompleteness(standing);
  if (command === 'withdraw' || command === 'reject') return finality(standing);
  return undefined;
}

function incompleteness({ sampleCount, readCount = 0, errorCount }: Standing): Refusal | undefined {
  if (sampleCount + readCount === 0)
    return { code: 'submission.no_samples', because: 'It holds no samples yet: upload a sample sheet.' };
  if (errorCount === 0) return undefined;
  return {
    code: 'submission.has_errors',
    because: `${errorCount} error${errorCount === 1 ? '' : 's'} must be corrected first.`,
  };
}

/** What has been approved stays so: its accessions exist, become public on their day, and may be at ENA. */
function finality({ hasAccessions }: Standing): Refusal | undefined {
  if (!hasAccessions) return undefined;
  return {
    code: 'submission.has_accessions',
    because: 'An earlier revision was approved, and its accessions stay for good: change it instead.',
  };
}

/** How a state is spoken of: “a submission that is …”. */
export const stateWords: Record<SubmissionStatus, string> = {
  draft: 'a draft',
  submitted: 'submitted',
  in_review: 'in review',
  changes_requested: 'back with its depositor for changes',
  approved: 'approved',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
};

const done: Record<SubmissionCommand, string> = {
  submit: 'submitted',
  claim: 'claimed',
  'request-changes': 'sent back for changes',
  approve: 'approved',
  reject: 'rejected',
  withdraw: 'withdrawn',
  revise: 'opened for a new revision',
};

/** @throws Error when a state cannot be reached from `draft`, or leads to one that does not exist; run at boot */
export function assertSound(table: Record<string, readonly string[]> = transitions): void {
  const reached = new Set(['draft']);
  for (const status of reached) {
    const targets = table[status];
    if (!targets) throw new Error(`the state ${status} is not in the table`);
    for (const next of targets) reached.add(next);
  }
  const unreachable = Object.keys(table).filter((status) => !reached.has(status));
  if (unreachable.length > 0) throw new Error(`no way leads to: ${unreachable.join(', ')}`);
}
