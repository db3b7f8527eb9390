import {
  AppError,
  conflict,
  type FieldError,
  forbidden,
  invalid,
  notFound,
} from '../platform/errors/app.error.ts';
import type { BatchStatus } from './batches/batches.contract.ts';

export const batchNotFound = (id: string) => notFound('ena_batch', id);
export const attemptNotFound = (id: string) => notFound('ena_attempt', id);
export const answerNotFound = (id: string) => notFound('ena_answer', id);

export const illegalBatchMove = (from: BatchStatus, to: BatchStatus) =>
  conflict('ena.illegal_transition', `A batch that is ${from} cannot become ${to}.`, { from, to });

export const notConfigured = () =>
  new AppError(
    'unavailable',
    'ena.not_configured',
    'No Webin account is set: an administrator has to give ENA_USERNAME and ENA_PASSWORD.',
  );

export const notEligible = (ids: readonly string[]) =>
  conflict(
    'ena.not_eligible',
    'Some of these submissions are not approved, or all their records are at ENA or in another batch.',
    { submissionIds: ids },
  );

export const notApproved = (submissions: readonly { id: string; reference: string }[]) =>
  conflict(
    'ena.not_approved',
    `${submissions.map(({ reference }) => reference).join(', ')} is not approved any more in the revision that this batch holds. Take the batch apart and make one without it, or wait for its approval.`,
    { submissionIds: submissions.map(({ id }) => id) },
  );

export const documentUnsendable = (message: string) => conflict('ena.unsendable', message);

export const nothingToSend = () =>
  conflict(
    'ena.nothing_to_send',
    'Nothing of this batch is left to send: what failed is in another batch by now, is withdrawn, or has a request open.',
  );

export const otherEnvironment = (batch: string, installation: string) =>
  conflict(
    'ena.other_environment',
    `The batch is for ENA ${batch}, and this installation sends to ENA ${installation}.`,
    { batch, installation },
  );

export const otherAccount = (alias: string, made: string, now: string | undefined) =>
  conflict(
    'ena.other_account',
    `The request ${alias} was sent under the account ${made}, and this installation uses ${now ?? 'none'}: ENA would not know it and take its records twice. Next: set ENA_USERNAME back to ${made} and retry, or ask ENA's helpdesk and settle it by hand.`,
    { made, now: now ?? null },
  );

export const underWay = () =>
  conflict('ena.under_way', 'A request of this batch is still being worked on; wait until it has ended.');

export const checkUnderWay = () =>
  conflict('ena.under_way', 'The check of this batch is still going on; wait until it has ended.');

export const nothingUnclear = (status: string) =>
  conflict('ena.not_unclear', `Only a request that is unclear is settled by hand; this one is ${status}.`, {
    status,
  });

export const badAccessions = (errors: readonly FieldError[]) =>
  invalid('ena.bad_accessions', 'These cannot be the accessions that ENA gave to the records.', errors);

/** More of them cannot be looked up while somebody waits for the answer. */
export const mostChecked = 500;

export const tooManyToCheck = (count: number) =>
  invalid(
    'ena.too_many_to_check',
    `Each of these is looked up at ENA, at most ${mostChecked} at a time: give some of the ${count} now, the others stay open.`,
    [{ path: 'accessions', message: `are more than ${mostChecked}` }],
  );

export const notChecked = (because: string) =>
  new AppError(
    'unavailable',
    'ena.not_checked',
    `ENA cannot be asked what it has under these accessions, so nothing was written down. ${because} Try again later, or take them unchecked and say why.`,
  );

export const needsApproval = (status: BatchStatus) =>
  conflict('ena.needs_approval', 'A second person approves a batch here before it is sent.', { status });

export const approvalRefused = (because: string) => forbidden('ena.approval_refused', because);

export const checkFailed = (submissions: readonly { id: string; reference: string }[]) =>
  conflict(
    'ena.check_failed',
    `${submissions.map(({ reference }) => reference).join(', ')} failed the check. Take it out, or go on without what failed.`,
    { submissionIds: submissions.map(({ id }) => id) },
  );

export const onlyOneLeft = () =>
  conflict(
    'ena.only_one_left',
    'It is the only submission of the batch: cancel the batch, or take it apart.',
  );

export const notInBatch = (submissionId: string) =>
  new AppError('not_found', 'ena.not_in_batch', 'The batch does not hold this submission.', { submissionId });

export const paused = () => conflict('ena.paused', 'The batch is paused: resume it first.');

export const nothingEligible = () =>
  conflict('ena.nothing_eligible', 'No approved submission that could be sent is there under this filter.');

export const noUploadArea = () =>
  new AppError(
    'unavailable',
    'ena.no_upload_area',
    'No upload area of ENA is set, to which files could go: an administrator has to give ENA_UPLOAD_URL, ENA_USERNAME and ENA_PASSWORD.',
  );

export const noWebinCli = () =>
  new AppError(
    'unavailable',
    'ena.no_webin_cli',
    'ENA takes assemblies only from its program Webin-CLI, and none is set: an administrator has to name it in WEBIN_CLI. Then send it again.',
  );
