import { accepts, isConstrained, type CompiledField } from '../compiled-checklist.ts';
import { error, listOf, quoted, warning, type Issue } from '../issue.ts';
import { isMissingTerm, misspeltTerm, termForPlaceholder, usualTerms } from '../text/missing-terms.ts';

const leaveEmpty = 'Leave the cell empty instead.';

/**
 * Values that say "there is no value". The INSDC terms are for mandatory fields; an optional field without a value is
 * left out (ENA documentation, missing values).
 *
 * @returns undefined for a real value; `'fine'` for a term in its right place
 */
export function missingIssue(value: string, field: CompiledField): Issue | 'fine' | undefined {
  // A list may hold such a word as a value of its own: “none” of sequence quality check.
  if (field.choices?.has(value) && !isMissingTerm(value)) return undefined;
  if (isMissingTerm(value)) return termIssue(value, field) ?? 'fine';
  const term = misspeltTerm(value) ?? placeholderTerm(value, field);
  return term === undefined ? undefined : wrongTermIssue(value, term, field);
}

function termIssue(value: string, field: CompiledField): Issue | undefined {
  if (!accepts(field, value)) {
    const way = field.requirement === 'mandatory' ? `Give a value${otherTerms(field)}.` : leaveEmpty;
    return error('missing.not_accepted', `ENA does not accept ${quoted(value)} in this field. ${way}`);
  }
  if (field.requirement === 'mandatory') return undefined;
  const kind = field.isListed ? field.requirement : 'your own';
  return warning(
    'missing.on_optional',
    `${quoted(value)} is meant for mandatory fields; this one is ${kind}. ${leaveEmpty}`,
  );
}

function otherTerms(field: CompiledField): string {
  const terms = usualTerms.filter((term) => accepts(field, term));
  return terms.length === 0 ? '' : `, or say why there is none: ${listOf(terms)}`;
}

function wrongTermIssue(value: string, term: string, field: CompiledField): Issue {
  const severity = isConstrained(field) && !accepts(field, value) ? error : warning;
  const refused = severity === error ? 'and ENA refuses it here' : 'and readers cannot tell what it means';
  if (field.requirement !== 'mandatory') {
    return severity('missing.placeholder', `${quoted(value)} is not a value, ${refused}. ${leaveEmpty}`);
  }
  if (misspeltTerm(value) !== undefined) {
    return severity(
      'missing.misspelt',
      `${quoted(value)} is not spelled exactly as the term for a missing value.`,
      term,
    );
  }
  const message = `${quoted(value)} is not one of the terms for a missing value, ${refused}. Say why it is missing: ${listOf(usualTerms)}.`;
  return severity('missing.placeholder', message, term);
}

/** `-` is a mating type. */
function placeholderTerm(value: string, field: CompiledField): string | undefined {
  return field.name === 'mating_type' ? undefined : termForPlaceholder(value);
}
