import { holdOf } from './hold.ts';
import { madeUpAlias } from './london-time.ts';
import { sampleErrors } from './sample-rules.ts';
import type { SandboxObject, SandboxReceipt } from './receipt.ts';
import type { WebinStore } from './store.ts';
import type { Submitted, SubmittedAction, SubmittedFile, SubmittedObject } from './submitted.ts';
import { readSubmitted, UnparseableError } from './submitted.ts';

/** One submission, however it came. */
export interface SubmissionRequest {
  readonly files: readonly SubmittedFile[];
  /** v1's ACTION and HOLD_DATE instead of a SUBMISSION file. */
  readonly actions?: readonly SubmittedAction[] | undefined;
  /** Known before processing when the submission was queued. */
  readonly submissionId?: string | undefined;
}

const TEST = 'This submission is a TEST submission and will be discarded within 24 hours';
const HELD = 'All objects in this submission are set to private status (HOLD).';
// What is here of ENA's actions; the life of registered objects comes with what needs it.
const KNOWN = new Set(['ADD', 'HOLD', 'VALIDATE', 'RELEASE', 'RECEIPT']);

/** Does what Webin does with a submission: registers everything or nothing, and says so in a receipt. */
export function processSubmission(store: WebinStore, request: SubmissionRequest): SandboxReceipt {
  const now = new Date();
  let submitted: Submitted;
  try {
    submitted = readSubmitted(request.files);
  } catch (error) {
    if (!(error instanceof UnparseableError)) throw error;
    return { ...emptyReceipt(now), errors: [error.message] };
  }
  const actions = request.actions ?? submitted.actions;
  const lookup = actions.find(({ type }) => type === 'RECEIPT');
  if (lookup && submitted.schemaErrors.length === 0) return earlierReceipt(store, lookup.target ?? '', now);
  const alias = submitted.alias ?? madeUpAlias(now);
  const receipt = {
    ...emptyReceipt(now),
    submissionFile: request.files.length === 1 ? (request.files[0]?.fileName ?? null) : 'submission.xml',
    submission: { alias, accession: null },
    actions: actions.map(({ type }) => type),
  };
  if (submitted.schemaErrors.length > 0) return { ...receipt, errors: submitted.schemaErrors, infos: [TEST] };
  return store.transaction(() =>
    register(store, { ...request, actions }, { ...submitted, alias }, receipt, now),
  );
}

function register(
  store: WebinStore,
  request: SubmissionRequest & { actions: readonly SubmittedAction[] },
  submitted: Submitted & { alias: string },
  receipt: SandboxReceipt,
  now: Date,
): SandboxReceipt {
  const { actions } = request;
  const hold = holdOf(actions, now);
  const errors = [
    ...actionErrors(actions, submitted),
    ...('error' in hold ? [hold.error] : []),
    ...existingSubmission(store, submitted.alias),
    ...submitted.objects.flatMap((object) => objectErrors(store, object)),
    ...repeatedAliases(submitted.objects),
  ];
  if (errors.length > 0 || 'error' in hold) {
    const echoed = submitted.objects.map((object) => objectOf(object, null, null));
    return { ...receipt, objects: echoed, errors, infos: [TEST] };
  }
  const infos = hold.isHeld ? [HELD, TEST] : [TEST];
  if (actions.some(({ type }) => type === 'VALIDATE')) return { ...receipt, success: true, infos };
  const accession = request.submissionId ?? store.nextAccession('submission');
  store.addSubmission({
    accession,
    alias: submitted.alias,
    receivedAt: receipt.date,
    actions: receipt.actions,
  });
  const objects = submitted.objects.map((object) => {
    const registered = registeredObject(store, object, hold.until);
    store.addObject(registered, accession);
    return registered;
  });
  return { ...receipt, success: true, submission: { alias: submitted.alias, accession }, objects, infos };
}

function actionErrors(actions: readonly SubmittedAction[], { objects }: Submitted): string[] {
  const unknown = actions.filter(({ type, target }) => !KNOWN.has(type) || target !== undefined);
  const errors = unknown.map(({ type }) => `The action ${type} is not available in this sandbox.`);
  if (unknown.length > 0) return errors;
  const isRegistering = actions.some(({ type }) => type === 'ADD' || type === 'VALIDATE');
  if (!isRegistering) return ['The submission has no action that could be carried out.'];
  if (objects.length > 0) return [];
  return [
    'The submission must contain at least one object in addition to the submission for ADD, MODIFY and VALIDATE actions.',
  ];
}

function existingSubmission(store: WebinStore, alias: string): string[] {
  const existing = store.submission(alias);
  return existing?.alias === alias ? [existsAlready('submission', alias, existing.accession)] : [];
}

function objectErrors(store: WebinStore, object: SubmittedObject): string[] {
  const { type, alias } = object;
  if (alias === '') return [`In ${type}, alias: "". Missing alias.`];
  const existing = store.accessionOf(type, alias);
  if (existing !== null) return [existsAlready(type, alias, existing)];
  return type === 'sample' ? sampleErrors(object) : [];
}

function existsAlready(type: string, alias: string, accession: string): string {
  return `In ${type}, alias: "${alias}". The object being added already exists in the submission account with accession: "${accession}".`;
}

function repeatedAliases(objects: readonly SubmittedObject[]): string[] {
  const seen = new Set<string>();
  return objects.flatMap(({ type, alias }) => {
    const isRepeated = seen.has(`${type} ${alias}`);
    seen.add(`${type} ${alias}`);
    return isRepeated
      ? [`The ${type} alias (${alias}) found more than once but ${type} alias must be unique.`]
      : [];
  });
}

/** Projects and studies come in pairs, and so do samples and BioSamples. */
function registeredObject(store: WebinStore, object: SubmittedObject, holdUntil: string) {
  const accession = store.nextAccession(object.type);
  const external =
    object.type === 'sample'
      ? { accession: store.nextAccession('biosample'), type: 'biosample' }
      : object.type === 'project'
        ? { accession: store.nextAccession('study'), type: 'study' }
        : { accession: store.nextAccession('project'), type: 'Project' };
  const status =
    holdUntil <= new Date().toISOString().slice(0, 10) ? ('PUBLIC' as const) : ('PRIVATE' as const);
  return { ...objectOf(object, external, holdUntil), accession, status, holdUntilDate: holdUntil };
}

function objectOf(
  { type, alias, title }: SubmittedObject,
  external: SandboxObject['external'],
  holdUntilDate: string | null,
): SandboxObject {
  return { type, alias, title, accession: null, external, status: 'PRIVATE', holdUntilDate };
}

/** The receipt of an earlier submission, with its objects as they are now. */
function earlierReceipt(store: WebinStore, target: string, now: Date): SandboxReceipt {
  const receipt = { ...emptyReceipt(now), submissionFile: 'SUBMISSION' };
  const found = store.submission(target);
  if (!found)
    return {
      ...receipt,
      errors: [`Failed to find submission "${target}".`],
      infos: [TEST],
      actions: ['RECEIPT'],
    };
  const { accession, alias, actions } = found;
  const objects = store.objects(accession);
  return { ...receipt, success: true, submission: { accession, alias }, objects, infos: [TEST], actions };
}

function emptyReceipt(now: Date): SandboxReceipt {
  return {
    success: false,
    date: now.toISOString(),
    submissionFile: null,
    submission: null,
    objects: [],
    errors: [],
    infos: [],
    actions: [],
  };
}
