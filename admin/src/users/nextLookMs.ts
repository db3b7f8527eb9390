import type { ErasureView } from '@contract/audit/erasure/erasure.contract.ts';

/** Often enough to be seen: it takes two or three minutes, and nothing tells the console when it is done. */
const underWayMs = 15_000;
/** A hold may stand for months, and to look which ones keep a person is much work for the database. */
const heldMs = 5 * 60_000;

/** When to ask again how far an erasure has come; never for one that is done. */
export function nextLookMs(erasure: Pick<ErasureView, 'state' | 'holds'> | undefined): number | false {
  if (erasure?.state === 'done') return false;
  return erasure !== undefined && erasure.holds.length > 0 ? heldMs : underWayMs;
}
