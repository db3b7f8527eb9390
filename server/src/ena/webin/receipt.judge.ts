import type { JudgedAction, JudgedObject, JudgedRequest, Judgement, MatchedObject } from './judgement.ts';
import { existingAccession } from './error-text.ts';
import { lifecycleDoubts } from './lifecycle.judge.ts';
import type { Receipt } from './receipt.ts';
import { dateOf, UnreadableReceiptError } from './receipt.ts';
import type { MatchedReceipt } from './receipt.match.ts';
import { matchReceipt } from './receipt.match.ts';
import { readReceipt } from './receipt.reader.ts';
import { registrationDoubts, WITHDRAWN } from './registration.judge.ts';

const MAX_REASONS = 50;

const TEST_MESSAGE = /\bTEST submission\b/;

const LIFECYCLE: ReadonlySet<JudgedAction> = new Set(['HOLD', 'RELEASE', 'CANCEL', 'SUPPRESS', 'KILL']);

/**
 * Decides what a receipt means for a request. Success is believed only when every condition for it holds; a refusal
 * only when ENA says no and nothing contradicts it; everything else needs a person. Each doubt is one sentence.
 */
export function judge(receipt: Receipt, request: JudgedRequest): Judgement {
  const matched = matchReceipt(receipt, request.objects);
  const isTest = receipt.infos.some((info) => TEST_MESSAGE.test(info));
  const isRefusal = receipt.success === false && receipt.errors.length > 0;
  const doubts = isRefusal ? refusalDoubts(matched, request) : successDoubts(receipt, matched, request);
  if (isTest && request.environment === 'production') {
    doubts.push('The receipt comes from the test service, but the request was made to production.');
  }
  const common = {
    warnings: [...withdrawals(matched, request), ...warnings(receipt, matched, request)],
    objects: matched.objects.map((object) => judgedObject(object, receipt, request.action)),
    submissionAccession: receipt.submission?.accession ?? null,
    infos: receipt.infos,
    isTest,
  };
  if (doubts.length > 0) return { outcome: 'needs_person', reasons: firstOf(doubts), ...common };
  return isRefusal
    ? { outcome: 'refused', reasons: firstOf(matched.general), ...common }
    : { outcome: 'accepted', reasons: [], ...common };
}

/** Reads and judges the bytes that ENA answered; what cannot be read needs a person. Never throws for bad bytes. */
export function judgeAnswer(
  bytes: Uint8Array,
  contentType: string | null | undefined,
  request: JudgedRequest,
): Judgement {
  try {
    return judge(readReceipt(bytes, contentType), request);
  } catch (error) {
    if (!(error instanceof UnreadableReceiptError)) throw error;
    return unreadable(error.message, request);
  }
}

function successDoubts(receipt: Receipt, matched: MatchedReceipt, request: JudgedRequest): string[] {
  const doubts: string[] = [];
  if (request.objects.length === 0) doubts.push('Nothing was requested that this receipt could confirm.');
  if (receipt.success === null) doubts.push('The receipt says neither that it succeeded nor that it failed.');
  if (receipt.errors.length > 0) {
    const said = receipt.success ? 'success' : 'no failure';
    doubts.push(`The receipt reports ${said} and yet has an error: ${receipt.errors[0]}`);
  }
  const rest = LIFECYCLE.has(request.action)
    ? lifecycleDoubts(receipt, matched, request)
    : registrationDoubts(receipt, matched, request);
  return [...doubts, ...rest];
}

/** A refusal is one for us when it speaks of our objects, or of none; and it must not hand out accessions. */
function refusalDoubts(matched: MatchedReceipt, request: JudgedRequest): string[] {
  const doubts = matched.foreign.map(
    ({ type, alias, accession }) => `The receipt lists ${type} "${alias ?? accession}", which was not sent.`,
  );
  const isOurs = matched.objects.some(({ found, errors }) => found.length > 0 || errors.length > 0);
  if (!isOurs)
    doubts.push(...matched.foreignErrors.map((name) => `An error names ${name}, which was not sent.`));
  if (request.action !== 'ADD') return doubts;
  const given = matched.objects.filter(({ found }) => found.some(({ accession }) => accession !== null));
  return [
    ...doubts,
    ...given.map(
      ({ requested }) => `The receipt reports failure and yet has an accession for ${nameOf(requested)}.`,
    ),
  ];
}

function judgedObject(matched: MatchedObject, receipt: Receipt, action: JudgedAction): JudgedObject {
  const { requested, errors } = matched;
  const [found] = matched.found;
  const existing = errors.map(({ text }) => existingAccession(text, requested.type)).find(Boolean);
  return {
    type: requested.type,
    alias: requested.alias,
    accession: found?.accession ?? (LIFECYCLE.has(action) ? (requested.accession ?? null) : null),
    externalAccessions: found?.externalAccessions ?? [],
    status: found?.status ?? statusInMessages(receipt, requested.accession),
    holdUntilDate: found?.holdUntilDate ?? null,
    errors,
    existingAccession: existing ?? null,
  };
}

function statusInMessages(receipt: Receipt, accession: string | null | undefined): string | null {
  if (!accession) return null;
  const message = receipt.infos.find((info) => info.includes(`"${accession}"`));
  return / is set to (\w+) status\b/.exec(message ?? '')?.[1]?.toUpperCase() ?? null;
}

/** An old receipt gives the status of today: the accession stands, the object may be gone. */
function withdrawals(matched: MatchedReceipt, { action }: JudgedRequest): string[] {
  if (action !== 'RECEIPT' && action !== 'MODIFY') return [];
  return matched.objects.flatMap(({ requested, found: [found] }) =>
    found?.status && WITHDRAWN.test(found.status)
      ? [`${nameOf(requested)} is ${found.status.toLowerCase()}.`]
      : [],
  );
}

function warnings(
  receipt: Receipt,
  matched: MatchedReceipt,
  { holdUntilDate, action }: JudgedRequest,
): string[] {
  if (holdUntilDate === undefined || action === 'VALIDATE' || receipt.success !== true) return [];
  return matched.objects.flatMap(({ requested, found: [found] }) => {
    const isEarly = found?.status === 'PUBLIC' && holdUntilDate > (dateOf(receipt.receiptDate) ?? '');
    if (isEarly) return [`${nameOf(requested)} is already public.`];
    const date = found?.holdUntilDate ?? holdUntilDate;
    return date === holdUntilDate
      ? []
      : [`${nameOf(requested)} is held until ${date}, not ${holdUntilDate}.`];
  });
}

function unreadable(reason: string, request: JudgedRequest): Judgement {
  const nothing: Receipt = {
    format: 'xml',
    success: null,
    receiptDate: null,
    submissionFile: null,
    submission: null,
    objects: [],
    errors: [],
    infos: [],
    actions: [],
  };
  return { ...judge(nothing, request), outcome: 'needs_person', reasons: [reason] };
}

/** A receipt about 10,000 samples can be odd 10,000 times: a person needs a few of them, the bytes have the rest. */
function firstOf(reasons: readonly string[]): readonly string[] {
  if (reasons.length <= MAX_REASONS) return reasons;
  return [...reasons.slice(0, MAX_REASONS), `And ${reasons.length - MAX_REASONS} more like these.`];
}

function nameOf({ type, alias }: { type: string; alias: string }): string {
  return `${type} "${alias}"`;
}
