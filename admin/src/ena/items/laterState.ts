import type { BatchItemView } from '@contract/ena/batches/batches.contract.ts';

export type LaterState = 'expired' | 'failed' | 'public' | 'processed';

/** What became of a record after ENA had accepted it; null while nothing more is known than that. */
export const laterState = (ena: BatchItemView['ena']): LaterState | null => {
  if (ena === null) return null;
  if (ena.isExpired) return 'expired';
  if (ena.failedAt !== null) return 'failed';
  if (ena.publicAt !== null) return 'public';
  return ena.processedAt === null ? null : 'processed';
};
