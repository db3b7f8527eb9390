import type { BatchStatus, BatchView } from '@contract/ena/batches/batches.contract.ts';
import type { Action } from '../providers/ability.ts';

/** What can be done with a batch; `restart` is a retry of one whose sending has come to a halt. */
export type BatchMove = 'send' | 'retry' | 'ask' | 'restart' | 'remove';

/** The moves of each state, the likeliest first; those in `menu` are for the rare case. */
const moves: Record<BatchStatus, { buttons: readonly BatchMove[]; menu: readonly BatchMove[] }> = {
  assembling: { buttons: ['send', 'remove'], menu: [] },
  checking: { buttons: [], menu: ['remove'] },
  checked: { buttons: ['send', 'remove'], menu: [] },
  approved: { buttons: ['send', 'remove'], menu: [] },
  // The server refuses to restart what is under way; it takes up what was abandoned.
  sending: { buttons: [], menu: ['restart'] },
  accepted: { buttons: [], menu: [] },
  partial: { buttons: ['retry'], menu: [] },
  refused: { buttons: ['retry'], menu: [] },
  attention: { buttons: ['ask'], menu: [] },
  cancelled: { buttons: [], menu: [] },
};

/** The right that a move needs. */
export const rightFor: Record<BatchMove, Action> = {
  send: 'send',
  retry: 'retry',
  ask: 'retry',
  restart: 'retry',
  remove: 'remove',
};

/** The moves open to somebody with these rights. */
export const movesOf = (status: BatchStatus, may: (action: Action) => boolean) => ({
  buttons: moves[status].buttons.filter((move) => may(rightFor[move])),
  menu: moves[status].menu.filter((move) => may(rightFor[move])),
});

/** How many records a move is about: those that will be sent, asked about, or let go. */
export const recordsOf = (move: BatchMove, { counts, itemCount }: BatchView): number => {
  if (move === 'remove') return itemCount;
  if (move === 'send') return counts.waiting;
  if (move === 'restart') return counts.waiting + counts.sent;
  return counts.failed + counts.attention;
};
