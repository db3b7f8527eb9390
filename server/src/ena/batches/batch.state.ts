import type { BatchStatus, ItemStatus } from './batches.contract.ts';

/**
 * Where a batch may go. What each state means stands in `batches.contract.ts`; a curator sends and retries, everything
 * else follows from the answers.
 */
export const batchTransitions: Record<BatchStatus, readonly BatchStatus[]> = {
  assembling: ['sending'],
  sending: ['accepted', 'partial', 'refused', 'attention'],
  accepted: [],
  partial: ['sending'],
  refused: ['sending'],
  attention: ['sending'],
};

export type ItemCounts = Record<ItemStatus, number>;

/** How a batch stands once its requests are answered; `sending` while one is not. */
export function batchOutcome(counts: ItemCounts): BatchStatus {
  if (counts.waiting + counts.sent > 0) return 'sending';
  if (counts.attention > 0) return 'attention';
  if (counts.failed === 0) return 'accepted';
  return counts.accepted > 0 ? 'partial' : 'refused';
}
