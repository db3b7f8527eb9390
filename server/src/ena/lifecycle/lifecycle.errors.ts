import { conflict, invalid, notFound } from '../../platform/errors/app.error.ts';
import type { RequestCommand, RequestStatus } from './request.contract.ts';

export const requestNotFound = (id: string) => notFound('ena_request', id);
export const requestAnswerNotFound = (id: string) => notFound('ena_request_answer', id);

export const illegalRequestMove = (command: RequestCommand, from: RequestStatus) =>
  conflict('ena_request.illegal_transition', `A request that is ${from} cannot be given "${command}".`, {
    command,
    from,
  });

/** @param code what stands against it, by its own name */
export const requestObjection = (code: string, message: string, accessions: readonly string[]) =>
  conflict(`ena_request.${code}`, message, { accessions: accessions.slice(0, 100) });

export const alreadyAsked = (reference: string) =>
  conflict('ena_request.under_way', `${reference} covers it already and is not answered yet.`, { reference });

export const badSuccessor = (message: string) =>
  invalid('ena_request.bad_successor', message, [{ path: 'supersededBy', message }]);

export const badHoldDate = (message: string) =>
  invalid('ena_request.bad_hold_date', message, [{ path: 'holdDate', message }]);
