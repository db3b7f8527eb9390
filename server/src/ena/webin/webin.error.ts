/**
 * Why a request to Webin gave no receipt.
 * - `auth`: the account or password is wrong (ENA also says so during its own outages). Nothing was processed.
 * - `not_sent`: the request never reached ENA. It can be made again.
 * - `throttled`: ENA asks to come back later. Nothing was processed.
 * - `refused`: ENA took the request for malformed, or too large. Nothing was processed; the same again is no use.
 * - `not_found`: ENA does not know the submission id that was polled for.
 * - `unknown`: the request was sent and no receipt came back. It may have been processed: look before sending again.
 */
export type WebinFailure = 'auth' | 'not_sent' | 'throttled' | 'refused' | 'not_found' | 'unknown';

/** What ENA answered instead of a receipt; kept for the attempt. */
export interface WebinAnswer {
  readonly httpStatus: number;
  readonly contentType: string | null;
  readonly bytes: Uint8Array;
}

/** Never carries the password or a request header, neither in its message nor in its cause. */
export class WebinError extends Error {
  override readonly name = 'WebinError';
  readonly failure: WebinFailure;
  readonly answer: WebinAnswer | null;

  constructor(failure: WebinFailure, message: string, answer: WebinAnswer | null = null) {
    super(message);
    this.failure = failure;
    this.answer = answer;
  }
}
