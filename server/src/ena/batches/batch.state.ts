import type { BatchCommand, BatchStatus, ItemStatus } from './batches.contract.ts';

/**
 * Where a batch may go, and who brings it about:
 *
 * - `assembling`: a curator or the schedule has made it; submissions can be taken out. Also after any such change.
 * - `checking`: a curator has asked for a check: today's checklists, the XML, ENA's schemas, a dry run at ENA. One whose
 *   task has died is begun anew.
 * - `checked`: the check has ended; each submission says how it came out of it.
 * - `approved`: a second person has agreed that this is sent.
 * - `sending`: requests are under way; with `pausedAt` no new one is begun.
 * - `accepted`, `partial`, `refused`: ENA took everything, some of it, nothing.
 * - `attention`: the answer to a request is unclear and a person has to look.
 * - `cancelled`: a curator called it off before anything was sent; its submissions can go into another batch. Final.
 */
export const batchTransitions: Record<BatchStatus, readonly BatchStatus[]> = {
  assembling: ['checking', 'sending', 'cancelled'],
  checking: ['checked', 'cancelled'],
  checked: ['assembling', 'checking', 'approved', 'sending', 'cancelled'],
  approved: ['assembling', 'checking', 'sending', 'cancelled'],
  sending: ['accepted', 'partial', 'refused', 'attention'],
  accepted: [],
  partial: ['sending'],
  refused: ['sending'],
  attention: ['sending', 'accepted', 'partial', 'refused'],
  cancelled: [],
};

export type BatchRule = {
  from: readonly BatchStatus[];
  /** Null for what leaves the state as it is. */
  to: BatchStatus | null;
};

/** Before anything of a batch has left. */
export const unsentStates: readonly BatchStatus[] = ['assembling', 'checking', 'checked', 'approved'];

/** What each command of a curator needs and does. With four eyes only what is approved is sent. */
export const batchCommands: Record<BatchCommand, BatchRule> = {
  edit: { from: ['assembling', 'checked', 'approved'], to: 'assembling' },
  validate: { from: ['assembling', 'checking', 'checked', 'approved'], to: 'checking' },
  approve: { from: ['checked'], to: 'approved' },
  send: { from: ['assembling', 'checked', 'approved'], to: 'sending' },
  retry: { from: ['partial', 'refused', 'attention'], to: 'sending' },
  cancel: { from: unsentStates, to: 'cancelled' },
  remove: { from: unsentStates, to: null },
  pause: { from: ['approved', 'sending'], to: null },
  resume: { from: ['approved', 'sending'], to: null },
};

/** Whether a command fits the state. */
export function mayCommand(command: BatchCommand, from: BatchStatus, isFourEyes: boolean): boolean {
  if (command === 'send' && isFourEyes) return from === 'approved';
  return batchCommands[command].from.includes(from);
}

export type ItemCounts = Record<ItemStatus, number>;

/** How a batch stands once its requests are answered; `sending` while one is not. */
export function batchOutcome(counts: ItemCounts): BatchStatus {
  if (counts.waiting + counts.sent > 0) return 'sending';
  if (counts.attention > 0) return 'attention';
  if (counts.failed === 0) return 'accepted';
  return counts.accepted > 0 ? 'partial' : 'refused';
}

/** Who had a hand in what a batch would send. */
export type Hands = {
  createdBy: string | null;
  ownerIds: readonly string[];
  submitterIds: readonly string[];
};

/**
 * Why a person cannot approve a batch. Nobody ever approves their own deposit. With four eyes the second pair is not
 * that of who made the batch, nor of who handed in a submission. The curator who approved the deposit may: that was a
 * decision about its content, and where two curators work there would be nobody left.
 *
 * @returns undefined when nothing stands against it
 */
export function approvalObjection(hands: Hands, personId: string, isFourEyes: boolean): string | undefined {
  if (hands.ownerIds.includes(personId)) return 'A submission of your own is in it.';
  if (!isFourEyes) return undefined;
  if (hands.createdBy === personId) return 'You made this batch: a second person approves it.';
  return hands.submitterIds.includes(personId) ? 'You handed in one of its submissions.' : undefined;
}
