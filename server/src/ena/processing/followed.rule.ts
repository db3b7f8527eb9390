import { londonDay } from '../webin/london-instant.ts';
import type { EnaEnvironment } from '../webin/environments.ts';
import type { ObjectRow, ProcessedAccessions, ProcessRow } from '../webin/report.ts';
import type { WebinObjectType } from '../webin/webin-object.ts';

/** What is known of an object since ENA accepted it. */
export type Followed = {
  readonly type: Exclude<WebinObjectType, 'study'>;
  readonly environment: EnaEnvironment;
  /** ENA's words: PRIVATE, PUBLIC, CANCELLED, SUPPRESSED …; null as long as reports do not list it. */
  readonly status: string | null;
  /** ENA's words for the processing of a run's or an analysis' files: QUEUED, COMPLETED, FAILED …. */
  readonly processStatus: string | null;
  readonly processError: string | null;
  readonly produced: readonly ProcessedAccessions[];
  readonly holdUntil: Date | null;
  readonly acceptedAt: Date;
  readonly firstSeenAt: Date | null;
  readonly processedAt: Date | null;
  readonly publicAt: Date | null;
  readonly failedAt: Date | null;
  /** When any of the above last changed. */
  readonly changedAt: Date;
};

/** What reports say of an object now: `absent` when they were asked and do not list it, undefined when not asked. */
export type Sighting = {
  readonly object?: ObjectRow | 'absent' | undefined;
  readonly process?: ProcessRow | 'absent' | undefined;
};

export const isSeen = ({ object, process }: Sighting = {}): boolean =>
  [object, process].some((one) => one !== undefined && one !== 'absent');

/** What a person has to look into. */
export type ProblemKind = 'processing' | 'status' | 'missing' | 'identifier' | 'hold';

/** `since`: of what it tells; what a person has settled once is not brought up again. */
export type Problem = { kind: ProblemKind; message: string; since: Date };

export const hasFiles = ({ type }: Pick<Followed, 'type'>): boolean => type === 'run' || type === 'analysis';

/** ENA keeps it no longer for everybody, for good or for a time. */
export const isTakenBack = (status: string | null): boolean =>
  /^(?:TEMPORARY_)?(?:SUPPRESSED|KILLED|CANCELLED)$/.test(status ?? '');

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** After so long it is no delay of the reports any more. */
const missingAfter = 3 * day;

/**
 * What is known after a look at the reports. Processed is what has no files as soon as reports list it, and what has
 * files when ENA says COMPLETED without an error. Nothing follows from not being listed: reports lag behind.
 */
export function afterSighting(before: Followed, { object, process }: Sighting, now: Date): Followed {
  const seen = object === 'absent' ? undefined : object;
  // A row that says neither how far it is nor what is wrong says nothing.
  const processed = process === 'absent' || (!process?.status && !process?.error) ? undefined : process;
  const status = seen?.status ?? before.status;
  const processStatus = processed?.status ?? before.processStatus;
  const processError = processed ? errorOf(processed) : before.processError;
  const isFailed = hasFiles(before) && processError !== null;
  const isProcessed = hasFiles(before)
    ? processStatus === 'COMPLETED' && !isFailed
    : status !== null && !isTakenBack(status);
  const after = {
    ...before,
    status,
    processStatus,
    processError,
    produced: processed && processed.accessions.length > 0 ? processed.accessions : before.produced,
    holdUntil: seen ? (seen.holdUntil ?? before.holdUntil) : before.holdUntil,
    firstSeenAt: before.firstSeenAt ?? (seen || processed ? now : null),
    processedAt: isProcessed
      ? (before.processedAt ?? processed?.ended ?? now)
      : isFailed
        ? null
        : before.processedAt,
    publicAt: before.publicAt ?? (status === 'PUBLIC' ? (seen?.published ?? now) : null),
    failedAt: isFailed ? (processed?.ended ?? before.failedAt ?? now) : null,
  };
  return isSame(before, after) ? before : { ...after, changedAt: now };
}

/**
 * Whether this very report shows it public, and that is new, or nothing stands against it here. What a report said once
 * is no word of today: what was suppressed since stays so until a report shows it otherwise and then public again. And
 * what the test service shows is not the world.
 *
 * @param before `isStanding`: our own accession is still private or public
 */
export const isShownPublic = (
  { status, environment, isStanding }: Pick<Followed, 'status' | 'environment'> & { isStanding: boolean },
  { object }: Sighting,
): boolean =>
  environment !== 'test' &&
  object !== undefined &&
  object !== 'absent' &&
  object.status === 'PUBLIC' &&
  (isStanding || status !== 'PUBLIC');

/** ENA gives an error with FAILED; with another word it counts all the same: nothing is said to be well that is not. */
const errorOf = ({ status, error }: ProcessRow): string | null =>
  error ??
  (/FAIL|ERROR|REJECT|INVALID/.test(status ?? '') ? `ENA says ${status} and gives no reason.` : null);

function isSame(one: Omit<Followed, 'changedAt'>, other: Omit<Followed, 'changedAt'>): boolean {
  const told = ({
    status,
    processStatus,
    processError,
    produced,
    holdUntil,
    firstSeenAt,
    failedAt,
  }: typeof one) =>
    JSON.stringify([status, processStatus, processError, produced, holdUntil, firstSeenAt, failedAt]);
  return told(one) === told(other);
}

/**
 * When to look again: soon after a change, ever less often the longer nothing happens, once a day at least; soon after
 * its hold date; once a week for what is processed and public, since ENA may still suppress it.
 *
 * @returns null when nothing more is to come
 */
export function nextCheck(object: Followed, now: Date): Date | null {
  const { status, processedAt, holdUntil, environment } = object;
  if (status === 'CANCELLED' || status === 'KILLED') return null;
  if (status === 'PUBLIC' && processedAt) return new Date(now.getTime() + 7 * day);
  // A sandbox is near, and somebody sits before it.
  const shortest = environment === 'sandbox' ? 5_000 : 2 * minute;
  const quiet = now.getTime() - object.changedAt.getTime();
  const next = now.getTime() + Math.min(day, Math.max(shortest, quiet / 4));
  const release = holdUntil ? holdUntil.getTime() + hour : 0;
  return new Date(release > now.getTime() ? Math.min(next, release) : next);
}

/**
 * What is wrong with it now, in words for the person who will look.
 *
 * @param at `isStanding`: our own accession is still private or public; `isAbsent`: reports were asked and do not list it;
 *   `hold`: the day, `YYYY-MM-DD`, before which nobody is to see it and since when ENA knows of it, as long as it is
 *   private here and nobody has asked for anything else
 */
export function problemsOf(
  object: Followed,
  { isStanding, isAbsent, hold = null }: { isStanding: boolean; isAbsent: boolean; hold?: Hold | null },
  now: Date,
): Problem[] {
  const problems: Problem[] = [];
  const { status, failedAt, processError, changedAt, acceptedAt } = object;
  if (failedAt) {
    const message = `ENA could not process its files: ${processError}`;
    problems.push({ kind: 'processing', message, since: failedAt });
  }
  if (isStanding && isTakenBack(status)) {
    const message = `ENA says ${status}, and here it still stands: nobody asked for that here.`;
    problems.push({ kind: 'status', message, since: changedAt });
  }
  if (isStanding && isAbsent && now.getTime() - acceptedAt.getTime() > missingAfter) {
    const message = "ENA accepted it, and its reports do not list it. Ask ENA's helpdesk.";
    problems.push({ kind: 'missing', message, since: changedAt });
  }
  const early = hold && earlyAtEna(object, hold, now);
  if (early) problems.push({ kind: 'hold', message: early, since: changedAt });
  return problems;
}

/** `day`: `YYYY-MM-DD`; `since`: an instant in ISO 8601. */
export type Hold = { day: string; since: string };

/**
 * Reports may be of the day before ENA was asked for another day; that something is public is no matter of delay. Runs and
 * analyses come with their study, whatever day reports have for them.
 */
function earlyAtEna(
  { type, status, holdUntil, publicAt }: Followed,
  { day: ours, since }: Hold,
  now: Date,
): string | null {
  if (status === 'PUBLIC' && publicAt !== null)
    return londonDay(publicAt) < ours && londonDay(now) < ours
      ? `ENA has made it public, and it was to be held until ${ours}. Ask ENA's helpdesk.`
      : null;
  const theirs = holdUntil && !hasFiles({ type }) ? londonDay(holdUntil) : null;
  if (theirs === null || theirs >= ours || now.getTime() - Date.parse(since) < day) return null;
  return `ENA holds it until ${theirs} only, and here it is held until ${ours}: ask ENA for that day.`;
}
