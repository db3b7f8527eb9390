import type { ProblemStatus } from './problems.contract.ts';

/**
 * Where a problem may go, and who brings it about:
 *
 * - `open`: ENA's reports say that something went wrong; nobody has it in hand.
 * - `taken`: a curator looks into it; can be given back.
 * - `resolved`: with a reason: by a curator, or by SeqDB when ENA's reports say that all is well. Final: what goes wrong
 *   anew is a new problem.
 */
export const problemTransitions: Record<ProblemStatus, readonly ProblemStatus[]> = {
  open: ['taken', 'resolved'],
  taken: ['open', 'resolved'],
  resolved: [],
};

export type ProblemCommand = 'take' | 'give-back' | 'resolve';

/** What each command makes of a problem. */
export const problemCommands: Record<ProblemCommand, { from: readonly ProblemStatus[]; to: ProblemStatus }> =
  {
    take: { from: ['open'], to: 'taken' },
    'give-back': { from: ['taken'], to: 'open' },
    resolve: { from: ['open', 'taken'], to: 'resolved' },
  };
