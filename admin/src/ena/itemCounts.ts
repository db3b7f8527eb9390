import type { BatchItemView, BatchView, ItemStatus } from '@contract/ena/batches/batches.contract.ts';

export type ItemCounts = BatchView['counts'];

/** The order in which the states of records are told: what is over, what a person has to look at, what is on its way. */
export const itemStates: readonly ItemStatus[] = ['accepted', 'failed', 'attention', 'sent', 'waiting'];

/** Records that the last check would not let through. */
export const checkFailed = 'check-failed';
export type ItemView = ItemStatus | typeof checkFailed;

/** What a view of the records asks the API for. */
export const filterOfView = (view: ItemView | undefined): Record<string, string> => {
  if (view === checkFailed) return { checkStatus: 'failed' };
  return view === undefined ? {} : { status: view };
};

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

/** What ENA said about a record, or before it was sent the check. */
export const messageOf = ({
  message,
  checkMessage,
}: Pick<BatchItemView, 'message' | 'checkMessage'>): string | null => message ?? checkMessage;
