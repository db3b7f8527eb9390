import { accepts, collectionDate, country, type CompiledField } from '../compiled-checklist.ts';
import { error, info, listOf, quoted, type Issue } from '../issue.ts';
import { usualTerms } from '../text/missing-terms.ts';

/** Where the field's column is: in the sheet, not in it, or there under another name. */
export type ColumnState = 'present' | 'absent' | { field: string; letter: string };

/** A mandatory field without a value. */
export function requiredIssue(field: CompiledField, column: ColumnState): Issue {
  const everywhere = field.name === country || field.name === collectionDate;
  const why = everywhere ? 'Every sample at ENA needs it' : 'This checklist requires it';
  return error('field.required', `${whatIsMissing(field, column)} ${why}.${wayOut(field, column)}`);
}

function whatIsMissing({ name }: CompiledField, column: ColumnState): string {
  if (column === 'present') return `${quoted(name)} is missing.`;
  if (column === 'absent') return `The sheet has no column ${quoted(name)}.`;
  return `The sheet has no column ${quoted(name)}; column ${column.letter} is named ${quoted(column.field)}.`;
}

function wayOut(field: CompiledField, column: ColumnState): string {
  if (typeof column === 'object') return ' Give the column exactly that name.';
  const terms = usualTerms.filter((term) => accepts(field, term));
  return terms.length === 0 ? '' : ` If there is no value, say why: ${listOf(terms)}.`;
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
