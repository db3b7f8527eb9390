import type { EnaEnvironment } from './environments.ts';
import type { ReceiptObject } from './receipt.ts';
import type { ExternalAccession, WebinObjectType } from './webin-object.ts';

/** What was asked of ENA: the yardstick of its receipt. */
export interface JudgedRequest {
  readonly action: JudgedAction;
  readonly objects: readonly RequestedObject[];
  /** Given, a receipt of the test service is not taken for one of production. */
  readonly environment?: EnaEnvironment | undefined;
  /** `YYYY-MM-DD`; given, another date in the receipt is a warning. */
  readonly holdUntilDate?: string | undefined;
}

/** The action whose success is judged; HOLD here is the change of a date, not the HOLD that accompanies an ADD. */
export type JudgedAction =
  'ADD' | 'MODIFY' | 'VALIDATE' | 'RECEIPT' | 'HOLD' | 'RELEASE' | 'CANCEL' | 'SUPPRESS' | 'KILL';

export interface RequestedObject {
  readonly type: WebinObjectType;
  readonly alias: string;
  /** Of an object that ENA already knows: needed for actions that name a target, a check for MODIFY. */
  readonly accession?: string | null | undefined;
}

/**
 * accepted: every condition for success holds, and the accessions may be recorded.
 * refused: ENA says no, in a form that leaves no doubt; nothing was registered.
 * needs_person: anything else. Nothing may be recorded as registered, nor sent again before somebody has looked.
 */
export type Outcome = 'accepted' | 'refused' | 'needs_person';

export interface ReceiptError {
  readonly text: string;
  /** Tag of the sample attribute that ENA finds wrong: the column to point at. */
  readonly attribute: string | null;
}

export interface JudgedObject {
  readonly type: WebinObjectType;
  readonly alias: string;
  /** As the receipt says, right or wrong: to be recorded when the outcome is accepted, shown otherwise. */
  readonly accession: string | null;
  readonly externalAccessions: readonly ExternalAccession[];
  readonly status: string | null;
  readonly holdUntilDate: string | null;
  readonly errors: readonly ReceiptError[];
  /** ENA refuses the object because it has it already, under this accession. */
  readonly existingAccession: string | null;
}

export interface Judgement {
  readonly outcome: Outcome;
  /** Sentences for a person: ENA's errors that name no record when refused, what is odd when a person is needed. */
  readonly reasons: readonly string[];
  /** Worth showing, without bearing on the outcome. */
  readonly warnings: readonly string[];
  /** One for each requested object, in the order of the request. */
  readonly objects: readonly JudgedObject[];
  readonly submissionAccession: string | null;
  readonly infos: readonly string[];
  /** The receipt says that it comes from the test service, where everything is discarded within a day. */
  readonly isTest: boolean;
}

/** A request beside what the receipt lists for it, before anything is concluded. */
export interface MatchedObject {
  readonly requested: RequestedObject;
  readonly found: readonly ReceiptObject[];
  readonly errors: ReceiptError[];
}
