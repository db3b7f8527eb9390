import type { EnaEnvironment } from './environments.ts';
import type { ReportKind, ReportQuery, ReportRow } from './report.ts';
import type { V1Action } from './v1-action.ts';
import type { WebinParts, WebinSets } from './webin-document.ts';
import type { WebinAnswer } from './webin.error.ts';
import type { ReadObject, WebinObjectType } from './webin-object.ts';

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
 * The Webin services of ENA, as far as SeqDB needs them. Every method throws `WebinError` when there is no answer of
 * the kind it is to give; a POST whose answer is in doubt is never repeated here, since only the caller knows what may
 * be sent twice.
 */
export abstract class WebinClient {
  abstract readonly environment: EnaEnvironment;
  /** The account that requests are made for: `Webin-` and a number. */
  abstract readonly account: string;

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

  /** The same with the action in the form, and no SUBMISSION. */
  abstract submitSets(sets: WebinSets, action: V1Action, options?: CallOptions): Promise<WebinReceipt>;

  /**
   * Reads an object of the account back by its accession. Can be repeated at will.
   * @throws WebinError `not_found` when ENA has none; `unknown` for an answer that is no such object
   */
  abstract readObject(type: WebinObjectType, accession: string, options?: CallOptions): Promise<ReadObject>;

  /**
   * Rows of the report service, about the whole account or one object. Can be repeated at will. No rows do not mean
   * that ENA has nothing: new objects take minutes to appear.
   */
  abstract report<K extends ReportKind>(
    kind: K,
    query?: ReportQuery,
    options?: CallOptions,
  ): Promise<ReportRow<K>[]>;

  /**
   * Whether account and password are right.
   * @returns the account's name as ENA knows it (`Webin-…`)
   * @throws WebinError `auth` when they are not
   */
  abstract checkLogin(options?: CallOptions): Promise<{ account: string }>;
}
