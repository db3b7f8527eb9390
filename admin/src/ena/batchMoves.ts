import type { BatchStatus, BatchView } from '@contract/ena/batches/batches.contract.ts';
import type { Action } from '../providers/ability.ts';
import type { BatchVerb } from '../providers/batches.ts';

/** What can be done with a batch; `ask` and `restart` are a retry of what is unclear, and of what has come to a halt. */
export type BatchMove =
  'check' | 'approve' | 'send' | 'retry' | 'ask' | 'restart' | 'pause' | 'resume' | 'cancel' | 'remove';

/** How the API calls them; taking a batch apart is no command of it. */
export const verbOf: Record<Exclude<BatchMove, 'remove'>, BatchVerb> = {
  check: 'validate',
  approve: 'approve',
  send: 'send',
  retry: 'retry',
  ask: 'retry',
  restart: 'retry',
  pause: 'pause',
  resume: 'resume',
  cancel: 'cancel',
};

/** The right that a move needs. */
export const rightFor: Record<BatchMove, Action> = {
  check: 'validate',
  approve: 'approve',
  send: 'send',
  retry: 'retry',
  ask: 'retry',
  restart: 'retry',
  pause: 'pause',
  resume: 'pause',
  cancel: 'cancel',
  remove: 'remove',
};

type Moves = { buttons: readonly BatchMove[]; menu: readonly BatchMove[] };
export type Looker = {
  id: string | undefined;
  /** Whether two people are needed here. */
  isFourEyes: boolean;
  may: (action: Action) => boolean;
};

const ending: readonly BatchMove[] = ['cancel', 'remove'];

const checkedMoves = ({ createdBy, checks }: BatchView, { id, isFourEyes }: Looker): Moves => {
  if (checks.passed === 0) return { buttons: ['check'], menu: ending };
  if (!isFourEyes) return { buttons: ['send', 'check'], menu: ending };
  // Who made it is not the second person.
  const isOwn = id !== undefined && createdBy?.id === id;
  return isOwn ? { buttons: ['check'], menu: ending } : { buttons: ['approve', 'check'], menu: ending };
};

const sendingMoves = ({ pausedAt, isUnderWay }: BatchView): Moves => {
  if (pausedAt !== null) return { buttons: ['resume'], menu: [] };
  // The server refuses to restart what is under way; it takes up what was abandoned.
  return isUnderWay ? { buttons: ['pause'], menu: [] } : { buttons: ['restart'], menu: ['pause'] };
};

/** The moves of each state, the likeliest first; those in `menu` are for the rare case. */
const moves: Record<BatchStatus, (batch: BatchView, looker: Looker) => Moves> = {
  assembling: (_batch, { isFourEyes }) => ({
    buttons: isFourEyes ? ['check'] : ['check', 'send'],
    menu: ending,
  }),
  // A check that no worker goes on with is begun anew.
  checking: ({ isUnderWay }) => ({ buttons: isUnderWay ? [] : ['check'], menu: ending }),
  checked: checkedMoves,
  approved: ({ pausedAt }) =>
    pausedAt === null
      ? { buttons: ['send'], menu: ['check', 'pause', ...ending] }
      : { buttons: ['resume'], menu: ['check', ...ending] },
  sending: sendingMoves,
  accepted: () => ({ buttons: [], menu: [] }),
  partial: () => ({ buttons: ['retry'], menu: [] }),
  refused: () => ({ buttons: ['retry'], menu: [] }),
  attention: () => ({ buttons: ['ask'], menu: [] }),
  cancelled: () => ({ buttons: [], menu: [] }),
};

/** The moves open to this person now. */
export const movesOf = (batch: BatchView, looker: Looker): Moves => {
  const { buttons, menu } = moves[batch.status](batch, looker);
  const isOpen = (move: BatchMove) => looker.may(rightFor[move]);
  return { buttons: buttons.filter(isOpen), menu: menu.filter(isOpen) };
};

/**
 * How many records a move is about: those that will be checked, sent, asked about, or let go.
 *
 * @param left records of submissions that failed their check, which are not sent
 */
export const recordsOf = (move: BatchMove, { counts, itemCount }: BatchView, left = 0): number => {
  if (move === 'send' || move === 'approve') return Math.max(0, counts.waiting - left);
  if (move === 'restart' || move === 'pause' || move === 'resume') return counts.waiting + counts.sent;
  if (move === 'retry' || move === 'ask') return counts.failed + counts.attention;
  return itemCount;
};
