import type { EnaEnvironment } from './environments.ts';
import type { WebinParts } from './webin-document.ts';
import type { WebinAnswer } from './webin.error.ts';

/** The bytes of a receipt, or what ENA sent for one, as they came: keep them, then `judgeAnswer` them. */
export interface WebinReceipt {
  readonly state: 'answered';
  readonly httpStatus: number;
  readonly contentType: string | null;
  readonly bytes: Uint8Array;
}

/** ENA has the document and will process it. Store the id before anything else: it finds the receipt later. */
export interface QueuedSubmission {
  readonly state: 'queued';
  /** The accession of the submission, ERA…, known before it is processed. */
  readonly submissionId: string;
  /** As ENA gave it, for the record; polling goes to the configured service, since credentials go with it. */
  readonly pollUrl: string | null;
  /** The reply as it came, to be kept. */
  readonly answer: WebinAnswer;
}

export interface PendingSubmission {
  readonly state: 'pending';
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The Webin submission service of ENA, as far as the sending of batches needs it. Every method throws `WebinError`
 * when there is no receipt; a POST is never repeated here, since only the caller knows what may be sent twice.
 */
export abstract class WebinClient {
  abstract readonly environment: EnaEnvironment;

  /**
   * Hands a Webin v2 document to the queue. Usually it is queued; a document that ENA cannot even read is answered
   * with its receipt at once.
   */
  abstract submit(document: Uint8Array, options?: CallOptions): Promise<QueuedSubmission | WebinReceipt>;

  /** Asks for the receipt of a queued submission. Can be repeated at will. */
  abstract poll(submissionId: string, options?: CallOptions): Promise<PendingSubmission | WebinReceipt>;

  /** Sends a Webin v2 document and waits for its receipt: for single small ones, ENA gives up after a minute. */
  abstract submitAndWait(document: Uint8Array, options?: CallOptions): Promise<WebinReceipt>;

  /** The same by Webin v1, where the parts are files of their own. The way out when v2 is down. */
  abstract submitParts(parts: WebinParts, options?: CallOptions): Promise<WebinReceipt>;

  /**
   * Whether account and password are right.
   * @returns the account's name as ENA knows it (`Webin-…`)
   * @throws WebinError `auth` when they are not
   */
  abstract checkLogin(options?: CallOptions): Promise<{ account: string }>;
}
