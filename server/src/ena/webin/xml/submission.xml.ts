import { aliasText, attributeText } from './text.ts';
import { UnsendableError } from './unsendable.error.ts';

/**
 * What a submission asks of ENA (SRA.submission.xsd). `target` is an accession; without it HOLD and RELEASE concern
 * every object of the submission. Dates are `YYYY-MM-DD`.
 */
export type SubmissionAction =
  | { readonly type: 'ADD' | 'MODIFY' | 'VALIDATE' }
  | { readonly type: 'HOLD'; readonly holdUntilDate: string; readonly target?: string | undefined }
  | { readonly type: 'RELEASE'; readonly target?: string | undefined }
  | { readonly type: 'CANCEL'; readonly target: string }
  | {
      readonly type: 'SUPPRESS' | 'KILL';
      readonly target: string;
      readonly holdUntilDate?: string | undefined;
    }
  | { readonly type: 'RECEIPT'; readonly target: string };

export interface SubmissionInput {
  /** Never used twice: ENA refuses a submission alias it knows. Left out, ENA makes one up from the time. */
  readonly alias?: string | undefined;
  readonly centerName?: string | undefined;
  readonly actions: readonly SubmissionAction[];
}

/** The submission that registers new objects and keeps them private until a date; or only tries it. */
export function registration(options: {
  alias: string;
  holdUntilDate: string;
  centerName?: string | undefined;
  validateOnly?: boolean;
}): SubmissionInput {
  const { alias, holdUntilDate, centerName, validateOnly = false } = options;
  const add: SubmissionAction[] = [{ type: 'ADD' }, { type: 'HOLD', holdUntilDate }];
  return { alias, centerName, actions: validateOnly ? [{ type: 'VALIDATE' }, ...add] : add };
}

/**
 * The submission that changes the status of what ENA has, one action for each accession. HOLD needs a date; a date for
 * SUPPRESS or KILL makes it temporary. ENA cancels only what is private, with everything that depends on it.
 */
export function statusChange(options: {
  alias: string;
  centerName?: string | undefined;
  action: 'HOLD' | 'RELEASE' | 'CANCEL' | 'SUPPRESS' | 'KILL';
  targets: readonly string[];
  holdUntilDate?: string | undefined;
}): SubmissionInput {
  const { alias, centerName, action, targets, holdUntilDate } = options;
  const actions = targets.map((target): SubmissionAction => {
    if (action === 'RELEASE' || action === 'CANCEL') return { type: action, target };
    if (action !== 'HOLD') return { type: action, target, holdUntilDate };
    if (holdUntilDate === undefined)
      throw new UnsendableError('submission', alias, 'hold date', 'is missing');
    return { type: 'HOLD', target, holdUntilDate };
  });
  return { alias, centerName, actions };
}

/** The submission that asks again for the receipt of an earlier one, by its alias: the way to find lost accessions. */
export function receiptLookup(submissionAlias: string): SubmissionInput {
  return { actions: [{ type: 'RECEIPT', target: submissionAlias }] };
}

/**
 * One `<SUBMISSION>` element.
 * @throws UnsendableError for an ADD that leaves the hold date to ENA, which would publish after two months or two
 * years depending on what else is missing; and for a date that is none
 */
export function submissionXml({ alias, centerName, actions }: SubmissionInput): string {
  const name = alias ?? '';
  if (actions.length === 0) throw new UnsendableError('submission', name, 'actions', 'there are none');
  const released = actions.some(({ type }) => type === 'HOLD' || type === 'RELEASE');
  if (actions.some(({ type }) => type === 'ADD') && !released) {
    throw new UnsendableError('submission', name, 'actions', 'ADD needs a HOLD with a date, or a RELEASE');
  }
  const aliasXml = alias === undefined ? '' : ` alias="${aliasText(alias, 'submission')}"`;
  const center = centerName
    ? ` center_name="${attributeText(centerName, 'submission', name, 'center name')}"`
    : '';
  const lines = actions.map((action) => `      <ACTION>${actionXml(action, name)}</ACTION>\n`);
  return `  <SUBMISSION${aliasXml}${center}>\n    <ACTIONS>\n${lines.join('')}    </ACTIONS>\n  </SUBMISSION>\n`;
}

function actionXml(action: SubmissionAction, alias: string): string {
  let xml = `<${action.type}`;
  if ('target' in action && action.target !== undefined) {
    if (action.target === '')
      throw new UnsendableError('submission', alias, action.type, 'has an empty target');
    xml += ` target="${attributeText(action.target, 'submission', alias, 'target')}"`;
  }
  if ('holdUntilDate' in action && action.holdUntilDate !== undefined) {
    xml += ` HoldUntilDate="${calendarDate(action.holdUntilDate, alias)}"`;
  }
  return `${xml}/>`;
}

function calendarDate(text: string, alias: string): string {
  const time = /^[12]\d{3}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  throw new UnsendableError('submission', alias, 'hold date', `"${text}" is not a date (YYYY-MM-DD)`);
}
