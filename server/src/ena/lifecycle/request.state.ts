import type { RequestCommand, RequestStatus } from './request.contract.ts';
import type { SentKind } from './request-rows.ts';

/**
 * Where a request may go, and who brings it about:
 *
 * - `requested`: a curator has asked for it. A worker sends it; what ENA does not have is done at once; a suppression
 *   waits until a person has written to ENA's helpdesk, since brokers cannot suppress.
 * - `sending`: its document has left or is about to; ENA's answer is not known.
 * - `asked`: a person has written to the helpdesk, and waits for the answer.
 * - `done`: ENA did it, and the accessions here say so.
 * - `refused`: ENA said no, or it could not be written as a document.
 * - `declined`: a person took it back, or noted that it was not done.
 * - `attention`: what ENA answered is unclear and no look settles it: a person decides.
 */
export const requestTransitions: Record<RequestStatus, readonly RequestStatus[]> = {
  requested: ['sending', 'asked', 'done', 'refused', 'declined', 'attention'],
  sending: ['done', 'refused', 'attention'],
  asked: ['done', 'declined'],
  attention: ['sending', 'done', 'declined'],
  done: [],
  refused: [],
  declined: [],
};

/** As long as a request is in one of these, nothing else is asked for what it covers. */
export const openStates: readonly RequestStatus[] = ['requested', 'sending', 'asked', 'attention'];

export type RequestRule = { from: readonly RequestStatus[]; to: RequestStatus };

const byPerson: Record<RequestCommand, RequestRule> = {
  asked: { from: ['requested'], to: 'asked' },
  confirm: { from: ['asked'], to: 'done' },
  decline: { from: ['requested', 'asked'], to: 'declined' },
  retry: { from: [], to: 'sending' },
};

const byWorker: Record<RequestCommand, RequestRule> = {
  asked: { from: [], to: 'asked' },
  confirm: { from: ['attention'], to: 'done' },
  decline: { from: ['requested', 'attention'], to: 'declined' },
  retry: { from: ['attention'], to: 'sending' },
};

/** What a curator's command needs and does: a suppression is a person's business, all else a worker's. */
export function requestRule(kind: SentKind, command: RequestCommand): RequestRule {
  return (kind === 'suppress' ? byPerson : byWorker)[command];
}

/** Whether a command fits the state. */
export const mayCommand = (kind: SentKind, command: RequestCommand, from: RequestStatus): boolean =>
  requestRule(kind, command).from.includes(from);
