import type { ExternalAccession } from './webin-object.ts';

/** One object as a receipt lists it. */
export interface ReceiptObject {
  /** Element name in lower case: `project`, `sample` …; any other element with an alias or accession is kept too. */
  readonly type: string;
  readonly alias: string | null;
  readonly accession: string | null;
  /** In upper case: `PRIVATE`, `PUBLIC` …. */
  readonly status: string | null;
  /** `YYYY-MM-DD`; Webin adds a time zone to the date (`2026-03-07Z`), which says nothing and is dropped. */
  readonly holdUntilDate: string | null;
  readonly externalAccessions: readonly ExternalAccession[];
}

/**
 * Webin's answer to a submission, as it was read, not as the schema says: real receipts break SRA.receipt.xsd in
 * several ways. What it means is decided by `judge`.
 */
export interface Receipt {
  readonly format: 'xml' | 'json';
  /** Null when the receipt does not say, or says something that is neither true nor false. */
  readonly success: boolean | null;
  readonly receiptDate: string | null;
  readonly submissionFile: string | null;
  readonly submission: ReceiptObject | null;
  readonly objects: readonly ReceiptObject[];
  readonly errors: readonly string[];
  readonly infos: readonly string[];
  /** In upper case. Empty in some receipts, whatever was asked. */
  readonly actions: readonly string[];
}

/** The bytes are no receipt: not XML or JSON, cut off, an HTML page, something that a receipt never contains. */
export class UnreadableReceiptError extends Error {
  override readonly name = 'UnreadableReceiptError';
}

/** @returns true or false in the spellings of XML and JSON, in any case; null for anything else */
export function booleanOf(text: string | null): boolean | null {
  const word = text?.trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : null;
}

/** @returns the text without surrounding space, or null when there is none: Webin writes `accession=""` for "none" */
export function presentText(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** @returns the calendar date that a date or date-time of a receipt starts with */
export function dateOf(text: string | null | undefined): string | null {
  return /^\s*(\d{4}-\d{2}-\d{2})(?!\d)/.exec(text ?? '')?.[1] ?? null;
}
