import { add } from './actions/add.ts';
import { cancel } from './actions/cancel.ts';
import { hold } from './actions/hold.ts';
import { modify } from './actions/modify.ts';
import type { Order, Outcome } from './actions/order.ts';
import { refused } from './actions/order.ts';
import { earlierReceipt } from './actions/receipt.ts';
import { release } from './actions/release.ts';
import { madeUpAlias } from './london-time.ts';
import type { SandboxReceipt } from './receipt.ts';
import { emptyReceipt } from './receipt.ts';
import type { Sandbox } from './sandbox.ts';
import type { Submitted, SubmittedAction, SubmittedFile } from './submitted.ts';
import { readSubmitted, UnparseableError } from './submitted.ts';

/** One submission, however it came. */
export interface SubmissionRequest {
  readonly files: readonly SubmittedFile[];
  /** v1's ACTION and HOLD_DATE instead of a SUBMISSION file. */
  readonly actions?: readonly SubmittedAction[] | undefined;
  /** v1's CENTER_NAME. */
  readonly centerName?: string | undefined;
  /** Known before processing when the submission was queued. */
  readonly submissionId?: string | undefined;
}

const TEST = 'This submission is a TEST submission and will be discarded within 24 hours';
const REGISTERING = new Set(['ADD', 'MODIFY', 'VALIDATE']);
const ON_OBJECTS = { CANCEL: cancel, HOLD: hold, RELEASE: release } as const;

/** Does what Webin does with a submission: everything or nothing, and says so in a receipt. */
export function processSubmission(sandbox: Sandbox, request: SubmissionRequest): SandboxReceipt {
  const { store, settings } = sandbox;
  const { now } = settings;
  const withTest = (receipt: SandboxReceipt) =>
    settings.current.isTestService ? { ...receipt, infos: [...receipt.infos, TEST] } : receipt;
  let submitted: Submitted;
  try {
    submitted = readSubmitted(request.files, sandbox.schemas);
  } catch (error) {
    if (!(error instanceof UnparseableError)) throw error;
    return { ...emptyReceipt(now), errors: [error.message] };
  }
  const today = now.toISOString().slice(0, 10);
  store.publicity.publishDue(today);
  const actions = request.actions ?? submitted.actions;
  const lookup = actions.find(({ type }) => type === 'RECEIPT');
  if (lookup && submitted.schemaErrors.length === 0)
    return withTest(earlierReceipt(store, lookup.target ?? '', now));
  const alias = submitted.alias ?? freeAlias(sandbox, now);
  const { submissionId, centerName } = request;
  const order = {
    sandbox,
    submitted: { ...submitted, alias },
    actions,
    now,
    today,
    submissionId,
    centerName,
  };
  const outcome =
    submitted.schemaErrors.length > 0
      ? { errors: submitted.schemaErrors, submission: null }
      : store.transaction(() => carriedOut(order));
  return withTest(receiptOf(order, request, outcome));
}

/** Made up from the time; two within a millisecond do not get the same. */
function freeAlias({ store }: Pick<Sandbox, 'store'>, moment: Date): string {
  const alias = madeUpAlias(moment);
  return store.submissions.find(alias) ? freeAlias({ store }, new Date(moment.getTime() + 1)) : alias;
}

/** Objects are registered or changed, or something is done to registered ones: not both. */
function carriedOut(order: Order): Outcome {
  const { actions, submitted, sandbox } = order;
  const types = actions.map(({ type }) => type);
  const forbidden = types.filter((type) => !REGISTERING.has(type) && !Object.hasOwn(ON_OBJECTS, type));
  // How ENA refuses these to an ordinary account is not known.
  if (forbidden.length > 0)
    return refused(
      ...forbidden.map(
        (type) => `The action ${type} is not permitted for submission account ${sandbox.account}.`,
      ),
    );
  const targeted = actions.filter(({ target }) => target !== undefined);
  const isRegistering = types.some((type) => REGISTERING.has(type));
  if (targeted.length > 0 && !isRegistering) return onObjects(order, targeted);
  if (targeted.length > 0 || (types.includes('ADD') && types.includes('MODIFY')))
    return refused('The actions of the submission cannot be carried out together.');
  if (!isRegistering) {
    const none = 'The submission has no action that could be carried out.';
    return { errors: [none], submission: null };
  }
  if (submitted.objects.length === 0) {
    const empty =
      'The submission must contain at least one object in addition to the submission for ADD, MODIFY and VALIDATE actions.';
    return { errors: [empty], submission: null };
  }
  return types.includes('MODIFY') ? modify(order) : add(order);
}

function onObjects(order: Order, actions: readonly SubmittedAction[]): Outcome {
  const [type, another] = new Set(actions.map((action) => action.type));
  if (another !== undefined || actions.length < order.actions.length)
    return refused('The actions of the submission cannot be carried out together.');
  return ON_OBJECTS[type as keyof typeof ON_OBJECTS](order, actions);
}

function receiptOf(order: Order, { files }: SubmissionRequest, outcome: Outcome): SandboxReceipt {
  const { errors, infos = [], objects = [], submission } = outcome;
  return {
    ...emptyReceipt(order.now),
    success: errors.length === 0,
    submissionFile: files.length === 1 ? (files[0]?.fileName ?? null) : 'submission.xml',
    submission: submission === undefined ? null : { alias: order.submitted.alias, accession: submission },
    objects,
    errors,
    infos,
    actions: outcome.actions ?? order.actions.map(({ type }) => type),
  };
}
