import type { BatchView, ItemStatus } from '@contract/ena/batches/batches.contract.ts';

export type ItemCounts = BatchView['counts'];

/** The order in which the states of records are told: what is over, what a person has to look at, what is on its way. */
export const itemStates: readonly ItemStatus[] = ['accepted', 'failed', 'attention', 'sent', 'waiting'];

/** The states that hold any records, each with its share of all, in the order above. */
export const sharesOf = (counts: ItemCounts): { status: ItemStatus; count: number; share: number }[] => {
  const total = itemStates.reduce((sum, status) => sum + counts[status], 0);
  return itemStates
    .map((status) => ({ status, count: counts[status], share: total === 0 ? 0 : counts[status] / total }))
    .filter(({ count }) => count > 0);
};

/** Records whose answer is known, whatever it is. */
export const answeredOf = ({ accepted, failed, attention }: ItemCounts): number =>
  accepted + failed + attention;
