import type { BatchView } from '@contract/ena/batches/batches.contract.ts';
import type { SubmissionView } from '@contract/submissions/submission.contract.ts';

type Approved = Pick<SubmissionView, 'atEna' | 'decision'>;
type Batch = Pick<BatchView, 'reference' | 'status' | 'finishedAt'>;
export type EnaStanding = {
  key: 'approved' | 'enaRest' | 'enaBatch' | 'enaBatchRest' | 'enaRefused' | 'enaNotAll' | 'enaAll';
  batch: string;
};

const isOver = new Set<BatchView['status']>(['accepted', 'partial', 'refused', 'cancelled']);

/** A batch that had ended when the submission was approved says nothing of what was approved. */
const isOfBefore = ({ finishedAt }: Batch, { decision }: Approved): boolean =>
  finishedAt !== null && decision !== null && Date.parse(finishedAt) < Date.parse(decision.at);

/**
 * Where an approved submission stands on its way to ENA, as a key of `submission.next` and the batch it names.
 *
 * @param latest the latest batch that holds it; null when none does, undefined when the reader may not know or it is not loaded yet
 */
export const enaStanding = (submission: Approved, latest: Batch | null | undefined): EnaStanding => {
  const standing = (key: EnaStanding['key'], batch = ''): EnaStanding => ({ key, batch });
  const hasSome = submission.atEna === 'some';
  if (submission.atEna === 'all') return standing('enaAll');
  if (latest === undefined) return standing('enaNotAll');
  if (latest === null || isOfBefore(latest, submission)) return standing(hasSome ? 'enaRest' : 'approved');
  const { status, reference } = latest;
  if (!isOver.has(status)) return standing(hasSome ? 'enaBatchRest' : 'enaBatch', reference);
  if (status === 'partial' || status === 'refused') return standing('enaRefused', reference);
  return standing(hasSome ? 'enaRest' : 'approved');
};
