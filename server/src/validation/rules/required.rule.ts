import { accepts, collectionDate, country, type CompiledField } from '../compiled-checklist.ts';
import { error, info, quoted, type Issue } from '../issue.ts';

/**
 * A mandatory field without a value.
 *
 * @param isColumnAbsent the sheet has no such column
 */
export function requiredIssue(field: CompiledField, isColumnAbsent: boolean): Issue {
  const everywhere = field.name === country || field.name === collectionDate;
  const why = everywhere ? 'Every sample at ENA needs it' : 'This checklist requires it';
  const what = isColumnAbsent
    ? `The sheet has no column ${quoted(field.name)}.`
    : `${quoted(field.name)} is missing.`;
  const way = accepts(field, 'not collected')
    ? ' If there is no value, say why: not collected, not provided, not applicable or restricted access.'
    : '';
  return error('field.required', `${what} ${why}.${way}`);
}

/** Said once for the whole sheet, with how many samples lack the field. */
export function recommendedIssue(field: CompiledField, missing: number, samples: number): Issue | undefined {
  if (missing === 0) return undefined;
  const count = missing === samples ? 'no sample has' : `${missing} of ${samples} samples lack`;
  return info('field.recommended', `${quoted(field.name)} is recommended by this checklist; ${count} it.`);
}

/** ENA: the attribute may appear once where its multiplicity is single. */
export const repeatedIssue = (field: CompiledField): Issue =>
  error(
    'field.repeated',
    `${quoted(field.name)} is given more than once for this sample; one value is allowed.`,
  );
